#pragma once

#include <string>

namespace daybook::support {

/// A new, empty folder that goes away with everything in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder();

    /// The path of `name` within the folder.
    [[nodiscard]] std::string file(std::string const& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

}  // namespace daybook::support
