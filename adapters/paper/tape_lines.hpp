#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct gzFile_s;

namespace daybook::paper {

/// Reads a text file line by line, as it is or compressed with gzip, a piece at a time.
/// Throws: ExchangeError when it cannot be opened, read or unpacked. Threads: not safe.
class TapeLines {
  public:
    static constexpr std::size_t line_bytes_max = 4096;

    explicit TapeLines(std::string path);

    /// Gives the next line without its end in `line`; false after the last one. The text lives
    /// until the next call.
    [[nodiscard]] bool next(std::string_view& line);
    /// Of the last line that was read, from 1.
    [[nodiscard]] std::size_t line_number() const { return line_number_; }
    [[nodiscard]] std::string const& path() const { return path_; }

  private:
    struct Closer {
        void operator()(gzFile_s* file) const;
    };

    /// Moves what is left to the front and reads on; false at the end of the file.
    bool fill();

    std::string path_;
    std::unique_ptr<gzFile_s, Closer> file_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t line_number_ = 0;
};

}  // namespace daybook::paper
