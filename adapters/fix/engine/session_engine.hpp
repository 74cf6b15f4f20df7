#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "fix/engine/access_rules.hpp"
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
    /// Of a message that refuses one of ours (3, j): that one, as it went out under the RefSeqNum
    /// (45) since the last reset; empty for none.
    std::string refers_to;
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
    /// A connection or a logon was not let in, for people, without secrets. At most one a second.
    virtual void on_refusal(std::string const& text) = 0;
    /// The engine's process is over, after what went before was told; another begins by itself.
    virtual void on_end(std::string const& reason) = 0;
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
    /// Of Logon (A): Username (553) and Password (554), none where empty. An initiator sends them,
    /// an acceptor wants them.
    std::string username;
    std::string password;
    /// Of an acceptor.
    AccessRules access;
};

/// Whether a message that was handed over is kept. unknown: the engine ended before it said so.
enum class Kept { no, yes, unknown };

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

/// Another process has the session; it may be about to end.
class SessionInUse : public EngineError {
  public:
    using EngineError::EngineError;
};

/// One FIX session, wherever it runs.
///
/// Threads: safe, but for start() and stop(), which one calls.
class SessionEngine {
  public:
    virtual ~SessionEngine() = default;

    /// Begins to connect or to accept. Throws: EngineError; PortUnavailable.
    virtual void start() = 0;
    /// Logs out, waits for the answer within QuickFIX's limits, and closes. What was told before is
    /// acknowledged after it all the same.
    virtual void stop() = 0;

    /// Numbers, keeps and sends a message. Without a connection it is kept, and sent when the
    /// counterparty asks for it. Not to be called within an event.
    virtual Kept send(OutgoingMessage const& message) = 0;
    /// The same, and waits for nothing; within an event too.
    virtual void post(OutgoingMessage const& message) = 0;
    /// Whether a request was handed to the session with this counterparty, which would have been
    /// under this lease, at this time or later. See HandedRequests.
    virtual HandedBefore handed_before(std::string const& name, std::uint64_t generation,
                                       std::int64_t micros) const = 0;
};

/// Makes the engine of a session. Throws: EngineError.
using EngineMaker =
    std::function<std::unique_ptr<SessionEngine>(EngineOptions const&, EngineEvents&)>;

}  // namespace fix
}  // namespace daybook
