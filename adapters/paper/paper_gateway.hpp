#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "paper/open_tape.hpp"
#include "paper/paper_clock.hpp"
#include "paper/paper_inbox.hpp"
#include "paper/paper_options.hpp"
#include "paper/paper_player.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::paper {

/// A session with an exchange that lives in this process: a player of the tape on a thread of its
/// own, at real speed, faster, or as fast as possible.
///
/// Reports that are not durable when the session ends come again when it begins anew. The market
/// and its orders live as long as the gateway, not longer: after that, orders are unknown.
/// Threads: safe, but for start() and stop(), which the listener must not call.
class PaperGateway final : public ports::ExchangeGateway {
  public:
    /// `tape`: that of the options, where it was opened before.
    explicit PaperGateway(PaperOptions options, std::optional<OpenTape> tape = std::nullopt);
    ~PaperGateway() override;
    PaperGateway(PaperGateway const&) = delete;
    PaperGateway& operator=(PaperGateway const&) = delete;

    /// Throws: ExchangeError for wrong options, and for a tape whose beginning cannot be read. One
    /// that cannot be read further on ends the session, and the tape.
    void start(ports::ExchangeListener& listener, std::uint64_t generation) override;
    void stop() override;
    [[nodiscard]] Handed send(ports::ExchangeRequest const& request) override;
    [[nodiscard]] Handed ask_status(ports::ExchangeRequest const& request) override;
    /// What was handed to an earlier market was so in vain: it is gone.
    [[nodiscard]] ports::SentBefore was_sent(ports::UncertainRequest const& request) const override;
    [[nodiscard]] ports::SessionState state() const override { return state_.load(); }
    [[nodiscard]] std::string describe() const override;

    /// Lists an instrument, or halts or reopens it.
    [[nodiscard]] Handed define(model::Instrument instrument);
    /// Makes a price known, as a trade of other people would, of `quantity_base` or of anything.
    /// Requires a price that the instrument allows, and that the quantity is positive.
    [[nodiscard]] Handed post_price(model::InstrumentKey const& key, model::Price price,
                                    std::optional<model::Quantity> quantity_base = {});
    /// Lets the tape play to `time` of the exchange, inclusive; nullopt: to its end. As fast as
    /// possible, the whole exchange stands still there, messages that are under way too: what is
    /// asked then, in whatever rhythm, gives the same reports again.
    [[nodiscard]] Handed play_until(std::optional<model::Timestamp> time = {});
    /// Waits until all that was handed over is done, the tape is held or has ended, every report is
    /// told, and nothing is due any more; or until the session has ended.
    void wait_until_idle() { inbox_->wait_until_idle(); }

  private:
    [[nodiscard]] Handed hand_over(PaperInbox::Task task);
    void work();
    void synchronize();
    /// Does the next thing or waits for it; false when the session is to end.
    bool turn();
    void step(model::Timestamp until);
    void tell(ports::ExchangeReport report, std::uint64_t number);
    void set_state(ports::SessionState state, std::string const& reason);

    PaperOptions options_;
    /// Until it is played.
    std::optional<OpenTape> tape_;
    std::shared_ptr<PaperInbox> inbox_;
    std::optional<PaperPlayer> player_;
    /// Nothing when time goes as fast as possible.
    std::optional<PaperClock> clock_;
    ports::ExchangeListener* listener_ = nullptr;
    std::atomic<ports::SessionState> state_{ports::SessionState::down};
    mutable std::mutex mutex_;
    /// Every request that was handed over; the market remembers as many.
    std::unordered_set<ports::ClientOrderId> handed_over_;
    std::vector<ports::ExchangeReport> arrived_;
    std::thread thread_;
};

}  // namespace daybook::paper
