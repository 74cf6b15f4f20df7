#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>

namespace daybook::fix {

/// The descriptor on which the process of a session speaks to its worker.
inline constexpr int session_descriptor = 3;

/// `PROGRAM fix-session` as a child that holds nothing of its parent but stderr and one end of a
/// socket: no other descriptor, no variable that may name a secret, a process group of its own, so
/// that what a terminal sends to the worker is not sent to it.
///
/// The child asks the system to end it with the thread that made it, which must outlive it.
///
/// Threads: not safe.
class SessionProcess {
  public:
    /// Throws: EngineError where it cannot be begun.
    explicit SessionProcess(std::string const& program);
    /// Kills it where it still runs.
    ~SessionProcess();
    SessionProcess(SessionProcess const&) = delete;
    SessionProcess& operator=(SessionProcess const&) = delete;

    /// Our end of the socket, which never blocks.
    [[nodiscard]] int socket() const { return socket_; }
    /// Says that nothing more will be said: the child ends when it has read what was.
    void end_speaking() const;
    /// Kills it, unless it ends by itself in this time, and says how it ended: `exit status 3`,
    /// `signal 6`.
    std::string wait(std::chrono::milliseconds patience);

  private:
    pid_t pid_ = -1;
    int socket_ = -1;
};

}  // namespace daybook::fix
