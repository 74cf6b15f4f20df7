#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "fix/engine/handed_requests.hpp"

namespace daybook {
namespace fix {

/// One field of a message: tag=value.
struct FixField {
    int tag = 0;
    std::string value;
};

/// A message that goes out: what the session itself does not fill in.
struct OutgoingMessage {
    /// Source: MsgType (35).
    std::string type;
    /// Source: PossResend (97).
    bool may_be_known = false;
    std::vector<FixField> body;
};

/// A message that came in and is for the application: every application message, and Reject (3).
struct IncomingMessage {
    /// The whole message, its fields apart by SOH: header, body by ascending tag with repeating
    /// groups where they belong, trailer.
    std::string text;
    /// Called once the message's effect is durable, on any thread: until then the session's
    /// persisted position stays before it. Never blocks on the network.
    std::function<void()> acknowledge;
};

/// What the engine tells, on its thread or within a call of stop(). Throws: nothing may be thrown.
class EngineEvents {
  public:
    virtual ~EngineEvents() = default;

    virtual void on_message(IncomingMessage const& message) = 0;
    /// Logged on; `is_caught_up` unless the counterparty has sent more than was received.
    virtual void on_logon(bool is_caught_up) = 0;
    /// Everything has been received that the counterparty had sent before the logon.
    virtual void on_caught_up() = 0;
    virtual void on_logout(std::string const& reason) = 0;
    /// A message as it was on the wire, without secrets.
    virtual void on_wire(bool is_incoming, std::string const& text) = 0;
    /// Something the session did, for people, without secrets.
    virtual void on_event(std::string const& text) = 0;
};

struct EngineOptions {
    bool is_initiator = true;
    /// Settings in QuickFIX's own format, of one session.
    std::string settings;
    std::string journal_file;
    /// Whether every message is on the disk itself before it is sent.
    bool is_journal_synced = false;
    /// The lease under which it is begun, for handed_before(); 0 where it is under none, or goes on
    /// under the same.
    std::uint64_t generation = 0;
    /// For Logon (A): Username (553) and Password (554); none where empty.
    std::string username;
    std::string password;
};

/// The engine could not be made or started; one sentence.
class EngineError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The port to accept on cannot be had now; it may be later.
class PortUnavailable : public EngineError {
  public:
    using EngineError::EngineError;
};

/// One FIX session through QuickFIX, which shows nothing of it: QuickFIX's headers end with C++14.
///
/// The session keeps its own store: its position among the counterparty's messages is persisted
/// only as far as they are acknowledged, so that after a crash the counterparty sends the rest
/// again. See session_journal.hpp.
///
/// Threads: send() and sent() from any; start() and stop() from one.
class FixEngine {
  public:
    /// Throws: EngineError.
    FixEngine(EngineOptions const& options, EngineEvents& events);
    /// Stops.
    ~FixEngine();
    FixEngine(FixEngine const&) = delete;
    FixEngine& operator=(FixEngine const&) = delete;

    /// Begins to connect or to accept. Throws: EngineError; PortUnavailable.
    void start();
    /// Logs out, waits for the answer within QuickFIX's limits, and closes.
    void stop();

    /// Numbers, keeps and sends a message. Without a connection it is kept, and sent when the
    /// counterparty asks for it. False where it could not be kept.
    bool send(OutgoingMessage const& message);
    /// The message that went out under this number since the last reset; empty for none.
    std::string sent(int sequence_number) const;
    /// Whether a request was handed to the session with this counterparty, which would have been
    /// under this lease, at this time or later. See HandedRequests.
    HandedBefore handed_before(std::string const& name, std::uint64_t generation,
                               std::int64_t micros) const;

  private:
    class Session;
    std::unique_ptr<Session> session_;
};

}  // namespace fix
}  // namespace daybook
