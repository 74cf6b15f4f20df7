#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "app/exchange_configuration.hpp"
#include "paper/open_tape.hpp"
#include "paper/paper_gateway.hpp"
#include "ports/inbound/market_control.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// The paper exchange of a worker, which lists the instruments that the book has for it: those that
/// are defined when it starts, and others with the first order or price.
///
/// The market lives as long as the process. Whoever asks the next one for an order that worked at
/// an earlier one, or wants it changed, hears that it has EXPIRED.
///
/// Threads: as ExchangeGateway and MarketControl.
class PaperSession final : public ports::ExchangeGateway, public ports::MarketControl {
  public:
    /// The exchange's code in the book.
    [[nodiscard]] static model::ExchangeCode code() { return model::ExchangeCode{"PAPER"}; }

    /// Opens the tape, so that one that is none is found out at once. Throws: ExchangeError then.
    PaperSession(PaperSettings settings, ports::Storage& storage, ports::Clock& clock);

    /// Throws: ExchangeError, also where the book cannot be read.
    void start(ports::ExchangeListener& listener, std::uint64_t generation) override;
    void stop() override;
    [[nodiscard]] Handed send(ports::ExchangeRequest const& request) override;
    [[nodiscard]] Handed ask_status(ports::ExchangeRequest const& request) override;
    [[nodiscard]] ports::SentBefore was_sent(ports::UncertainRequest const& request) const override;
    [[nodiscard]] ports::SessionState state() const override;
    [[nodiscard]] std::string describe() const override;

    [[nodiscard]] Outcome post_price(model::Instrument const& instrument, model::Price price,
                                     std::optional<model::Quantity> quantity_base) override;
    [[nodiscard]] Outcome play(model::ExchangeCode const& exchange,
                               std::optional<model::Timestamp> until) override;

  private:
    [[nodiscard]] std::unique_ptr<paper::PaperGateway> make_gateway(std::uint64_t generation);
    void end_if_of_earlier_market(ports::ExchangeRequest const& request);
    [[nodiscard]] std::vector<model::Instrument> read_instruments();
    /// Null before the first start.
    [[nodiscard]] paper::PaperGateway* gateway() const;
    [[nodiscard]] bool is_listed(model::InstrumentKey const& key) const;
    void list(model::Instrument const& instrument);

    PaperSettings settings_;
    /// Until the gateway has it.
    std::optional<paper::OpenTape> tape_;
    ports::Clock& clock_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
    ports::ExchangeListener* listener_ = nullptr;
    std::string id_prefix_;
    mutable std::mutex mutex_;
    std::unique_ptr<paper::PaperGateway> gateway_;
    std::set<model::InstrumentKey> listed_;
};

}  // namespace daybook::app
