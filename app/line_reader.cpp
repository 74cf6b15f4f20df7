#include "app/line_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "app/exit_code.hpp"

namespace daybook::app {

namespace {

constexpr std::size_t chunk_bytes = 1u << 16;

int open_for_reading(std::string const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        throw Failure{ExitCode::usage, "cannot open " + path + ": " + std::strerror(errno)};
    }
    return descriptor;
}

}  // namespace

LineReader::LineReader(std::string const& path, std::size_t line_bytes_max)
    : descriptor_{path == "-" ? STDIN_FILENO : open_for_reading(path)},
      is_owner_{path != "-"},
      line_bytes_max_{line_bytes_max} {
    struct stat status;
    if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) {
        size_ = static_cast<std::uint64_t>(status.st_size);
    }
}

LineReader::~LineReader() {
    if (is_owner_) ::close(descriptor_);
}

std::optional<LineReader::Line> LineReader::next() {
    std::size_t searched = 0;
    while (true) {
        auto const end = buffer_.find('\n', start_ + searched);
        if (end != std::string::npos) {
            auto const line = take(end - start_);
            ++start_;
            return line;
        }
        searched = buffer_.size() - start_;
        if (at_end_) {
            if (searched == 0) return std::nullopt;
            return take(searched);
        }
        if (searched > line_bytes_max_) return skip_line();
        fill();
    }
}

std::optional<double> LineReader::share_read() const {
    if (size_ == 0) return std::nullopt;
    auto const used = bytes_read_ - (buffer_.size() - start_);
    return static_cast<double>(used) / static_cast<double>(size_);
}

void LineReader::fill() {
    buffer_.erase(0, start_);
    start_ = 0;
    auto const kept = buffer_.size();
    buffer_.resize(kept + chunk_bytes);
    while (true) {
        auto const count = ::read(descriptor_, buffer_.data() + kept, chunk_bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw std::system_error{errno, std::system_category(), "cannot read input"};
        buffer_.resize(kept + static_cast<std::size_t>(count));
        bytes_read_ += static_cast<std::uint64_t>(count);
        at_end_ = count == 0;
        return;
    }
}

LineReader::Line LineReader::take(std::size_t bytes) {
    auto text = std::string_view{buffer_}.substr(start_, bytes);
    start_ += bytes;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.size() > line_bytes_max_) return {.text = {}, .too_long = true};
    return {.text = text, .too_long = false};
}

LineReader::Line LineReader::skip_line() {
    auto end = std::string::npos;
    while (end == std::string::npos && !at_end_) {
        start_ = buffer_.size();
        fill();
        end = buffer_.find('\n');
    }
    start_ = end == std::string::npos ? buffer_.size() : end + 1;
    return {.text = {}, .too_long = true};
}

}  // namespace daybook::app
