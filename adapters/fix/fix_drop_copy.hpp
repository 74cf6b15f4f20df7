#pragma once

#include <string>

#include "fix/engine/fix_engine.hpp"
#include "fix/fix_session.hpp"
#include "fix/fix_settings.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {

/// What becomes of orders that are placed elsewhere, over FIX: the session's acceptor, which only
/// listens. Its reports carry the order (`placed_elsewhere`); one that says too little of it is
/// unreadable.
///
/// Threads: as ExchangeGateway. Throws: ports::ExchangeError from start().
class FixDropCopy {
  public:
    /// `folder` holds the session's files.
    FixDropCopy(FixSettings const& settings, std::string folder,
                EngineMaker make_engine = make_engine_here);

    /// Begins to accept, and to tell `listener`, which outlives the drop copy.
    void start(ports::ExchangeListener& listener) { session_.start(listener); }
    /// Ends the session in order; the listener hears no more after it.
    void stop() { session_.stop(); }
    [[nodiscard]] ports::SessionState state() const { return session_.state(); }
    [[nodiscard]] std::uint64_t restarts() const { return session_.restarts(); }
    [[nodiscard]] std::string describe() const { return session_.describe(); }

  private:
    FixSession session_;
};

}  // namespace daybook::fix
