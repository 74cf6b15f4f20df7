#pragma once

#include <string>

namespace daybook::sql {

/// A row of `daybook_meta`.
struct MetaRow {
    std::string key;
    std::string value;
};

}  // namespace daybook::sql
