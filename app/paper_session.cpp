#include "app/paper_session.hpp"

#include <utility>

#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

namespace {

constexpr std::size_t page = 1'000;

ports::MarketControl::Outcome outcome_of(ports::ExchangeGateway::Handed handed) {
    return handed == ports::ExchangeGateway::Handed::over
               ? ports::MarketControl::Outcome::done
               : ports::MarketControl::Outcome::unavailable;
}

/// Of the tape that is set.
paper::TapeFormat format_of(PaperSettings const& settings) {
    return {settings.tape.value(), settings.columns, settings.time};
}

std::optional<paper::OpenTape> open_tape(PaperSettings const& settings) {
    if (!settings.tape) return std::nullopt;
    return paper::OpenTape{format_of(settings)};
}

}  // namespace

PaperSession::PaperSession(PaperSettings settings, ports::Storage& storage, ports::Clock& clock)
    : settings_{std::move(settings)},
      tape_{open_tape(settings_)},
      clock_{clock},
      snapshots_{storage.open_snapshots()} {}

void PaperSession::start(ports::ExchangeListener& listener, std::uint64_t generation) {
    if (gateway() == nullptr) {
        try {
            auto made = make_gateway(generation);
            std::scoped_lock const lock{mutex_};
            gateway_ = std::move(made);
        } catch (ports::StorageError const& error) {
            throw ports::ExchangeError{error.what()};
        }
    }
    listener_ = &listener;
    gateway_->start(listener, generation);
}

void PaperSession::stop() {
    if (auto* const gateway = this->gateway()) gateway->stop();
}

PaperSession::Handed PaperSession::send(ports::ExchangeRequest const& request) {
    auto* const gateway = this->gateway();
    if (gateway == nullptr) return Handed::not_connected;
    end_if_of_earlier_market(request);
    auto const& key = request.terms.instrument;
    if (!is_listed(key)) {
        std::optional<model::Instrument> instrument;
        snapshots_->read([&](ports::BookReader& book) { instrument = book.instrument(key); });
        if (instrument) list(*instrument);
    }
    return gateway->send(request);
}

PaperSession::Handed PaperSession::ask_status(ports::ExchangeRequest const& request) {
    auto* const gateway = this->gateway();
    if (gateway == nullptr) return Handed::not_connected;
    end_if_of_earlier_market(request);
    return gateway->ask_status(request);
}

ports::SentBefore PaperSession::was_sent(ports::UncertainRequest const& request) const {
    auto const* const gateway = this->gateway();
    return gateway == nullptr ? ports::SentBefore::unknown : gateway->was_sent(request);
}

ports::SessionState PaperSession::state() const {
    auto const* const gateway = this->gateway();
    return gateway == nullptr ? ports::SessionState::down : gateway->state();
}

std::string PaperSession::describe() const {
    auto const* const gateway = this->gateway();
    return gateway == nullptr ? "paper exchange" : gateway->describe();
}

ports::MarketControl::Outcome PaperSession::post_price(
    model::Instrument const& instrument, model::Price price,
    std::optional<model::Quantity> quantity_base) {
    if (instrument.key.exchange != code()) return Outcome::unknown_exchange;
    auto* const gateway = this->gateway();
    if (gateway == nullptr) return Outcome::unavailable;
    if (!is_listed(instrument.key)) list(instrument);
    return outcome_of(gateway->post_price(instrument.key, price, quantity_base));
}

ports::MarketControl::Outcome PaperSession::play(model::ExchangeCode const& exchange,
                                                 std::optional<model::Timestamp> until) {
    if (exchange != code()) return Outcome::unknown_exchange;
    auto* const gateway = this->gateway();
    return gateway == nullptr ? Outcome::unavailable : outcome_of(gateway->play_until(until));
}

std::unique_ptr<paper::PaperGateway> PaperSession::make_gateway(std::uint64_t generation) {
    paper::PaperOptions options;
    // The market ends with the process, and the next one counts its orders from 1 again.
    id_prefix_ = "P" + std::to_string(generation);
    options.rules = settings_.rules;
    options.rules.id_prefix = id_prefix_;
    options.line = settings_.line;
    options.instruments = read_instruments();
    options.speed = settings_.speed;
    options.holds_tape = settings_.holds_tape;
    if (settings_.tape) {
        options.tape = paper::PaperTape{format_of(settings_), {code(), *settings_.symbol}};
        // At some times real speed the tape is played as if it happened now.
        if (settings_.speed) options.starts_at = clock_.now();
    }
    {
        std::scoped_lock const lock{mutex_};
        for (auto const& instrument : options.instruments) listed_.insert(instrument.key);
    }
    return std::make_unique<paper::PaperGateway>(std::move(options),
                                                 std::exchange(tape_, std::nullopt));
}

std::vector<model::Instrument> PaperSession::read_instruments() {
    std::vector<model::Instrument> found;
    snapshots_->read([&](ports::BookReader& book) {
        std::optional<model::InstrumentKey> after;
        while (true) {
            auto const rows = book.instruments(after, page);
            for (auto const& row : rows) {
                if (row.key.exchange == code()) found.push_back(row);
            }
            if (rows.size() < page) return;
            after = rows.back().key;
        }
    });
    return found;
}

void PaperSession::end_if_of_earlier_market(ports::ExchangeRequest const& request) {
    auto const& id = request.exchange_order_id;
    if (!id || id->value().starts_with(id_prefix_ + "-")) return;
    ports::ExchangeReport gone;
    gone.client_order_id = request.client_order_id;
    gone.report.exec_id = model::ExecId{id_prefix_ + "-gone-" + request.order_id.to_string()};
    gone.report.exec_type = model::ExecType::EXPIRED;
    gone.report.exchange_order_id = id;
    gone.report.reason = "the paper exchange that it worked at has ended";
    gone.occurred_at = clock_.now();
    gone.report.order_status = model::OrderStatus::EXPIRED;
    listener_->on_report(std::move(gone), [] {});
}

paper::PaperGateway* PaperSession::gateway() const {
    std::scoped_lock const lock{mutex_};
    return gateway_.get();
}

bool PaperSession::is_listed(model::InstrumentKey const& key) const {
    std::scoped_lock const lock{mutex_};
    return listed_.contains(key);
}

void PaperSession::list(model::Instrument const& instrument) {
    if (gateway()->define(instrument) != Handed::over) return;
    std::scoped_lock const lock{mutex_};
    listed_.insert(instrument.key);
}

}  // namespace daybook::app
