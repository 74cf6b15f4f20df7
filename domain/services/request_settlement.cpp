#include "services/request_settlement.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <utility>

#include "model/command_fields.hpp"
#include "model/names.hpp"

namespace daybook::services {

using namespace model;

namespace {

using History = std::span<Execution const>;

constexpr std::size_t text_size_max = 500;

/// Cut between characters of UTF-8.
std::string cut(std::string text) {
    auto size = std::min(text.size(), text_size_max);
    auto const is_inside = [&] {
        return size < text.size() && (static_cast<std::uint8_t>(text[size]) & 0xC0) == 0x80;
    };
    while (size > 0 && is_inside()) --size;
    text.resize(size);
    return text;
}

std::string words_of(SettleRequest const& settles) {
    static constexpr std::array said{
        "an operator says that it was sent: ", "an operator says that it was not sent: ",
        "an operator has dropped it: "};
    return cut(said.at(static_cast<std::size_t>(settles.outcome)) + settles.reason);
}

/// The first part of the ids of a request's settlements; their number follows.
std::string id_prefix(ClientOrderId const& request) { return "settled~" + request.value() + "~"; }

bool is_settlement(Execution const& execution, ClientOrderId const& request) {
    return execution.exec_id.value().starts_with(id_prefix(request));
}

BookExecution report_of(SettleRequest const& settles, OrderId const& order, ExecId id,
                        ExecType type) {
    BookExecution report;
    report.order = order;
    report.client_order_id = settles.request;
    report.exec_id = std::move(id);
    report.exec_type = type;
    report.reason = words_of(settles);
    return report;
}

/// Whether the book waits for an answer to the request.
bool is_awaited(OutboxRequest const& row, Order const& order) {
    auto const& state = order.state();
    if (row.action == ExchangeAction::PLACE) return !state.acknowledged && order.is_live();
    return std::ranges::find(state.requests.outstanding, row.entry_seq, &OrderRequest::entry_seq) !=
           state.requests.outstanding.end();
}

/// Whether the book says that the exchange has done what was asked.
bool is_accepted(OutboxRequest const& row, Order const& order) {
    auto const& state = order.state();
    if (row.action == ExchangeAction::PLACE) return state.acknowledged;
    if (row.action == ExchangeAction::CANCEL) return state.canceled;
    return state.requests.replaced_by == row.entry_seq;
}

ExecType refusal_of(ExchangeAction action) {
    switch (action) {
        case ExchangeAction::PLACE:
            return ExecType::REJECTED;
        case ExchangeAction::CANCEL:
            return ExecType::CANCEL_REJECTED;
        case ExchangeAction::REPLACE:
            return ExecType::REPLACE_REJECTED;
    }
    return ExecType::ORDER_STATUS;
}

Malformed not_uncertain(SettleRequest const& settles, std::string const& because) {
    return {Refusal::request_not_uncertain, "request",
            "request " + settles.request.value() + " " + because};
}

std::string why_certain(OutboxRequest const& row) {
    switch (row.state) {
        case RequestState::PENDING:
            return "is PENDING: it was not sent, and will be";
        case RequestState::SENT:
            return "is SENT: the exchange is being asked what became of it";
        default:
            return "is ANSWERED: " + row.detail.value_or("the exchange has accepted it");
    }
}

/// The request as the operator says that it is; nullopt: it needs nothing any more.
std::optional<OutboxRequest> open_again(SettleRequest const& settles, OutboxRequest row) {
    row.detail = words_of(settles);
    row.generation.reset();
    if (settles.outcome == SettlementOutcome::drop) return std::nullopt;
    bool const was_sent = settles.outcome == SettlementOutcome::sent;
    row.state = was_sent ? RequestState::SENT : RequestState::PENDING;
    row.attempts = was_sent ? std::max<std::uint64_t>(row.attempts, 1) : 0;
    return row;
}

OutboxRequest closed(OutboxRequest row, std::optional<std::string> refused_because) {
    row.state = RequestState::ANSWERED;
    row.detail = std::move(refused_because);
    return row;
}

/// The same word again, while it stands.
std::optional<Settlement> said_before(SettleRequest const& settles, OutboxRequest const& row,
                                      OrderId const& order, History booked) {
    Execution const* last = nullptr;
    for (auto const& execution : booked) {
        if (is_settlement(execution, settles.request)) last = &execution;
    }
    if (last == nullptr || last->reason != words_of(settles)) return std::nullopt;
    return Settlement{report_of(settles, order, last->exec_id, last->exec_type), row};
}

}  // namespace

tl::expected<Settlement, Malformed> decide_settlement(SettleRequest const& settles,
                                                      OutboxRequest const& row, Order const& order,
                                                      History booked) {
    auto const& id = order.state().id;
    if (row.state != RequestState::ABANDONED) {
        if (auto again = said_before(settles, row, id, booked)) return std::move(*again);
        return tl::unexpected{not_uncertain(settles, why_certain(row))};
    }
    auto const number = 1 + std::ranges::count_if(booked, [&](Execution const& execution) {
                            return is_settlement(execution, settles.request);
                        });
    ExecId const exec_id{id_prefix(settles.request) + std::to_string(number)};
    if (!is_awaited(row, order)) {
        bool const is_done = is_accepted(row, order);
        if (is_done && settles.outcome != SettlementOutcome::sent) {
            return tl::unexpected{not_uncertain(
                settles, "was sent: by the book, the exchange has done what it asks for")};
        }
        return Settlement{report_of(settles, id, exec_id, ExecType::ORDER_STATUS),
                          closed(row, is_done ? std::nullopt : std::optional{words_of(settles)})};
    }
    if (auto again = open_again(settles, row)) {
        return Settlement{report_of(settles, id, exec_id, ExecType::ORDER_STATUS),
                          std::move(*again)};
    }
    return Settlement{report_of(settles, id, exec_id, refusal_of(row.action)),
                      closed(row, words_of(settles))};
}

RequestSettlements::RequestSettlements(ports::Repositories& repositories,
                                       std::span<CommandBatch const> batches)
    : repositories_{repositories}, given_{batches} {
    for (std::size_t i = 0; i < batches.size(); ++i) {
        for (std::size_t j = 0; j < batches[i].commands.size(); ++j) {
            if (batches[i].commands[j].settles) settle(i, j);
        }
    }
}

/// All of the run at once, in the order in which the loader locks them again.
void RequestSettlements::lock_accounts() {
    std::set<AccountId> accounts;
    for (auto const& batch : given_) {
        for (auto const& command : batch.commands) accounts.insert(command.account_id);
    }
    std::vector<AccountId> const ids{accounts.begin(), accounts.end()};
    (void)repositories_.accounts.lock(ids);
}

void RequestSettlements::settle(std::size_t batch, std::size_t number) {
    if (changed_.empty()) {
        lock_accounts();
        changed_.assign(given_.begin(), given_.end());
    }
    auto& command = changed_[batch].commands[number];
    auto const& settles = *command.settles;
    if (auto report = booked_by_key(command)) {
        command.content = std::move(*report);
        return;
    }
    auto const name = read_client_order_id(settles.request);
    std::vector const keys{ports::OrderKey{command.account_id, name ? name->order_id : OrderId{}}};
    auto const orders = repositories_.orders.find(keys);
    auto const history = repositories_.outbox.of_orders(keys);
    auto const row =
        std::ranges::find(history[0], settles.request, &OutboxRequest::client_order_id);
    if (!orders[0] || row == history[0].end()) {
        command.content =
            Malformed{Refusal::unknown_request, "request",
                      "account " + command.account_id.value() +
                          " has made no request of the name " + settles.request.value()};
        return;
    }
    auto settlement =
        decide_settlement(settles, *row, *orders[0], repositories_.executions.of_orders(keys)[0]);
    if (!settlement) {
        command.content = std::move(settlement.error());
        return;
    }
    command.content = std::move(settlement->report);
    rows_.push_back({batch, number, std::move(settlement->row)});
}

/// What was booked under the key of the command, where it was the same word.
std::optional<BookExecution> RequestSettlements::booked_by_key(Command const& command) {
    if (!command.idempotency_key) return std::nullopt;
    std::vector const keys{ports::EntryKey{command.account_id, *command.idempotency_key}};
    auto const entry = repositories_.entries.find_by_key(keys)[0];
    if (!entry || entry->kind != EntryKind::book_execution) return std::nullopt;
    auto const content = content_from_payload(entry->kind, entry->payload);
    auto const* booked = content ? std::get_if<BookExecution>(&*content) : nullptr;
    auto const& settles = *command.settles;
    bool const is_same = booked != nullptr && booked->client_order_id == settles.request &&
                         booked->reason == words_of(settles);
    return is_same ? std::optional{*booked} : std::nullopt;
}

void RequestSettlements::write(std::span<std::vector<Answer> const> answers, Timestamp now) {
    std::vector<OutboxRequest> rows;
    for (auto& [batch, command, row] : rows_) {
        auto const status = answers[batch][command].status;
        bool const is_booked = status == AnswerStatus::DONE || status == AnswerStatus::DISCREPANCY;
        if (!is_booked) continue;
        row.updated_at = now;
        rows.push_back(row);
    }
    if (!rows.empty()) repositories_.outbox.update(rows);
}

}  // namespace daybook::services
