#include "app/version.hpp"

namespace daybook::app {

std::string_view version() { return DAYBOOK_VERSION; }

std::string_view commit() { return DAYBOOK_COMMIT; }

std::string version_line() {
    return "daybook " + std::string{version()} + " (" + std::string{commit()} + ")";
}

}  // namespace daybook::app
