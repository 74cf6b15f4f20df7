#pragma once

#include <optional>
#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

enum class ExportFormat { ndjson, csv };

struct ExportOptions {
    ExportFormat format = ExportFormat::ndjson;
    std::optional<std::string> account;
};

/// `daybook export`: prints the whole book, or one account's, in its order.
///
/// ndjson: an entry a line, with its account; `@book` first. csv: a posting a line, after a line
/// with the names of the columns (RFC 4180 but for the line ends, which are LF).
[[nodiscard]] ExitCode run_export(ExportOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
