#include "fix/engine/fix_engine.hpp"

#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketInitiator.h>

#include <cerrno>
#include <cstring>
#include <sstream>
#include <utility>

#include "fix/engine/durable_store.hpp"
#include "fix/engine/guarded_acceptor.hpp"
#include "fix/engine/quickfix_application.hpp"
#include "fix/engine/redacting_log.hpp"

namespace daybook {
namespace fix {
namespace {

FIX::SessionSettings settings_of(std::string const& text) {
    std::istringstream stream(text);
    return FIX::SessionSettings(stream);
}

FIX::SessionID only_session(FIX::SessionSettings const& settings) {
    auto const sessions = settings.getSessions();
    if (sessions.size() != 1) throw EngineError("the settings must have exactly one [SESSION]");
    return *sessions.begin();
}

FIX::Message quickfix_message(OutgoingMessage const& message) {
    FIX::Message result;
    result.getHeader().setField(FIX::MsgType(message.type));
    if (message.may_be_known) result.getHeader().setField(FIX::PossResend(true));
    for (auto const& field : message.body) result.setField(field.tag, field.value);
    return result;
}

/// QuickFIX passes on what the system said of a port, and not its number.
bool tells_of_busy_port(std::string const& message) {
    for (int const error : {EADDRINUSE, EADDRNOTAVAIL, EMFILE, ENFILE, ENOBUFS, ENOMEM}) {
        if (message.find(std::strerror(error)) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

class FixEngine::Session {
  public:
    Session(EngineOptions const& options, EngineEvents& events)
        : settings_(settings_of(options.settings)),
          id_(only_session(settings_)),
          journal_(std::make_shared<SessionJournal>(options.journal_file, options.is_journal_synced,
                                                    seconds_now())),
          application_(events, journal_, options.is_initiator ? options.username : std::string(),
                       options.is_initiator ? options.password : std::string()),
          stores_(journal_),
          logs_(events, options.password, [this](std::string const& message) {
              application_.preview(*FIX::Session::lookupSession(id_), message);
          }) {
        if (options.generation != 0) journal_->begin_lease(options.generation);
        if (FIX::Session::doesSessionExist(id_)) {
            throw EngineError("the FIX session " + id_.toString() + " exists already");
        }
        if (options.is_initiator) {
            initiator_.reset(new FIX::SocketInitiator(application_, stores_, settings_, logs_));
        } else {
            acceptor_.reset(
                new GuardedAcceptor(application_, stores_, settings_, logs_, options.access,
                                    LogonGate(id_, options.username, options.password), events));
        }
        install_groups(*FIX::Session::lookupSession(id_), RepeatingGroups());
    }

    ~Session() {
        stop();
        acceptor_.reset();
        initiator_.reset();
        journal_->close();
    }

    void start() {
        if (initiator_) initiator_->start();
        if (acceptor_) acceptor_->start();
        is_started_ = true;
    }

    void stop() {
        if (!is_started_) return;
        is_started_ = false;
        if (initiator_) initiator_->stop();
        if (acceptor_) acceptor_->stop();
    }

    bool send(OutgoingMessage const& message) {
        auto quickfix = quickfix_message(message);
        return FIX::Session::sendToTarget(quickfix, id_);
    }

    HandedBefore handed_before(std::string const& name, std::uint64_t generation,
                               std::int64_t micros) const {
        return journal_->handed_before(name, generation, micros);
    }

  private:
    FIX::SessionSettings settings_;
    FIX::SessionID id_;
    std::shared_ptr<SessionJournal> journal_;
    QuickfixApplication application_;
    DurableStoreFactory stores_;
    RedactingLogFactory logs_;
    std::unique_ptr<FIX::SocketInitiator> initiator_;
    std::unique_ptr<GuardedAcceptor> acceptor_;
    bool is_started_ = false;
};

FixEngine::FixEngine(EngineOptions const& options, EngineEvents& events) : events_(events) {
    try {
        session_.reset(new Session(options, events));
    } catch (EngineError const&) {
        throw;
    } catch (JournalInUse const& error) {
        throw SessionInUse(error.what());
    } catch (std::exception const& error) {
        throw EngineError(error.what());
    }
}

FixEngine::~FixEngine() = default;

void FixEngine::start() {
    try {
        session_->start();
    } catch (std::exception const& error) {
        if (tells_of_busy_port(error.what())) throw PortUnavailable(error.what());
        throw EngineError(error.what());
    }
}

void FixEngine::stop() { session_->stop(); }

Kept FixEngine::send(OutgoingMessage const& message) {
    try {
        return session_->send(message) ? Kept::yes : Kept::no;
    } catch (std::exception const&) {
        return Kept::no;
    }
}

void FixEngine::post(OutgoingMessage const& message) {
    if (send(message) == Kept::no) events_.on_event("a message was not sent: " + message.type);
}

HandedBefore FixEngine::handed_before(std::string const& name, std::uint64_t generation,
                                      std::int64_t micros) const {
    return session_->handed_before(name, generation, micros);
}

std::unique_ptr<SessionEngine> make_engine_here(EngineOptions const& options,
                                                EngineEvents& events) {
    return std::unique_ptr<SessionEngine>(new FixEngine(options, events));
}

}  // namespace fix
}  // namespace daybook
