#pragma once

#include <cstddef>
#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct ApplyOptions {
    /// `-` is standard input.
    std::string file;
    bool json = false;
    /// Commands of one batch.
    std::size_t batch = 1'000;
};

/// `daybook apply`: books the commands of an NDJSON file, in order.
///
/// Sending a file again changes nothing: what was booked is answered as REPLAYED or DUPLICATE.
[[nodiscard]] ExitCode run_apply(ApplyOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
