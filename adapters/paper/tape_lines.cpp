#include "paper/tape_lines.hpp"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::paper {

namespace {

constexpr std::size_t buffer_bytes = 65'536;
static_assert(buffer_bytes > TapeLines::line_bytes_max);

}  // namespace

void TapeLines::Closer::operator()(gzFile_s* file) const { gzclose_r(file); }

TapeLines::TapeLines(std::string path) : path_{std::move(path)}, buffer_(buffer_bytes) {
    errno = 0;
    file_.reset(gzopen(path_.c_str(), "rb"));
    if (file_ == nullptr) {
        throw ports::ExchangeError{"tape " + path_ + ": " +
                                   (errno != 0 ? std::strerror(errno) : "out of memory")};
    }
}

bool TapeLines::fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    auto const room = static_cast<unsigned>(buffer_.size() - end_);
    auto const count = gzread(file_.get(), buffer_.data() + end_, room);
    int code = Z_OK;
    auto const* const text = gzerror(file_.get(), &code);
    // A file that is cut off is told only by the error at its end.
    if (count < 0 || (count == 0 && code != Z_OK && code != Z_STREAM_END)) {
        auto const reason = code == Z_ERRNO ? std::string{std::strerror(errno)} : std::string{text};
        throw ports::ExchangeError{"tape " + path_ + " cannot be read after line " +
                                   std::to_string(line_number_) + ": " + reason};
    }
    end_ += static_cast<std::size_t>(count);
    return count > 0;
}

bool TapeLines::next(std::string_view& line) {
    while (true) {
        auto const* const from = buffer_.data() + begin_;
        auto const size = end_ - begin_;
        auto const* const found = static_cast<char const*>(std::memchr(from, '\n', size));
        auto const length = found == nullptr ? size : static_cast<std::size_t>(found - from);
        if (length > line_bytes_max) {
            throw ports::ExchangeError{"tape " + path_ + " line " +
                                       std::to_string(line_number_ + 1) + " is longer than " +
                                       std::to_string(line_bytes_max) + " bytes"};
        }
        if (found == nullptr && fill()) continue;
        if (found == nullptr && begin_ == end_) return false;
        // fill() has moved what is left, but only to the front of the buffer.
        line = {buffer_.data() + begin_, length};
        begin_ += length + (found == nullptr ? 0 : 1);
        ++line_number_;
        if (line.ends_with('\r')) line.remove_suffix(1);
        return true;
    }
}

}  // namespace daybook::paper
