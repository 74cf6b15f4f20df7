#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "fix/engine/session_engine.hpp"
#include "fix/process/frames.hpp"
#include "fix/process/session_link.hpp"
#include "fix/process/session_process.hpp"
#include "fix/process/session_words.hpp"

namespace daybook::fix {

/// What QuickFIX runs in, and how long who ends or is silent is waited for. By the steady clock.
struct ChildSettings {
    std::string program = "/proc/self/exe";
    /// Between two processes, the first time, and the longest, to which it doubles.
    std::chrono::milliseconds pause_first{1'000};
    std::chrono::milliseconds pause_most{60'000};
    /// A process that ran so long is followed by another after the first pause.
    std::chrono::milliseconds steady_after{60'000};
    std::chrono::milliseconds answer_patience{10'000};
    std::chrono::milliseconds stop_patience{30'000};
    std::chrono::milliseconds end_patience{5'000};
};

/// A session's engine in a process of its own, `daybook fix-session`, which may end in any way at
/// any time: it is told (on_end), and after a pause another is begun, under the same lease, which
/// goes on where the journal says that the session stood.
///
/// Threads: as SessionEngine; events come from one of its own.
class ChildEngine final : public SessionEngine {
  public:
    ChildEngine(EngineOptions options, EngineEvents& events, ChildSettings settings);
    /// Stops.
    ~ChildEngine() override;
    ChildEngine(ChildEngine const&) = delete;
    ChildEngine& operator=(ChildEngine const&) = delete;

    void start() override;
    void stop() override;
    Kept send(OutgoingMessage const& message) override;
    void post(OutgoingMessage const& message) override;
    HandedBefore handed_before(std::string const& name, std::uint64_t generation,
                               std::int64_t micros) const override;

  private:
    /// beginning: no process has begun the session yet. running: one has, or the next one will.
    /// closed: whoever is there ends.
    enum class Phase { beginning, running, stopping, stopped, closed };
    struct Failure {
        StartFailure kind = StartFailure::error;
        std::string sentence;
    };
    /// What became of a question. Shape: no value where the process ended before it answered.
    struct Reply {
        bool was_put = false;
        std::optional<std::uint64_t> value;
    };
    template <class MakeFrame>
    Reply ask(MakeFrame const& make_frame) const;

    void supervise();
    /// One process from its beginning to its end: says how it ended.
    std::string run_one();
    void converse(SessionProcess& process, std::shared_ptr<SessionLink> const& link);
    void hear(FrameReader& frame, std::shared_ptr<SessionLink> const& link);
    void tell(FrameReader& frame, std::shared_ptr<SessionLink> const& link);
    void end_link();
    /// False where no other is to begin.
    bool pause(std::chrono::milliseconds time);
    void set_phase(Phase phase);

    EngineOptions options_;
    EngineEvents& events_;
    ChildSettings const settings_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    Phase phase_ = Phase::beginning;
    std::shared_ptr<SessionLink> link_;
    std::optional<Failure> failure_;
    /// Nobody waits for the process any more.
    mutable bool is_given_up_ = false;
    mutable std::uint64_t questions_ = 0;
    mutable std::map<std::uint64_t, std::optional<std::uint64_t>> answers_;
    /// Processes that have ended.
    std::uint64_t ended_ = 0;
    std::thread thread_;
};

/// Makes engines that run in processes of their own.
[[nodiscard]] EngineMaker engines_in_processes(ChildSettings settings = {});

}  // namespace daybook::fix
