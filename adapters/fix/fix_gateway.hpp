#pragma once

#include <string>

#include "fix/engine/fix_engine.hpp"
#include "fix/fix_session.hpp"
#include "fix/fix_settings.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {

/// Order routing over FIX: the session's initiator. See docs/fix.md for what becomes what.
///
/// What is handed over is numbered and kept; if the connection ends before the exchange has it, the
/// exchange asks for it when it is back, and QuickFIX sends it again as PossDup. That is safe: it
/// carries the same ClOrdID (11), which an exchange accepts once, in the order in which requests
/// were handed over, so that a cancel still follows its order.
class FixGateway : public ports::ExchangeGateway {
  public:
    /// `folder` holds the session's files.
    FixGateway(FixSettings const& settings, std::string folder,
               EngineMaker make_engine = make_engine_here);

    void start(ports::ExchangeListener& listener, std::uint64_t generation) override {
        session_.start(listener, generation);
    }
    void stop() override { session_.stop(); }
    [[nodiscard]] Handed send(ports::ExchangeRequest const& request) override;
    [[nodiscard]] Handed ask_status(ports::ExchangeRequest const& request) override;
    [[nodiscard]] ports::SentBefore was_sent(
        ports::UncertainRequest const& request) const override {
        return session_.was_sent(request);
    }
    [[nodiscard]] ports::SessionState state() const override { return session_.state(); }
    [[nodiscard]] std::uint64_t restarts() const override { return session_.restarts(); }
    [[nodiscard]] std::string describe() const override { return session_.describe(); }

  private:
    FixDialect const dialect_;
    FixSession session_;
};

}  // namespace daybook::fix
