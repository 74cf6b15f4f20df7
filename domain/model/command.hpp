#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/account.hpp"
#include "model/discrepancy.hpp"
#include "model/exchange_request.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/order_terms.hpp"
#include "model/refusal.hpp"

namespace daybook::model {

/// Names an order by exactly one of these. An idempotency key may be that of the order or of any
/// request that concerned it.
using OrderReference = std::variant<OrderId, IdempotencyKey, ExchangeOrderId>;

struct DefineAsset {
    Asset asset;
};

/// Defining an instrument again changes its rules from then on; base, quote and kind never change.
/// Another `state` halts or reopens it; without one it stays.
struct DefineInstrument {
    Instrument instrument;
    std::optional<InstrumentState> state;
};

struct OpenAccount {
    Funding funding = Funding::PREFUNDED;
    CostBasis cost_basis = CostBasis::FIFO;
};

struct CloseAccount {};

/// Shape: exchange, symbol and cost all or none: with them it is an opening position.
struct Deposit {
    AssetCode asset;
    Amount amount;
    std::optional<ExchangeCode> exchange;
    std::optional<Symbol> symbol;
    std::optional<Amount> cost_quote;
};

struct Withdraw {
    AssetCode asset;
    Amount amount;
};

/// An EXTERNAL order has been accepted by its exchange: its terms are checked, but neither funds
/// nor the state of account and instrument can refuse it.
struct PlaceOrder {
    OrderTerms terms;
    OrderOrigin origin = OrderOrigin::DAYBOOK;
};

struct CancelOrder {
    OrderReference order;
};

struct ReplaceOrder {
    OrderReference order;
    std::optional<Quantity> quantity_base;
    std::optional<Price> price_quote;
    std::optional<Price> stop_price_quote;
};

/// A report of the exchange; see Execution for the fields each type carries.
///
/// What it says of the order besides (the last six, and the terms) is compared with the book.
struct BookExecution {
    /// Where it is the key of a cancel or a replace, the report concerns that request.
    OrderReference order;
    /// The request that the report concerns, by the name under which it was sent.
    std::optional<ClientOrderId> client_order_id;
    ExecId exec_id;
    ExecType exec_type = ExecType::ORDER_STATUS;
    std::optional<ExchangeOrderId> exchange_order_id;
    std::optional<Quantity> last_quantity_base;
    std::optional<Price> last_price_quote;
    std::optional<Fees> fees;
    std::optional<Liquidity> liquidity;
    std::optional<ExecId> exec_ref_id;
    std::optional<Quantity> quantity_base;
    std::optional<Price> price_quote;
    std::optional<Price> stop_price_quote;
    std::optional<std::string> reason;
    std::optional<Side> side;
    std::optional<Symbol> symbol;
    /// Source: OrdStatus (39), CumQty (14), LeavesQty (151), after the report.
    std::optional<OrderStatus> order_status;
    std::optional<Quantity> cumulative_base;
    std::optional<Quantity> leaves_base;
};

/// Accepting a report that was not booked books it now, on `order` where that is given, which is
/// an order of `order_account_id` where that is given, too.
struct ResolveDiscrepancy {
    std::uint64_t discrepancy = 0;
    Resolution resolution = Resolution::ACCEPT;
    std::string reason;
    std::optional<AccountId> order_account_id;
    std::optional<OrderReference> order;
};

/// Stands in a batch where something that is no command was sent, so that its answer keeps its
/// place.
struct Malformed {
    Refusal refusal = Refusal::invalid_value;
    std::string field;
    std::string detail;
};

/// Shape: the alternatives before Malformed are in the order of EntryKind.
using CommandContent = std::variant<DefineAsset, DefineInstrument, OpenAccount, CloseAccount,
                                    Deposit, Withdraw, PlaceOrder, CancelOrder, ReplaceOrder,
                                    BookExecution, ResolveDiscrepancy, Malformed>;

/// Something that is to change the book.
/// Shape: `account_id` is `@book` for definitions of assets and instruments.
struct Command {
    AccountId account_id;
    std::optional<IdempotencyKey> idempotency_key;
    std::optional<Timestamp> occurred_at;
    CommandContent content;
    /// The request to the exchange that this report answers. Not part of what is booked: it is in
    /// no entry, no hash and no JSON, and makes no difference to a replay.
    std::optional<RequestAnswer> answers = std::nullopt;
    /// The version of its order that this report was read against; where the order has another by
    /// now, nothing is booked, and the report is to be read again. In no entry either.
    std::optional<std::uint64_t> order_version = std::nullopt;
    /// What an operator says of a request: `content` is made of it when the request has been read.
    /// In no entry either; see services/request_settlement.hpp.
    std::optional<SettleRequest> settles = std::nullopt;
};

/// The command by which an operator settles a request of an account. Its content is made when the
/// request has been read.
[[nodiscard]] inline Command settling(AccountId account, SettleRequest settles,
                                      std::optional<IdempotencyKey> key = std::nullopt) {
    Command command;
    command.account_id = std::move(account);
    command.idempotency_key = std::move(key);
    command.content = Malformed{Refusal::unknown_request, "request", "nobody has read the request"};
    command.settles = std::move(settles);
    return command;
}

/// Commands that are answered in order, each seeing the effects of those before it.
struct CommandBatch {
    std::vector<Command> commands;
    /// All or nothing; such a batch names one account only.
    bool atomic = false;
};

}  // namespace daybook::model
