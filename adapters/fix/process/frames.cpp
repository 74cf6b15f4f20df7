#include "fix/process/frames.hpp"

#include <limits>
#include <utility>

namespace daybook::fix {
namespace {

constexpr std::size_t length_bytes = 4;

void append_low_first(std::string& to, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) {
        to += static_cast<char>((value >> (8 * i)) & 0xffu);
    }
}

std::uint64_t read_low_first(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
    }
    return value;
}

}  // namespace

FrameWriter::FrameWriter(Word word) : bytes_(length_bytes, '\0') {
    bytes_ += static_cast<char>(word);
}

FrameWriter& FrameWriter::number(std::uint64_t value) {
    append_low_first(bytes_, value, sizeof value);
    return *this;
}

FrameWriter& FrameWriter::text(std::string_view value) {
    number(value.size());
    bytes_ += value;
    return *this;
}

std::string FrameWriter::take() {
    auto const size = bytes_.size() - length_bytes;
    if (size > frame_bytes_max) throw FrameError{"a frame is too long"};
    std::string length;
    append_low_first(length, size, length_bytes);
    bytes_.replace(0, length_bytes, length);
    return std::move(bytes_);
}

FrameReader::FrameReader(std::string bytes) : bytes_{std::move(bytes)} {
    if (bytes_.empty() || static_cast<unsigned char>(bytes_[0]) > static_cast<int>(Word::stopped)) {
        throw FrameError{"a frame is no word"};
    }
    word_ = static_cast<Word>(bytes_[0]);
}

std::uint64_t FrameReader::number() {
    constexpr auto size = sizeof(std::uint64_t);
    if (bytes_.size() - at_ < size) throw FrameError{"a frame is cut short"};
    auto const value = read_low_first(std::string_view{bytes_}.substr(at_, size));
    at_ += size;
    return value;
}

int FrameReader::small_number() {
    auto const value = number();
    if (value > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
        throw FrameError{"a number of a frame is too large"};
    }
    return static_cast<int>(value);
}

std::string FrameReader::text() {
    auto const size = number();
    if (size > bytes_.size() - at_) throw FrameError{"a frame is cut short"};
    auto value = bytes_.substr(at_, size);
    at_ += size;
    return value;
}

std::optional<FrameReader> FrameStream::next() {
    auto const left = std::string_view{bytes_}.substr(at_);
    if (left.size() >= length_bytes) {
        auto const size = read_low_first(left.substr(0, length_bytes));
        if (size > frame_bytes_max) throw FrameError{"a frame is too long"};
        if (left.size() - length_bytes >= size) {
            at_ += length_bytes + size;
            return FrameReader{std::string{left.substr(length_bytes, size)}};
        }
    }
    bytes_.erase(0, at_);
    at_ = 0;
    return std::nullopt;
}

}  // namespace daybook::fix
