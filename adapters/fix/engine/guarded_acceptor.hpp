#pragma once

#include <quickfix/Acceptor.h>
#include <quickfix/Session.h>

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "fix/engine/accepted_connection.hpp"
#include "fix/engine/access_rules.hpp"
#include "fix/engine/logon_gate.hpp"
#include "fix/engine/message_rate.hpp"
#include "fix/engine/refusals.hpp"

namespace daybook {
namespace fix {

/// Accepts the connection of one session, in place of QuickFIX's own acceptor, which listens on
/// every address, takes any number of connections into one select(), and lets what a message makes
/// the session throw end the process.
///
/// A connection reaches the session with a logon that LogonGate lets in, while no other has it. It
/// has ten seconds for that; where there are too many, the one that has waited longest goes.
///
/// Threads: one of its own for everything; start() and stop() as of FIX::Acceptor.
class GuardedAcceptor : public FIX::Acceptor {
  public:
    GuardedAcceptor(FIX::Application& application, FIX::MessageStoreFactory& stores,
                    FIX::SessionSettings const& settings, FIX::LogFactory& logs, AccessRules rules,
                    LogonGate gate, EngineEvents& events);
    ~GuardedAcceptor() override;

  private:
    using Clock = std::chrono::steady_clock;
    using Connection = std::unique_ptr<AcceptedConnection>;

    void onInitialize(FIX::SessionSettings const& settings) throw(FIX::RuntimeError) override;
    void onStart() override;
    bool onPoll(double) override { return false; }
    void onStop() override {}

    void listen();
    void wait();
    void accept_all();
    void accept_one(int socket, Address const& peer);
    void read_waiting();
    /// False where it is not to wait any more.
    bool admit(Connection& connection);
    void read_session();
    void give_messages();
    void end_session(std::string const& reason);
    void keep_time();
    void forget_ended();
    /// Runs what may make QuickFIX throw; then the session is disconnected.
    template <class Act>
    void guarded(Act act);

    AccessRules rules_;
    std::vector<Network> networks_;
    LogonGate gate_;
    EngineEvents& events_;
    Refusals refusals_;
    MessageRate rate_;
    FIX::Session* session_ = nullptr;
    int listener_ = -1;
    /// Nothing can be accepted just now: the next turn does not ask.
    bool listener_rests_ = false;
    /// Not logged on yet, the oldest first.
    std::deque<Connection> waiting_;
    Connection logged_on_;
    /// Ended here, and not by the other side yet.
    std::deque<Connection> ending_;
    Clock::time_point timed_at_;
};

}  // namespace fix
}  // namespace daybook
