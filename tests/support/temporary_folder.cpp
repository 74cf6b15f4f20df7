#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace daybook::support {

TemporaryFolder::TemporaryFolder() {
    path_ = (std::filesystem::temp_directory_path() / "daybook-test-XXXXXX").string();
    if (!::mkdtemp(path_.data())) throw std::runtime_error{"cannot make a temporary folder"};
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace daybook::support
