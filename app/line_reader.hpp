#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::app {

/// Reads lines from a file or from standard input in bounded memory.
///
/// Throws: Failure with usage if the file cannot be opened, std::system_error if it cannot be
/// read.
class LineReader {
  public:
    struct Line {
        /// Without its end; valid until the next call. Empty where it is too long.
        std::string_view text;
        bool too_long = false;
    };

    /// `-` is standard input.
    LineReader(std::string const& path, std::size_t line_bytes_max);
    ~LineReader();
    LineReader(LineReader const&) = delete;
    LineReader& operator=(LineReader const&) = delete;

    /// nullopt after the last line. The last line needs no end.
    [[nodiscard]] std::optional<Line> next();
    /// What has been read of the file, from 0 to 1; nullopt where its size is not known.
    [[nodiscard]] std::optional<double> share_read() const;

  private:
    void fill();
    [[nodiscard]] Line take(std::size_t bytes);
    [[nodiscard]] Line skip_line();

    int descriptor_;
    bool is_owner_;
    std::size_t line_bytes_max_;
    std::uint64_t size_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::string buffer_;
    std::size_t start_ = 0;
    bool at_end_ = false;
};

}  // namespace daybook::app
