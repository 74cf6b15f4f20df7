#include "support/unreliable_exchange.hpp"

#include <algorithm>

#include "support/sample_values.hpp"

namespace daybook::support {

using namespace model;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::SessionState;

class UnreliableExchange::Gateway final : public ports::ExchangeGateway {
  public:
    explicit Gateway(UnreliableExchange& exchange) : exchange_{exchange} {}
    ~Gateway() override { stop(); }

    void start(ports::ExchangeListener& listener, std::uint64_t) override {
        listener_ = &listener;
        exchange_.started_.push_back(this);
        exchange_.connect(*this);
    }
    void stop() override {
        listener_ = nullptr;
        std::erase(exchange_.started_, this);
        if (exchange_.session_ == this) exchange_.disconnect("it was stopped");
        state_ = SessionState::down;
        bool const is_free = exchange_.session_ == nullptr && !exchange_.started_.empty();
        if (is_free) exchange_.connect(*exchange_.started_.front());
    }
    Handed send(Request const& request) override {
        if (state_ != SessionState::up) return Handed::not_connected;
        exchange_.journal_.insert(request.client_order_id.value());
        exchange_.accept([&exchange = exchange_, request] { exchange.receive(request); });
        return Handed::over;
    }
    Handed ask_status(Request const& request) override {
        if (state_ != SessionState::up) return Handed::not_connected;
        exchange_.accept([&exchange = exchange_, request] { exchange.answer_status(request); });
        return Handed::over;
    }
    ports::SentBefore was_sent(ports::UncertainRequest const& request) const override {
        if (exchange_.journal_.contains(request.client_order_id.value())) {
            return ports::SentBefore::yes;
        }
        bool const is_lost = exchange_.random_.happens(exchange_.faults_.no_journal_per_mille);
        return is_lost ? ports::SentBefore::unknown : ports::SentBefore::no;
    }
    [[nodiscard]] SessionState state() const override { return state_; }
    [[nodiscard]] std::string describe() const override { return "unreliable"; }

    void set_state(SessionState state, std::string const& reason) {
        state_ = state;
        if (listener_ != nullptr) listener_->on_session(state, reason);
    }
    void tell(ExchangeReport const& report, std::function<void()> durable) {
        if (listener_ != nullptr) listener_->on_report(report, std::move(durable));
    }

  private:
    UnreliableExchange& exchange_;
    ports::ExchangeListener* listener_ = nullptr;
    SessionState state_ = SessionState::down;
};

std::unique_ptr<ports::ExchangeGateway> UnreliableExchange::open_gateway() {
    return std::make_unique<Gateway>(*this);
}

void UnreliableExchange::connect(Gateway& gateway) {
    if (session_ != nullptr && faults_.has_half_open_lines) {
        cut_line();
    } else if (session_ != nullptr) {
        disconnect("another worker has begun a session");
    }
    session_ = &gateway;
    ++epoch_;
    after(random_.below(2'000'000), [this] { synchronize(); });
}

void UnreliableExchange::synchronize() {
    session_->set_state(SessionState::synchronizing, "what is not durable comes again");
    std::erase_if(kept_, [](auto const& kept) { return kept->durable; });
    for (auto const& kept : std::vector{kept_}) {
        if (random_.happens(faults_.reorder_per_mille)) {
            deliver(kept);
        } else {
            session_->tell(kept->report, [kept] { kept->durable = true; });
        }
    }
    session_->set_state(SessionState::up, {});
}

/// What is on its way arrives as far as the line holds; what was told and has not arrived does not.
void UnreliableExchange::cut_line() {
    auto const arriving = std::exchange(arriving_, {});
    auto const held = random_.below(arriving.size() + 1);
    for (std::size_t i = 0; i < held; ++i) arriving[i]();
    ++epoch_;
    last_arrival_ = last_delivery_ = 0;
}

void UnreliableExchange::disconnect(std::string const& reason) {
    cut_line();
    std::exchange(session_, nullptr)->set_state(SessionState::down, reason);
}

void UnreliableExchange::break_session() {
    if (session_ == nullptr) return;
    auto* const session = session_;
    disconnect("the line broke");
    connect(*session);
}

std::uint64_t UnreliableExchange::draw_delay() { return random_.below(faults_.delay_max_us + 1); }

/// Of this session: what is not done when it ends is not done.
void UnreliableExchange::after(std::uint64_t delay_us, std::function<void()> happens) {
    auto const due = clock_.steady_now().micros() + static_cast<std::int64_t>(delay_us);
    due_.emplace(std::pair{due, ++events_}, [this, epoch = epoch_, happens = std::move(happens)] {
        if (epoch == epoch_) happens();
    });
}

void UnreliableExchange::accept(std::function<void()> arrival) {
    if (random_.happens(faults_.lost_request_per_mille)) return;
    auto const now = clock_.steady_now().micros();
    last_arrival_ = std::max(last_arrival_, now + static_cast<std::int64_t>(draw_delay()));
    arriving_.push_back(std::move(arrival));
    after(static_cast<std::uint64_t>(last_arrival_ - now), [this] {
        auto const arrives = std::move(arriving_.front());
        arriving_.pop_front();
        arrives();
    });
}

void UnreliableExchange::step() {
    auto const now = clock_.steady_now().micros();
    while (!due_.empty() && due_.begin()->first.first <= now) {
        auto const happens = std::move(due_.begin()->second);
        due_.erase(due_.begin());
        happens();
    }
}

UnreliableExchange::Order* UnreliableExchange::find(Request const& request) {
    for (auto const* name : {&request.client_order_id}) {
        auto const found = names_.find(name->value());
        if (found != names_.end()) return &orders_[found->second];
    }
    if (!request.original_client_order_id) return nullptr;
    auto const found = names_.find(request.original_client_order_id->value());
    return found == names_.end() ? nullptr : &orders_[found->second];
}

void UnreliableExchange::receive(Request const& request) {
    auto const& name = request.client_order_id.value();
    auto const known = names_.find(name);
    if (known != names_.end()) {
        if (!request.may_be_known) ++unmarked_repeats_;
        if (!faults_.knows_repeats && request.action == ExchangeAction::PLACE) {
            ++orders_[known->second].accepted;
        }
        return answer_status(request);
    }
    if (request.action == ExchangeAction::PLACE) return place(request);
    auto* const order = find(request);
    if (order == nullptr) return refuse(nullptr, request, "no such order");
    names_.emplace(name, static_cast<std::size_t>(order - orders_.data()));
    if (!order->is_live()) return refuse(order, request, "it is over");
    if (random_.happens(faults_.reject_per_mille)) return refuse(order, request, "not now");
    if (request.action == ExchangeAction::CANCEL) return cancel(*order, request);
    replace(*order, request);
}

void UnreliableExchange::place(Request const& request) {
    names_.emplace(request.client_order_id.value(), orders_.size());
    auto& order = orders_.emplace_back();
    order.name = request.client_order_id.value();
    order.id = request.order_id;
    order.terms = request.terms;
    ++order.accepted;
    if (random_.below(3) == 0) tell(report_of(order, ExecType::PENDING_NEW));
    if (random_.happens(faults_.reject_per_mille)) {
        order.status = OrderStatus::REJECTED;
        auto report = report_of(order, ExecType::REJECTED);
        report.report.reason = "not now";
        return tell(std::move(report));
    }
    tell(report_of(order, ExecType::NEW));
}

void UnreliableExchange::cancel(Order& order, Request const& request) {
    order.status = OrderStatus::CANCELED;
    auto report = report_of(order, ExecType::CANCELED);
    if (!random_.happens(faults_.order_named_per_mille)) {
        report.original_client_order_id = report.client_order_id;
        report.client_order_id = request.client_order_id;
    }
    tell(std::move(report));
}

void UnreliableExchange::replace(Order& order, Request const& request) {
    order.terms.quantity_base = std::max(request.terms.quantity_base, order.filled_base);
    order.terms.price_quote = request.terms.price_quote;
    if (order.terms.quantity_base == order.filled_base) order.status = OrderStatus::FILLED;
    auto report = report_of(order, ExecType::REPLACED);
    report.original_client_order_id = report.client_order_id;
    report.client_order_id = request.client_order_id;
    report.report.quantity_base = order.terms.quantity_base;
    report.report.price_quote = order.terms.price_quote;
    order.name = request.client_order_id.value();
    tell(std::move(report));
}

void UnreliableExchange::refuse(Order* order, Request const& request, std::string const& reason) {
    auto const type = request.action == ExchangeAction::CANCEL ? ExecType::CANCEL_REJECTED
                                                               : ExecType::REPLACE_REJECTED;
    ExchangeReport report;
    if (order != nullptr) report = report_of(*order, type);
    report.report.exec_type = type;
    report.report.exec_id = ExecId{"R-" + std::to_string(++refusals_)};
    report.report.reason = reason;
    bool const names_order = order != nullptr && random_.happens(faults_.order_named_per_mille);
    if (!names_order) {
        report.original_client_order_id = request.original_client_order_id;
        report.client_order_id = request.client_order_id;
    }
    tell(std::move(report));
}

void UnreliableExchange::answer_status(Request const& request) {
    auto* const order = find(request);
    ExchangeReport report;
    if (order == nullptr) {
        report.client_order_id = request.client_order_id;
        report.report.exec_type = ExecType::ORDER_STATUS;
        report.is_unknown_order = true;
    } else {
        --order->reports;
        report = report_of(*order, ExecType::ORDER_STATUS);
        report.report.quantity_base = order->terms.quantity_base;
        report.report.price_quote = order->terms.price_quote;
    }
    report.report.exec_id = ExecId{"Q-" + std::to_string(++questions_)};
    tell(std::move(report));
}

ExchangeReport UnreliableExchange::report_of(Order& order, ExecType type) {
    auto const number = static_cast<std::size_t>(&order - orders_.data());
    ExchangeReport report;
    report.client_order_id = ClientOrderId{order.name};
    report.report.exec_type = type;
    report.report.exchange_order_id = ExchangeOrderId{"E" + std::to_string(number)};
    report.report.exec_id =
        ExecId{"E" + std::to_string(number) + "-" + std::to_string(++order.reports)};
    // Its own clock, which nobody here sets.
    report.occurred_at = clock_.steady_now();
    report.report.order_status = order.status;
    report.report.cumulative_base = order.filled_base;
    return report;
}

void UnreliableExchange::trade() {
    if (orders_.empty()) return;
    auto& order = orders_[random_.below(orders_.size())];
    if (!order.is_live()) return;
    auto const leaves = order.terms.quantity_base - order.filled_base;
    auto const part = std::min(leaves, quantity(std::to_string(1 + random_.below(4))));
    order.filled_base += part;
    order.status = order.filled_base == order.terms.quantity_base ? OrderStatus::FILLED
                                                                  : OrderStatus::PARTIALLY_FILLED;
    auto report = report_of(order, ExecType::TRADE);
    report.report.last_quantity_base = part;
    report.report.last_price_quote = order.terms.price_quote;
    tell(std::move(report));
}

void UnreliableExchange::expire() {
    if (orders_.empty()) return;
    auto& order = orders_[random_.below(orders_.size())];
    if (!order.is_live()) return;
    order.status = OrderStatus::EXPIRED;
    tell(report_of(order, ExecType::EXPIRED));
}

void UnreliableExchange::tell(ExchangeReport report) {
    auto const kept = std::make_shared<Kept>(std::move(report));
    kept_.push_back(kept);
    if (session_ == nullptr || session_->state() != SessionState::up) return;
    if (random_.happens(faults_.silent_report_per_mille)) return;
    deliver(kept);
    if (random_.happens(faults_.duplicate_per_mille)) deliver(kept);
}

void UnreliableExchange::deliver(std::shared_ptr<Kept> const& kept) {
    auto const now = clock_.steady_now().micros();
    auto due = now + static_cast<std::int64_t>(draw_delay());
    if (random_.happens(faults_.reorder_per_mille)) {
        due += static_cast<std::int64_t>(random_.below(10'000'000));
    } else {
        due = last_delivery_ = std::max(last_delivery_, due);
    }
    after(static_cast<std::uint64_t>(due - now),
          [this, kept] { session_->tell(kept->report, [kept] { kept->durable = true; }); });
}

std::size_t UnreliableExchange::reports_not_durable() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(kept_, [](auto const& kept) { return !kept->durable; }));
}

}  // namespace daybook::support
