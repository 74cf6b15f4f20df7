#include "architecture/process.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace daybook::architecture {

ProcessResult run_process(std::string const& command) {
    auto const line = "export LC_ALL=C; { " + command + "\n} 2>&1 </dev/null";
    std::FILE* pipe = popen(line.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no process for: " + command);
    std::string output;
    std::array<char, 4096> buffer{};
    for (std::size_t size = 1; size > 0;) {
        size = std::fread(buffer.data(), 1, buffer.size(), pipe);
        output.append(buffer.data(), size);
    }
    int const status = pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, std::move(output)};
}

std::string shell_line(std::vector<std::string> const& words) {
    std::string line;
    for (auto const& word : words) line += " '" + word + "'";
    return line;
}

bool is_tool_present(std::string const& tool) {
    return run_process("command -v" + shell_line({tool})).exit_code == 0;
}

bool are_tools_required() {
    auto const* value = std::getenv("CI");
    return value != nullptr && std::string(value) == "true";
}

std::string write_sample(std::string const& name, std::string const& text) {
    auto const path = std::filesystem::path(DAYBOOK_BUILD_DIR) / "architecture_samples" / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
    return path;
}

}  // namespace daybook::architecture
