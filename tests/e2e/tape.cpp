#include "e2e/tape.hpp"

#include <cstdio>
#include <filesystem>

namespace daybook::e2e {

std::string tape(std::string const& arguments) {
    std::filesystem::path const script =
        std::filesystem::path{DAYBOOK_SOURCE_DIR} / ".." / "shared" / "tools" / "tape.py";
    if (!std::filesystem::exists(script)) return {};
    auto* const pipe = ::popen(("python3 " + script.string() + " " + arguments).c_str(), "r");
    if (pipe == nullptr) return {};
    std::string text;
    char buffer[65536];
    for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        text.append(buffer, count);
    }
    ::pclose(pipe);
    return text;
}

}  // namespace daybook::e2e
