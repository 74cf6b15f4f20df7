#include "paper/paper_exchange.hpp"

#include <algorithm>
#include <utility>

namespace daybook::paper {

using model::Timestamp;
using ports::ExchangeReport;
using ports::ExchangeRequest;

namespace {

Timestamp later(Timestamp time, std::int64_t micros) {
    return Timestamp::from_micros(time.micros() + micros);
}

/// Names the order that a report is about, the same for all its reports.
std::string order_of(ExchangeReport const& report) {
    if (report.report.exchange_order_id) return report.report.exchange_order_id->value();
    return report.client_order_id ? report.client_order_id->value() : std::string{};
}

/// Evenly between 0 and `max`.
std::int64_t draw(PaperRandom& random, std::chrono::microseconds max) {
    return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(max.count()) + 1));
}

}  // namespace

PaperExchange::PaperExchange(PaperRules rules, PaperLine line, Timestamp now)
    : line_{line}, random_{line.seed}, market_{std::move(rules), now} {}

void PaperExchange::send(Timestamp due, Message message) {
    messages_.emplace(Key{due, ++sent_}, std::move(message));
}

Timestamp PaperExchange::draw_due(PaperLatency const& latency, Timestamp& last) {
    auto delay = latency.min.count() + draw(random_, latency.max - latency.min);
    if (random_.happens(latency.tail_per_mille)) delay += draw(random_, latency.tail_max);
    last = std::max(last, later(now(), delay));
    return last;
}

void PaperExchange::submit(ExchangeRequest request) {
    if (random_.happens(line_.faults.lost_request_per_mille)) return;
    send(draw_due(line_.request_latency, last_arrival_), Arrival{std::move(request)});
}

void PaperExchange::ask_status(ExchangeRequest request) {
    if (random_.happens(line_.faults.lost_request_per_mille)) return;
    send(draw_due(line_.request_latency, last_arrival_), Question{std::move(request)});
}

void PaperExchange::trade(model::InstrumentKey const& key, MarketTrade const& trade) {
    market_.trade(key, trade);
    send_reports();
}

std::optional<Timestamp> PaperExchange::next_message() const {
    if (messages_.empty()) return std::nullopt;
    return messages_.begin()->first.first;
}

std::optional<Timestamp> PaperExchange::next_due() const {
    auto const message = next_message();
    auto const expiry = market_.next_expiry();
    if (!message || !expiry) return message ? message : expiry;
    return std::min(*message, *expiry);
}

bool PaperExchange::step(Timestamp until, std::vector<ExchangeReport>& arrived) {
    auto const due = next_due();
    if (!due || *due > until) {
        market_.advance_to(until);
        return false;
    }
    if (*due == market_.next_expiry()) {
        market_.advance_to(*due);
        send_reports();
        return true;
    }
    market_.advance_to(*due);
    auto message = std::move(messages_.extract(messages_.begin()).mapped());
    if (auto* const arrival = std::get_if<Arrival>(&message)) {
        arrive(std::move(arrival->request));
    } else if (auto* const decision = std::get_if<Decision>(&message)) {
        decide(decision->request);
    } else if (auto* const question = std::get_if<Question>(&message)) {
        answer(question->request);
    } else {
        arrived.push_back(std::move(std::get<ExchangeReport>(message)));
    }
    return true;
}

void PaperExchange::arrive(ExchangeRequest request) {
    bool const is_to_decide = market_.receive(request);
    send_reports();
    if (!is_to_decide) return;
    send(draw_due(line_.decision_latency, last_decision_), Decision{std::move(request)});
}

void PaperExchange::decide(ExchangeRequest const& request) {
    std::optional<std::string> refusal;
    if (random_.happens(line_.faults.reject_per_mille)) refusal = "refused at random";
    market_.decide(request, refusal);
    send_reports();
}

void PaperExchange::answer(ExchangeRequest const& request) {
    market_.answer_status(request);
    auto reports = market_.take_reports();
    for (auto& report : reports) {
        release_withheld(order_of(report));
        send(draw_due(line_.report_latency, last_report_), std::move(report));
    }
}

void PaperExchange::send_reports() {
    for (auto& report : market_.take_reports()) send_report(std::move(report));
}

void PaperExchange::send_report(ExchangeReport report) {
    auto const& faults = line_.faults;
    auto const order = order_of(report);
    auto const silent = withheld_.find(order);
    if (silent != withheld_.end()) {
        silent->second.push_back(std::move(report));
        return;
    }
    if (random_.happens(faults.withheld_report_per_mille)) {
        withheld_[order].push_back(std::move(report));
        return;
    }
    int const copies = random_.happens(faults.duplicate_per_mille) ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
        auto due = draw_due(line_.report_latency, last_report_);
        if (random_.happens(faults.reorder_per_mille)) {
            due = later(due, draw(random_, faults.reorder_delay_max));
        }
        send(due, report);
    }
}

void PaperExchange::release_withheld(std::string const& order) {
    auto const silent = withheld_.find(order);
    if (silent == withheld_.end()) return;
    for (auto& report : silent->second) {
        send(draw_due(line_.report_latency, last_report_), std::move(report));
    }
    withheld_.erase(silent);
}

void PaperExchange::release_withheld() {
    while (!withheld_.empty()) release_withheld(std::string{withheld_.begin()->first});
}

}  // namespace daybook::paper
