#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace daybook::app {

/// Whoever read what we print has gone: `daybook show orders | head`.
class OutputClosed : public std::runtime_error {
  public:
    OutputClosed() : std::runtime_error{"the output is closed"} {}
};

/// A file descriptor to print results to, buffered. The destructor writes nothing: flush().
///
/// Threads: not safe. Throws: OutputClosed on EPIPE, std::system_error on other failures.
class Output {
  public:
    explicit Output(int descriptor) : descriptor_{descriptor} {}

    void write(std::string_view text);
    void flush();
    /// Where to append to directly; call written() after every piece.
    [[nodiscard]] std::string& buffer() { return buffer_; }
    void written();
    [[nodiscard]] bool is_terminal() const;

  private:
    static constexpr std::size_t buffer_bytes = 1u << 16;

    int descriptor_;
    std::string buffer_;
};

}  // namespace daybook::app
