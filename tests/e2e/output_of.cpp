#include "e2e/output_of.hpp"

#include <cstdio>

namespace daybook::e2e {

std::string output_of(std::string const& command) {
    auto* const pipe = ::popen(command.c_str(), "r");
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
