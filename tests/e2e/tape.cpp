#include "e2e/tape.hpp"

#include <filesystem>

#include "e2e/output_of.hpp"

namespace daybook::e2e {

std::string tape(std::string const& arguments) {
    std::filesystem::path const script =
        std::filesystem::path{DAYBOOK_SOURCE_DIR} / ".." / "shared" / "tools" / "tape.py";
    if (!std::filesystem::exists(script)) return {};
    return output_of("python3 " + script.string() + " " + arguments);
}

}  // namespace daybook::e2e
