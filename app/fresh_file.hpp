#pragma once

#include <string>

namespace daybook::app {

/// A file that appears under its name whole or not at all, and never over another. It is its
/// owner's alone, whatever the umask.
///
/// Throws: Failure from the constructor, with usage: where there is a file of that name, or no
/// folder for it.
class FreshFile {
  public:
    explicit FreshFile(std::string file);
    FreshFile(FreshFile const&) = delete;
    FreshFile& operator=(FreshFile const&) = delete;
    /// Takes away what was not published.
    ~FreshFile();

    /// What to write to: beside the file, of this process alone.
    [[nodiscard]] std::string const& draft() const { return draft_; }
    /// Gives the draft its name. Throws: Failure.
    void publish();

  private:
    std::string file_;
    std::string draft_;
};

}  // namespace daybook::app
