#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "fix/process/frames.hpp"

namespace daybook::fix {

/// The worker's side of the line to one process of a session: what is said waits here until it is
/// taken, so that nobody who says something waits for it.
///
/// Threads: say(), wake() and close() from any, the others from one.
class SessionLink {
  public:
    /// Of what waits; beyond it the other side does not listen any more.
    static constexpr std::size_t output_bytes_max = 64u << 20;

    /// Throws: EngineError.
    SessionLink();
    ~SessionLink();
    SessionLink(SessionLink const&) = delete;
    SessionLink& operator=(SessionLink const&) = delete;

    /// False where nothing is said any more.
    bool say(std::string_view frame);
    /// Ends the wait of turn().
    void wake() const;
    void close();

    /// Waits, at most so long, until something comes or can be said, and takes and says it. False
    /// where the other side has ended. Throws: FrameError where it does not listen.
    [[nodiscard]] bool turn(int socket, std::chrono::milliseconds patience, FrameStream& into);
    /// Whether all that was said has been taken.
    [[nodiscard]] bool is_flushed() const;

  private:
    void flush(int socket);

    int const wake_;
    mutable std::mutex mutex_;
    std::string output_;
    std::size_t said_ = 0;
    bool is_closed_ = false;
    bool is_overfull_ = false;
};

}  // namespace daybook::fix
