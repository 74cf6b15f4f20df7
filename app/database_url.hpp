#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "app/secret.hpp"

namespace daybook::app {

/// Which store a URL names.
struct DatabaseUrl {
    enum class Kind { sqlite, postgres, memory };

    Kind kind = Kind::sqlite;
    /// sqlite: the file.
    std::string path;
    /// postgres: the whole URL, password and all.
    Secret postgres;

    /// Reads `sqlite:PATH`, `postgresql://...` or `memory:`.
    /// Errors: what the text must be, to go after "it must be".
    [[nodiscard]] static tl::expected<DatabaseUrl, std::string> parse(std::string_view text);
};

/// `text` with whatever may be a password replaced by `***`.
[[nodiscard]] std::string without_password(std::string_view text);

}  // namespace daybook::app
