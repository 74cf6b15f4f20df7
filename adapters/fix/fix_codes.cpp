#include "fix/fix_codes.hpp"

#include <array>

namespace daybook::fix {
namespace {

using model::ExecType;
using model::Liquidity;
using model::OrderStatus;
using model::OrderType;
using model::Side;
using model::TimeInForce;

template <class Value>
struct Code {
    std::string_view code;
    Value value;
};

template <class Value, std::size_t size>
std::optional<Value> find(std::array<Code<Value>, size> const& codes, std::string_view code) {
    for (auto const& known : codes) {
        if (known.code == code) return known.value;
    }
    return std::nullopt;
}

constexpr auto exec_types = std::to_array<Code<ExecType>>({
    {"0", ExecType::NEW},
    {"1", ExecType::TRADE},
    {"2", ExecType::TRADE},
    {"3", ExecType::DONE_FOR_DAY},
    {"4", ExecType::CANCELED},
    {"5", ExecType::REPLACED},
    {"6", ExecType::PENDING_CANCEL},
    {"7", ExecType::STOPPED},
    {"8", ExecType::REJECTED},
    {"9", ExecType::SUSPENDED},
    {"A", ExecType::PENDING_NEW},
    {"B", ExecType::CALCULATED},
    {"C", ExecType::EXPIRED},
    {"D", ExecType::RESTATED},
    {"E", ExecType::PENDING_REPLACE},
    {"F", ExecType::TRADE},
    {"G", ExecType::TRADE_CORRECT},
    {"H", ExecType::TRADE_CANCEL},
    {"I", ExecType::ORDER_STATUS},
    {"L", ExecType::ORDER_STATUS},
});

constexpr auto order_statuses = std::to_array<Code<OrderStatus>>({
    {"0", OrderStatus::NEW},
    {"1", OrderStatus::PARTIALLY_FILLED},
    {"2", OrderStatus::FILLED},
    {"3", OrderStatus::DONE_FOR_DAY},
    {"4", OrderStatus::CANCELED},
    {"5", OrderStatus::NEW},
    {"6", OrderStatus::PENDING_CANCEL},
    {"7", OrderStatus::STOPPED},
    {"8", OrderStatus::REJECTED},
    {"9", OrderStatus::SUSPENDED},
    {"A", OrderStatus::PENDING_NEW},
    {"B", OrderStatus::CALCULATED},
    {"C", OrderStatus::EXPIRED},
    {"D", OrderStatus::NEW},
    {"E", OrderStatus::PENDING_REPLACE},
});

constexpr auto liquidities = std::to_array<Code<Liquidity>>({
    {"1", Liquidity::MAKER},
    {"2", Liquidity::TAKER},
});

constexpr auto sides = std::to_array<Code<Side>>({
    {"1", Side::BUY},
    {"2", Side::SELL},
    {"3", Side::BUY},
    {"4", Side::SELL},
    {"5", Side::SELL},
    {"6", Side::SELL},
});

constexpr auto times_in_force = std::to_array<Code<TimeInForce>>({
    {"0", TimeInForce::DAY},
    {"1", TimeInForce::GTC},
    {"2", TimeInForce::DAY},
    {"3", TimeInForce::IOC},
    {"4", TimeInForce::FOK},
    {"5", TimeInForce::DAY},
    {"6", TimeInForce::GTD},
    {"7", TimeInForce::DAY},
});

}  // namespace

std::optional<ExecType> exec_type_of(std::string_view code) { return find(exec_types, code); }

std::optional<OrderStatus> order_status_of(std::string_view code) {
    return find(order_statuses, code);
}

std::optional<Liquidity> liquidity_of(std::string_view code) { return find(liquidities, code); }

std::string_view code_of(Side side) { return side == Side::BUY ? "1" : "2"; }

std::string_view code_of(OrderType type) {
    constexpr std::array<std::string_view, 4> codes{"1", "2", "3", "4"};
    return codes[static_cast<std::size_t>(type)];
}

std::string_view code_of(TimeInForce time_in_force) {
    constexpr std::array<std::string_view, 5> codes{"0", "1", "3", "4", "6"};
    return codes[static_cast<std::size_t>(time_in_force)];
}

std::optional<Side> side_of(std::string_view code) { return find(sides, code); }

std::optional<TimeInForce> time_in_force_of(std::string_view code) {
    return find(times_in_force, code);
}

}  // namespace daybook::fix
