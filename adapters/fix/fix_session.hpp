#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "fix/engine/session_engine.hpp"
#include "fix/fix_message.hpp"
#include "fix/fix_refusal_decoder.hpp"
#include "fix/fix_settings.hpp"
#include "fix/wire_log.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {

/// One FIX session that tells a listener what its messages mean: what FixGateway and FixDropCopy
/// share. Its files are in one folder: the journal (session_journal.hpp) and the message log.
///
/// A report is acknowledged to the journal when the listener says that it is durable, a message
/// that concerns no order at once.
///
/// Threads: safe, but for start() and stop().
class FixSession : private EngineEvents {
  public:
    /// nullopt for a message that concerns no order.
    using Decoder =
        std::function<std::optional<ports::ExchangeReport>(FixMessage const&, SentMessages const&)>;

    /// Makes the folder. Throws: ports::ExchangeError where it cannot be had.
    FixSession(FixSettings settings, FixRole role, std::string folder, Decoder decoder,
               EngineMaker make_engine);
    ~FixSession() override;
    FixSession(FixSession const&) = delete;
    FixSession& operator=(FixSession const&) = delete;

    /// `generation`: of the lease under which requests are sent, if any are.
    /// Throws: ports::ExchangeError, also where the files cannot be had; AddressUnavailable where
    /// the port to accept on is not free.
    void start(ports::ExchangeListener& listener, std::uint64_t generation = 0);
    void stop();
    /// False where the session is not up, or the message could not be kept.
    [[nodiscard]] bool send(OutgoingMessage const& message);
    [[nodiscard]] ports::SentBefore was_sent(ports::UncertainRequest const& request) const;
    [[nodiscard]] ports::SessionState state() const { return state_; }
    /// How often the engine's process has ended and another begun.
    [[nodiscard]] std::uint64_t restarts() const { return restarts_; }
    [[nodiscard]] std::string describe() const;

  private:
    void on_message(IncomingMessage const& message) override;
    void on_logon(bool is_caught_up) override;
    void on_caught_up() override;
    void on_logout(std::string const& reason) override;
    void on_wire(bool is_incoming, std::string const& text) override;
    void on_event(std::string const& text) override;
    void on_refusal(std::string const& text) override;
    void on_end(std::string const& reason) override;

    [[nodiscard]] EngineOptions engine_options(std::string const& stem) const;
    [[nodiscard]] std::optional<ports::ExchangeReport> decode(FixMessage const& message,
                                                              std::string const& refers_to) const;
    void tell(ports::SessionState state, std::string const& reason);
    void come_up();

    FixSettings const settings_;
    FixRole const role_;
    std::string const folder_;
    Decoder const decoder_;
    EngineMaker const make_engine_;
    std::atomic<ports::SessionState> state_ = ports::SessionState::down;
    std::atomic<std::uint64_t> restarts_ = 0;
    ports::ExchangeListener* listener_ = nullptr;
    std::uint64_t generation_ = 0;
    std::unique_ptr<WireLog> wire_log_;
    std::unique_ptr<SessionEngine> engine_;
};

}  // namespace daybook::fix
