#pragma once

#include <string>

namespace daybook::support {

/// Makes an empty book of the newest schema at `path`.
void make_sqlite_book(std::string const& path);

}  // namespace daybook::support
