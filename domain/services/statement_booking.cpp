#include "services/statement_booking.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "model/assert.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// What an order goes through. Shape: in the order of its life.
enum class Phase { placed, acknowledged, traded, ended };

struct Planned {
    BookingStep step;
    Phase phase = Phase::placed;
    Timestamp at;
    /// Not before that of the step before it of the same order.
    Timestamp due;
};

/// What ends an order in that state, or begins it; nullopt for states that follow from trades and
/// requests.
std::optional<ExecType> report_of(OrderStatus status) {
    switch (status) {
        case OrderStatus::NEW:
            return ExecType::NEW;
        case OrderStatus::CANCELED:
            return ExecType::CANCELED;
        case OrderStatus::EXPIRED:
            return ExecType::EXPIRED;
        case OrderStatus::REJECTED:
            return ExecType::REJECTED;
        case OrderStatus::DONE_FOR_DAY:
            return ExecType::DONE_FOR_DAY;
        case OrderStatus::CALCULATED:
            return ExecType::CALCULATED;
        default:
            return std::nullopt;
    }
}

/// The report of the told status that an order of the book lacks.
std::optional<ExecType> missing_report(StatementOrder const& told, Order const& order) {
    if (!told.status || !order.is_live()) return std::nullopt;
    auto const type = report_of(*told.status);
    if (!type) return std::nullopt;
    auto const& state = order.state();
    if (type == ExecType::NEW && state.acknowledged) return std::nullopt;
    if (type == ExecType::REJECTED && (state.acknowledged || state.filled_base.is_positive())) {
        return std::nullopt;
    }
    return type;
}

bool is_acknowledged(StatementOrder const& told) {
    if (told.status == OrderStatus::REJECTED || told.status == OrderStatus::PENDING_NEW) {
        return false;
    }
    return told.status.has_value() || told.names.exchange_order_id.has_value();
}

/// The command for an order that was brought to the exchange by others. What marks an order as
/// such is set here, so that none is ever sent to an exchange.
PlaceOrder place_external(StatementOrder const& told) {
    PlaceOrder place;
    place.terms.instrument = told.instrument;
    place.terms.side = *told.side;
    place.terms.type = *told.type;
    place.terms.time_in_force = *told.time_in_force;
    place.terms.quantity_base = *told.quantity_base;
    place.terms.price_quote = told.price_quote;
    place.terms.stop_price_quote = told.stop_price_quote;
    place.terms.budget_quote = told.budget_quote;
    place.terms.expires_at = told.expires_at;
    place.origin = OrderOrigin::EXTERNAL;
    return place;
}

/// The order that steps are about: of the book, or one that another step places.
struct Target {
    OrderReference reference;
    std::string name;
    std::optional<IdempotencyKey> placed_order;
    /// The exchange's id, where the book does not have it yet.
    std::optional<ExchangeOrderId> exchange_order_id;
};

class Planning {
  public:
    Planning(RecordedAccount const& account, Statement const& statement,
             ReconciliationIds const& ids)
        : account_{account}, statement_{statement}, ids_{ids}, orders_{account, statement, ids} {
        for (auto const& order : statement.orders) told_orders_.emplace(order.line, &order);
        for (auto const& trade : statement.trades) told_trades_.emplace(trade.line, &trade);
    }

    std::vector<BookingStep> run(std::vector<StatementDifference> const& differences) {
        for (auto const& difference : differences) plan(difference);
        std::vector<Planned> all;
        for (auto& [name, steps] : by_order_) {
            put_in_order_of_life(steps);
            std::ranges::move(steps, std::back_inserter(all));
        }
        std::ranges::sort(all, {}, [](Planned const& each) {
            return std::tuple{each.due, each.phase, each.at, each.step.line};
        });
        std::vector<BookingStep> steps;
        steps.reserve(all.size());
        for (auto& planned : all) steps.push_back(std::move(planned.step));
        return steps;
    }

  private:
    void plan(StatementDifference const& difference) {
        if (!difference.line || !difference.obstacle.empty()) return;
        bool const is_missing = difference.kind == DifferenceKind::missing_here;
        if (difference.record == RecordKind::trade && is_missing) {
            plan_trade(*told_trades_.at(*difference.line), *difference.exec_id);
        }
        if (difference.record != RecordKind::order) return;
        auto const& told = *told_orders_.at(*difference.line);
        if (is_missing) {
            plan_order(told);
        } else if (std::ranges::find(difference.fields, "status", &FieldDifference::field) !=
                   difference.fields.end()) {
            auto const order = orders_.of(told);
            auto const type = missing_report(told, *order.order);
            if (type) plan_report(told, target_of(order, told.names, told.instrument), *type);
        }
    }

    void plan_order(StatementOrder const& told) {
        auto const target = target_of(orders_.of(told), told.names, told.instrument);
        auto const at = told.created_at ? told.created_at : told.occurred_at;
        Command command;
        command.account_id = account_.id;
        command.idempotency_key = target.placed_order;
        command.occurred_at = at.value_or(statement_.as_of);
        command.content = place_external(told);
        by_order_[target.name].push_back({.step = {told.line, std::move(command), std::nullopt},
                                          .phase = Phase::placed,
                                          .at = at.value_or(statement_.as_of),
                                          .due = {}});
        if (is_acknowledged(told)) plan_report(told, target, ExecType::NEW);
        auto const end = told.status ? report_of(*told.status) : std::nullopt;
        if (end && end != ExecType::NEW) plan_report(told, target, *end);
    }

    void plan_report(StatementOrder const& told, Target const& target, ExecType type) {
        bool const is_first = type == ExecType::NEW;
        auto const at = is_first && told.created_at ? told.created_at : told.occurred_at;
        BookExecution report;
        report.order = target.reference;
        report.exec_type = type;
        report.exec_id =
            ids_.report_id(told.instrument, target.name, type, at.value_or(statement_.as_of));
        report.exchange_order_id = target.exchange_order_id;
        if (type == ExecType::REJECTED) report.reason = "a statement tells so";
        add(target, told.line, std::move(report), is_first ? Phase::acknowledged : Phase::ended,
            at.value_or(statement_.as_of));
    }

    void plan_trade(StatementTrade const& told, ExecId const& exec_id) {
        auto const named = orders_.of(told);
        auto const target = target_of(named, told.names, told.instrument);
        BookExecution report;
        report.order = target.reference;
        report.exec_id = exec_id;
        report.exec_type = ExecType::TRADE;
        report.exchange_order_id = target.exchange_order_id;
        report.last_quantity_base = told.quantity_base;
        report.last_price_quote = told.price_quote;
        if (told.fee) report.fees = Fees{*told.fee};
        report.liquidity = told.liquidity;
        add(target, told.line, std::move(report), Phase::traded, told.occurred_at);
    }

    void add(Target const& target, std::uint64_t line, BookExecution report, Phase phase,
             Timestamp at) {
        Command command;
        command.account_id = account_.id;
        command.occurred_at = at;
        command.content = std::move(report);
        by_order_[target.name].push_back({.step = {line, std::move(command), target.placed_order},
                                          .phase = phase,
                                          .at = at,
                                          .due = {}});
    }

    [[nodiscard]] Target target_of(NamedOrder const& named, OrderNames const& names,
                                   InstrumentKey const& instrument) const {
        if (named.order != nullptr) {
            auto const& state = named.order->state();
            return {.reference = state.id,
                    .name = ReconciliationIds::order_name(*named.order),
                    .placed_order = std::nullopt,
                    .exchange_order_id =
                        state.exchange_order_id ? std::nullopt : names.exchange_order_id};
        }
        DAYBOOK_ASSERT(named.told != nullptr);
        auto const key = ids_.order_key(named.told->names, instrument);
        return {.reference = key,
                .name = key.value(),
                .placed_order = key,
                .exchange_order_id = named.told->names.exchange_order_id};
    }

    static void put_in_order_of_life(std::vector<Planned>& steps) {
        std::ranges::sort(steps, {}, [](Planned const& each) {
            return std::tuple{each.phase, each.at, each.step.line};
        });
        // An order whose creation has no time of its own was there before its first trade.
        auto const first_trade = std::ranges::find(steps, Phase::traded, &Planned::phase);
        Timestamp due;
        for (auto& planned : steps) {
            if (planned.phase < Phase::traded && first_trade != steps.end()) {
                planned.at = std::min(planned.at, first_trade->at);
                planned.step.command.occurred_at = planned.at;
            }
            due = std::max(due, planned.at);
            planned.due = due;
        }
    }

    RecordedAccount const& account_;
    Statement const& statement_;
    ReconciliationIds const& ids_;
    StatementOrders orders_;
    std::unordered_map<std::uint64_t, StatementOrder const*> told_orders_;
    std::unordered_map<std::uint64_t, StatementTrade const*> told_trades_;
    std::map<std::string, std::vector<Planned>> by_order_;
};

}  // namespace

std::string obstacle_to_placing(StatementOrder const& order) {
    if (!order.side) return "side is not told";
    if (!order.type) return "type is not told";
    if (!order.time_in_force) return "time_in_force is not told";
    if (!order.quantity_base) return "quantity_base is not told";
    if (has_limit(*order.type) && !order.price_quote) return "price_quote is not told";
    if (has_stop(*order.type) && !order.stop_price_quote) return "stop_price_quote is not told";
    if (order.time_in_force == TimeInForce::GTD && !order.expires_at) {
        return "expires_at is not told";
    }
    return {};
}

std::string obstacle_to_booking(TradeMatch const& match) {
    auto const& [order, told, obstacle] = match.named;
    if (!obstacle.empty()) return obstacle;
    if (match.is_named_twice) return "a record before it has the same order and exec_id";
    if (order == nullptr && told == nullptr) {
        return "the order is unknown here, and the statement has no record of it";
    }
    if (order == nullptr) {
        auto const missing = obstacle_to_placing(*told);
        if (!missing.empty()) return "of its order, " + missing;
    }
    auto const side = order != nullptr ? order->state().terms.side : *told->side;
    if (match.told->side && *match.told->side != side) return "its side is not its order's";
    return {};
}

std::vector<BookingStep> plan_booking(RecordedAccount const& account, Statement const& statement,
                                      std::vector<StatementDifference> const& differences,
                                      ReconciliationIds const& ids) {
    return Planning{account, statement, ids}.run(differences);
}

}  // namespace daybook::services
