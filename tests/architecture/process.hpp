#pragma once

#include <string>
#include <vector>

namespace daybook::architecture {

struct ProcessResult {
    int exit_code;
    /// stdout and stderr together.
    std::string output;
};

/// Runs a shell command in the C locale and waits for it.
ProcessResult run_process(std::string const& command);

/// The words as one line for the shell, each in quotes.
std::string shell_line(std::vector<std::string> const& words);

bool is_tool_present(std::string const& tool);

/// Whether a tool that is not there is a failure and not a skip: on CI.
bool are_tools_required();

/// Writes a file below the build folder's architecture_samples/ and returns its path.
std::string write_sample(std::string const& name, std::string const& text);

}  // namespace daybook::architecture
