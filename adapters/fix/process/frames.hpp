#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace daybook::fix {

/// What the worker and the process of a session say to each other.
enum class Word : std::uint8_t {
    // To the session.
    start,
    send,
    post,
    was_handed,
    booked,
    stop,
    // From it.
    started,
    failed,
    message,
    logged_on,
    caught_up,
    logged_out,
    wire,
    event,
    refusal,
    answer,
    stopped,
};

/// What came is no frame: the other side is not what it should be.
class FrameError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The most that one frame may hold.
inline constexpr std::size_t frame_bytes_max = 32u << 20;

/// Writes one frame. Shape: the length of what follows, in 4 bytes, the lowest first; a byte that
/// is the word; numbers in 8 bytes, the lowest first; texts behind their length.
class FrameWriter {
  public:
    explicit FrameWriter(Word word);
    FrameWriter& number(std::uint64_t value);
    FrameWriter& text(std::string_view value);
    /// Throws: FrameError where it is too long.
    [[nodiscard]] std::string take();

  private:
    std::string bytes_;
};

/// Reads what stands behind the length of one frame. Throws: FrameError where it is cut short.
class FrameReader {
  public:
    explicit FrameReader(std::string bytes);
    [[nodiscard]] Word word() const { return word_; }
    [[nodiscard]] std::uint64_t number();
    [[nodiscard]] int small_number();
    [[nodiscard]] bool flag() { return number() != 0; }
    [[nodiscard]] std::string text();

  private:
    std::string bytes_;
    std::size_t at_ = 1;
    Word word_;
};

/// Frames out of bytes as they come.
class FrameStream {
  public:
    void append(char const* bytes, std::size_t size) { bytes_.append(bytes, size); }
    /// Throws: FrameError.
    [[nodiscard]] std::optional<FrameReader> next();

  private:
    std::string bytes_;
    std::size_t at_ = 0;
};

}  // namespace daybook::fix
