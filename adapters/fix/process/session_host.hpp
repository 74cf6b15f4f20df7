#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "fix/engine/fix_engine.hpp"
#include "fix/process/frames.hpp"

namespace daybook::fix {

/// The session's side of the line: QuickFIX, and what it tells. It writes to the worker at once, so
/// that the worker has heard of everything that came before an end, and so that QuickFIX waits for
/// a worker that does not take it.
///
/// Threads: run() by one.
class SessionHost final : private EngineEvents {
  public:
    /// The socket to the worker.
    explicit SessionHost(int socket) : socket_{socket} {}

    /// Does what the worker says until it says no more. Throws: FrameError.
    void run();
    /// Tells the worker why this process ends now, if it can be told.
    void say_last_words(std::string const& reason);

  private:
    void obey(FrameReader& frame);
    void start(FrameReader& frame);
    void make_engine(EngineOptions const& options);
    void book(std::uint64_t receipt);
    void answer(std::uint64_t question, std::uint64_t value);
    void say(std::string const& frame);
    void say_locked(std::string const& frame);

    void on_message(IncomingMessage const& message) override;
    void on_logon(bool is_caught_up) override;
    void on_caught_up() override;
    void on_logout(std::string const& reason) override;
    void on_wire(bool is_incoming, std::string const& text) override;
    void on_event(std::string const& text) override;
    void on_refusal(std::string const& text) override;
    void on_end(std::string const&) override {}

    int const socket_;
    std::timed_mutex writing_;
    std::mutex mutex_;
    std::uint64_t receipts_ = 0;
    /// What the worker has and has not booked yet.
    std::map<std::uint64_t, std::function<void()>> in_hand_;
    std::unique_ptr<FixEngine> engine_;
};

/// What `daybook fix-session` does: runs one session for the worker at the other end of
/// session_descriptor, with few descriptors of its own, and ends with it. Returns where that is no
/// socket to a worker.
void serve_session();

}  // namespace daybook::fix
