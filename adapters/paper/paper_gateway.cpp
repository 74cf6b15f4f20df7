#include "paper/paper_gateway.hpp"

#include <chrono>
#include <utility>

#include "log/log.hpp"

namespace daybook::paper {

using model::Timestamp;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using ports::SessionState;

namespace {

Timestamp wall_time() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp::from_micros(
        std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace

PaperGateway::PaperGateway(PaperOptions options, std::optional<OpenTape> tape)
    : options_{std::move(options)},
      tape_{std::move(tape)},
      inbox_{std::make_shared<PaperInbox>()} {}

PaperGateway::~PaperGateway() { stop(); }

std::string PaperGateway::describe() const {
    auto text = "paper exchange, seed " + std::to_string(options_.line.seed);
    if (options_.tape) text += ", tape " + options_.tape->format.path;
    return text + (options_.speed ? ", " + std::to_string(*options_.speed) + " times real time"
                                  : std::string{", as fast as possible"});
}

void PaperGateway::start(ports::ExchangeListener& listener, std::uint64_t) {
    if (auto const fault = find_fault(options_)) throw ports::ExchangeError{"paper: " + *fault};
    stop();
    if (!player_) player_.emplace(options_, wall_time(), std::exchange(tape_, std::nullopt));
    clock_.reset();
    if (options_.speed) {
        clock_.emplace(player_->exchange().now(), PaperClock::Steady::now(), *options_.speed);
    }
    listener_ = &listener;
    inbox_->open();
    log::info("paper exchange started",
              {{"seed", options_.line.seed},
               {"tape", options_.tape ? options_.tape->format.path : "none"},
               {"speed", options_.speed ? std::to_string(*options_.speed) : "fastest"}});
    thread_ = std::thread{[this] { work(); }};
}

void PaperGateway::stop() {
    if (!thread_.joinable()) return;
    inbox_->close();
    thread_.join();
}

PaperGateway::Handed PaperGateway::hand_over(PaperInbox::Task task) {
    if (state_.load() != SessionState::up) return Handed::not_connected;
    return inbox_->post(std::move(task)) ? Handed::over : Handed::not_connected;
}

PaperGateway::Handed PaperGateway::send(ExchangeRequest const& request) {
    auto const handed = hand_over([this, request] { player_->exchange().submit(request); });
    if (handed == Handed::over) {
        std::scoped_lock const lock{mutex_};
        handed_over_.insert(request.client_order_id);
    }
    return handed;
}

ports::SentBefore PaperGateway::was_sent(ports::UncertainRequest const& request) const {
    std::scoped_lock const lock{mutex_};
    bool const is_here = handed_over_.contains(request.client_order_id);
    return is_here ? ports::SentBefore::yes : ports::SentBefore::no;
}

PaperGateway::Handed PaperGateway::ask_status(ExchangeRequest const& request) {
    return hand_over([this, request] { player_->exchange().ask_status(request); });
}

PaperGateway::Handed PaperGateway::define(model::Instrument instrument) {
    return hand_over(
        [this, instrument = std::move(instrument)] { player_->exchange().define(instrument); });
}

PaperGateway::Handed PaperGateway::post_price(model::InstrumentKey const& key, model::Price price,
                                              std::optional<model::Quantity> quantity_base) {
    return hand_over([this, key, price, quantity_base] {
        auto& exchange = player_->exchange();
        exchange.trade(key, {exchange.now(), price, quantity_base, std::nullopt});
    });
}

PaperGateway::Handed PaperGateway::play_until(std::optional<Timestamp> time) {
    return hand_over([this, time] { player_->play_until(time); });
}

void PaperGateway::work() {
    std::string reason = "the session was ended";
    try {
        synchronize();
        while (turn()) {
        }
    } catch (ports::ExchangeError const& error) {
        reason = error.what();
        log::error("paper exchange stopped", {{"reason", reason}});
    }
    set_state(SessionState::down, reason);
    inbox_->end();
}

void PaperGateway::synchronize() {
    set_state(SessionState::synchronizing, "reports that are not durable come again");
    for (auto& [number, report] : inbox_->unconfirmed()) tell(std::move(report), number);
    player_->exchange().release_withheld();
    set_state(SessionState::up, {});
}

bool PaperGateway::turn() {
    auto const contents = inbox_->look();
    if (contents.unconfirmed >= options_.unconfirmed_reports_max) {
        if (contents.is_closing) return false;
        inbox_->wait(contents, std::nullopt, false);
        return true;
    }
    auto const now = clock_ ? clock_->at(PaperClock::Steady::now()) : player_->exchange().now();
    // What is due already goes before what is asked now. Without a clock these are the messages
    // alone, so that it makes no difference how fast requests follow each other.
    auto const before = clock_ ? player_->next_due() : player_->exchange().next_message();
    if (before && *before <= now) {
        step(now);
    } else if (contents.has_tasks) {
        if (clock_) step(now);
        inbox_->take_task()();
    } else if (contents.is_closing) {
        return false;
    } else if (auto const next = player_->next_happening(); next && !clock_) {
        step(*next);
    } else {
        auto const deadline =
            before && clock_ ? std::optional{clock_->when(*before)} : std::nullopt;
        inbox_->wait(contents, deadline, !deadline);
    }
    return true;
}

void PaperGateway::step(Timestamp until) {
    arrived_.clear();
    static_cast<void>(player_->step(until, arrived_));
    for (auto& report : arrived_) {
        auto const number = inbox_->keep(report);
        tell(std::move(report), number);
    }
}

void PaperGateway::tell(ExchangeReport report, std::uint64_t number) {
    listener_->on_report(std::move(report), [inbox = inbox_, number] { inbox->confirm(number); });
}

void PaperGateway::set_state(SessionState state, std::string const& reason) {
    state_.store(state);
    listener_->on_session(state, reason);
}

}  // namespace daybook::paper
