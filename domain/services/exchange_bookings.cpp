#include "services/exchange_bookings.hpp"

#include <algorithm>
#include <cstdint>

#include "model/command_fields.hpp"
#include "model/names.hpp"

namespace daybook::services {

using namespace model;
using ports::ExchangeReport;

namespace {

constexpr std::size_t account_size_max = 64;
constexpr std::size_t key_size_max = 255;
constexpr std::size_t text_size_max = 500;

/// The beginning of `text`, without half a character of UTF-8 at its end.
std::string cut(std::string text, std::size_t size_max) {
    if (text.size() <= size_max) return text;
    auto const is_continuation = [&](std::size_t at) {
        return (static_cast<std::uint8_t>(text[at]) & 0xC0) == 0x80;
    };
    while (size_max > 0 && is_continuation(size_max)) --size_max;
    text.resize(size_max);
    return text;
}

OrderReference reference_in(ExchangeReport const& report) {
    if (report.report.exchange_order_id) return *report.report.exchange_order_id;
    for (auto const* id : {&report.client_order_id, &report.original_client_order_id}) {
        if (*id) return IdempotencyKey{(*id)->value()};
    }
    return ExchangeOrderId{"none"};
}

/// A key that the same order gets again, whoever tells of it.
IdempotencyKey key_of_foreign(ExchangeReport const& report, ExchangeCode const& exchange) {
    auto const& exchange_order_id = report.report.exchange_order_id;
    auto const& client_order_id = report.placed_elsewhere->client_order_id;
    auto name = exchange_order_id ? exchange_order_id->value() : client_order_id.value_or("none");
    return IdempotencyKey{cut("placed~" + exchange.value() + "~" + name, key_size_max)};
}

}  // namespace

AccountId account_of_exchange(ExchangeCode const& exchange) {
    auto name = "exchange-" + exchange.value();
    for (auto& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        bool const is_allowed =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (!is_allowed) c = '-';
    }
    return AccountId{cut(std::move(name), account_size_max)};
}

Command opening_of(AccountId const& account) {
    Command command;
    command.account_id = account;
    command.content = OpenAccount{Funding::MARGIN, CostBasis::FIFO};
    return command;
}

Command keeping_of(ExchangeReport const& report, ExchangeCode const& exchange) {
    auto kept = report.report;
    kept.order = reference_in(report);
    if (report.unreadable_because) {
        auto const message = kept.reason.value_or("");
        kept.reason = cut(*report.unreadable_because + ": " + message, text_size_max);
    }
    Command command;
    command.account_id = account_of_exchange(exchange);
    command.occurred_at = report.occurred_at;
    command.content = std::move(kept);
    return command;
}

Command keeping_of_refused(Command const& command, ExchangeCode const& exchange,
                           std::string_view because) {
    auto const& refused = std::get<BookExecution>(command.content);
    BookExecution kept;
    kept.order = refused.order;
    kept.exec_id = refused.exec_id;
    kept.exec_type = ExecType::ORDER_STATUS;
    kept.exchange_order_id = refused.exchange_order_id;
    kept.reason = cut("not booked in account " + command.account_id.value() + ", " +
                          std::string{because} + ": " + payload_of(command.content),
                      text_size_max);
    Command keeping;
    keeping.account_id = account_of_exchange(exchange);
    keeping.occurred_at = command.occurred_at;
    keeping.content = std::move(kept);
    return keeping;
}

std::vector<Command> booking_of_foreign(ExchangeReport const& report,
                                        ExchangeReport const& recorded_by,
                                        ExchangeCode const& exchange) {
    auto const& placed = *recorded_by.placed_elsewhere;
    auto const key = key_of_foreign(recorded_by, exchange);
    Command place;
    place.account_id = placed.account_id;
    place.idempotency_key = key;
    place.occurred_at = recorded_by.occurred_at;
    place.content = PlaceOrder{placed.terms, OrderOrigin::EXTERNAL};
    auto booked = report.report;
    booked.order = key;
    Command book;
    book.account_id = placed.account_id;
    book.occurred_at = report.occurred_at;
    book.content = std::move(booked);
    return {std::move(place), std::move(book)};
}

}  // namespace daybook::services
