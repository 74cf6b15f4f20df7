#include <algorithm>
#include <utility>

#include "model/names.hpp"
#include "services/exchange_answers.hpp"

namespace daybook::services {

using namespace model;
using ports::ExchangeReport;
using Request = StatusReading::Request;

namespace {

/// Whether a report of this type answers a request, and so must not count twice.
bool answers_request(ExecType type) {
    return type == ExecType::REPLACED || type == ExecType::CANCEL_REJECTED ||
           type == ExecType::REPLACE_REJECTED;
}

/// Reads one status, and collects what it says.
class StatusReader {
  public:
    StatusReader(ExchangeReport const& status, Order const& order, OutboxRequest const* sent,
                 bool asked)
        : status_{status}, order_{order}, sent_{sent}, asked_{asked} {}

    StatusReading read() {
        if (status_.is_unknown_order) {
            if (sent_ != nullptr) reading_.request = asked_ ? Request::lost : Request::waits;
            reading_.forgot_order = order_.state().acknowledged && order_.is_live();
            return std::move(reading_);
        }
        read_fills();
        read_life();
        if (sent_ != nullptr) read_request();
        bool const works = says(OrderStatus::NEW) || says(OrderStatus::PARTIALLY_FILLED);
        if (reading_.misses_trades || (works && order_.state().rejected)) note_difference();
        return std::move(reading_);
    }

  private:
    void read_fills() {
        auto const& there = status_.report.cumulative_base;
        reading_.misses_trades = there && *there > order_.state().filled_base;
        agrees_on_fills_ = there.value_or(Quantity{}) == order_.state().filled_base;
    }

    [[nodiscard]] bool says(OrderStatus status) const {
        return status_.report.order_status == status;
    }
    [[nodiscard]] bool day_is_over() const {
        return says(OrderStatus::DONE_FOR_DAY) &&
               order_.state().terms.time_in_force == TimeInForce::DAY;
    }
    /// Whether nothing can become of the order any more, other than by having been canceled.
    [[nodiscard]] bool is_over() const {
        return says(OrderStatus::FILLED) || says(OrderStatus::EXPIRED) ||
               says(OrderStatus::REJECTED) || says(OrderStatus::CALCULATED) || day_is_over();
    }

    /// The end of an order is booked only once all of its trades are: it frees what is held.
    void read_life() {
        if (!status_.report.order_status || order_.is_ended()) return;
        if (auto const end = end_told()) {
            if (agrees_on_fills_) book(*end);
        } else if (!order_.state().acknowledged && !says(OrderStatus::PENDING_NEW)) {
            book(ExecType::NEW);
        }
    }
    /// Lets the book compare what it says with what is booked. Comes last: booked before, it
    /// changes nothing.
    void note_difference() {
        book(ExecType::ORDER_STATUS);
        auto& report = reading_.unheard.back();
        report.order_status = status_.report.order_status;
        report.cumulative_base = status_.report.cumulative_base;
        auto const status = report.order_status ? name_of(*report.order_status) : "unsaid";
        report.exec_id = ExecId{report.exec_id.value() + "~" + std::string{status} + "~" +
                                report.cumulative_base.value_or(Quantity{}).value().to_string()};
    }
    [[nodiscard]] std::optional<ExecType> end_told() const {
        if (says(OrderStatus::CANCELED)) return ExecType::CANCELED;
        if (says(OrderStatus::EXPIRED)) return ExecType::EXPIRED;
        if (says(OrderStatus::CALCULATED)) return ExecType::CALCULATED;
        if (day_is_over()) return ExecType::DONE_FOR_DAY;
        return says(OrderStatus::REJECTED) ? std::optional{ExecType::REJECTED} : std::nullopt;
    }

    void read_request() {
        if (!status_.report.order_status || says(OrderStatus::PENDING_NEW)) {
            reading_.request = Request::waits;
            return;
        }
        switch (sent_->action) {
            case ExchangeAction::PLACE:
                if (says(OrderStatus::REJECTED)) return refuse();
                reading_.request = Request::accepted;
                return;
            case ExchangeAction::CANCEL:
                return read_cancel();
            case ExchangeAction::REPLACE:
                return read_replace();
        }
    }
    void read_cancel() {
        if (says(OrderStatus::CANCELED)) {
            reading_.request = Request::accepted;
        } else if (is_over()) {
            refuse();
            // What ends an order otherwise takes its requests with it.
            if (says(OrderStatus::FILLED) && order_.state().requests.has(RequestKind::CANCEL)) {
                book(ExecType::CANCEL_REJECTED);
            }
        } else {
            wait_or_lose();
        }
    }
    void read_replace() {
        if (shows_wanted_terms()) {
            reading_.request = Request::accepted;
            if (order_.state().requests.has(RequestKind::REPLACE)) book(ExecType::REPLACED);
        } else if (is_over() || says(OrderStatus::CANCELED)) {
            refuse();
            if (says(OrderStatus::FILLED) && order_.state().requests.has(RequestKind::REPLACE)) {
                book(ExecType::REPLACE_REJECTED);
            }
        } else {
            wait_or_lose();
        }
    }
    /// A quantity below what is filled means: stop executing.
    [[nodiscard]] bool shows_wanted_terms() const {
        auto const& there = status_.report;
        if (!there.quantity_base || !sent_->quantity_base) return false;
        auto const wanted =
            std::max(*sent_->quantity_base, status_.report.cumulative_base.value_or(Quantity{}));
        bool const price_differs =
            there.price_quote && sent_->price_quote && *there.price_quote != *sent_->price_quote;
        return *there.quantity_base == wanted && !price_differs;
    }
    void wait_or_lose() {
        bool const decides =
            says(OrderStatus::PENDING_CANCEL) || says(OrderStatus::PENDING_REPLACE);
        reading_.request = decides || !asked_ ? Request::waits : Request::lost;
    }
    void refuse() {
        reading_.request = Request::refused;
        reading_.refused_because = status_.report.reason.value_or(
            "the order is " + std::string{name_of(*status_.report.order_status)});
    }

    void book(ExecType type) {
        BookExecution report;
        report.order = order_.state().id;
        report.exec_type = type;
        report.exchange_order_id = status_.report.exchange_order_id;
        report.exec_id = id_by_status(name(), type);
        if (type == ExecType::REJECTED || type == ExecType::CANCEL_REJECTED ||
            type == ExecType::REPLACE_REJECTED) {
            report.reason =
                status_.report.reason.value_or("the exchange says that the order is " +
                                               std::string{name_of(*status_.report.order_status)});
        }
        if (type == ExecType::REPLACED) {
            report.quantity_base = status_.report.quantity_base;
            report.price_quote = sent_->price_quote;
            report.stop_price_quote = sent_->stop_price_quote;
            // Less than what is filled was asked for: what is filled says so.
            if (report.quantity_base != sent_->quantity_base) {
                report.cumulative_base = status_.report.cumulative_base;
            }
        }
        if (answers_request(type)) report.client_order_id = sent_->client_order_id;
        reading_.unheard.push_back(std::move(report));
    }
    [[nodiscard]] std::string name() const {
        if (sent_ != nullptr) return sent_->client_order_id.value();
        if (status_.client_order_id) return status_.client_order_id->value();
        return order_.state().id.to_string();
    }

    ExchangeReport const& status_;
    Order const& order_;
    OutboxRequest const* sent_;
    bool asked_;
    bool agrees_on_fills_ = false;
    StatusReading reading_;
};

}  // namespace

ExecId id_by_status(std::string const& client_order_id, ExecType type) {
    return ExecId{"status~" + client_order_id + "~" + std::string{name_of(type)}};
}

std::optional<ExecId> id_told_before(ExchangeReport const& report) {
    auto const type = report.report.exec_type;
    if (!answers_request(type) || !report.client_order_id || report.unreadable_because)
        return std::nullopt;
    return id_by_status(report.client_order_id->value(), type);
}

StatusReading read_status(ExchangeReport const& status, Order const& order,
                          OutboxRequest const* sent, bool asked) {
    return StatusReader{status, order, sent, asked}.read();
}

}  // namespace daybook::services
