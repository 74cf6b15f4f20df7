#pragma once

#include <memory>
#include <string>

#include "fix/engine/session_engine.hpp"

namespace daybook {
namespace fix {

/// One FIX session through QuickFIX, which shows nothing of it: QuickFIX's headers end with C++14.
///
/// The session keeps its own store: its position among the counterparty's messages is persisted
/// only as far as they are acknowledged, so that after a crash the counterparty sends the rest
/// again. See session_journal.hpp.
///
/// Threads: as SessionEngine. In whose process it is, QuickFIX may end that: it throws on threads
/// of its own.
class FixEngine : public SessionEngine {
  public:
    /// Throws: EngineError; SessionInUse.
    FixEngine(EngineOptions const& options, EngineEvents& events);
    /// Stops.
    ~FixEngine() override;
    FixEngine(FixEngine const&) = delete;
    FixEngine& operator=(FixEngine const&) = delete;

    void start() override;
    void stop() override;
    Kept send(OutgoingMessage const& message) override;
    void post(OutgoingMessage const& message) override;
    HandedBefore handed_before(std::string const& name, std::uint64_t generation,
                               std::int64_t micros) const override;

  private:
    class Session;
    EngineEvents& events_;
    std::unique_ptr<Session> session_;
};

/// An EngineMaker: in this process.
std::unique_ptr<SessionEngine> make_engine_here(EngineOptions const& options, EngineEvents& events);

}  // namespace fix
}  // namespace daybook
