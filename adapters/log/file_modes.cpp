#include "log/file_modes.hpp"

#include <string>
#include <system_error>

#include "log/log.hpp"

namespace daybook::log {
namespace {

namespace fs = std::filesystem;

std::string octal(fs::perms mode) {
    auto const bits = static_cast<unsigned>(mode & fs::perms::mask);
    std::string text;
    for (unsigned shift : {9U, 6U, 3U, 0U}) text += static_cast<char>('0' + ((bits >> shift) & 7U));
    return text;
}

}  // namespace

void warn_where_open(fs::path const& path, fs::perms allowed) {
    std::error_code error;
    auto const found = fs::status(path, error);
    bool const is_there = !error && fs::exists(found);
    if (!is_there || (found.permissions() & fs::perms::all & ~allowed) == fs::perms::none) return;
    warn("file open to others", {{"path", path.string()},
                                 {"mode", octal(found.permissions())},
                                 {"mode_max", octal(allowed)}});
}

}  // namespace daybook::log
