#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/answer.hpp"
#include "model/command.hpp"
#include "ports/outbound/sha256.hpp"
#include "services/account_book.hpp"
#include "services/posting_list.hpp"
#include "services/trade_tree.hpp"

namespace daybook::services {

/// What is drawn for a command before it is decided.
struct Stamp {
    model::Timestamp recorded_at;
    /// For the order that the command may place.
    model::OrderId order_id;
};

/// Decides commands, one after another, on account books in memory: the rules of Daybook.
///
/// Pure: the same book, command and stamp give the same answer, entry and changes. A command that
/// is refused or has happened already changes nothing. An accepted one writes one entry.
class Ledger {
  public:
    Ledger(ReferenceData& reference, ports::Sha256& sha256);

    /// Shape: `book` belongs to command.account_id and holds everything the command names.
    [[nodiscard]] model::Answer decide(AccountBook& book, model::Command const& command,
                                       Stamp const& stamp);

  private:
    /// An entry under construction. Nothing of the book changes before it is known to fit.
    struct Draft {
        AccountBook& book;
        model::Command const& command;
        Stamp const& stamp;
        std::optional<model::OrderId> order_id;
        std::optional<model::Refusal> refusal;
        PostingList postings;

        [[nodiscard]] model::Timestamp occurred_at() const {
            return command.occurred_at.value_or(stamp.recorded_at);
        }
    };

    /// A report as it is to be booked on a known order.
    struct Report {
        model::Execution execution;
        std::optional<model::ExchangeOrderId> exchange_order_id;
    };

    /// What booking a report came to.
    struct Booked {
        model::AnswerStatus status = model::AnswerStatus::DONE;
        std::optional<model::DiscrepancyKind> discrepancy;
        std::string detail;
    };

    // ledger.cpp
    model::Answer handle(Draft& draft, model::DefineAsset const& define);
    model::Answer handle(Draft& draft, model::DefineInstrument const& define);
    model::Answer handle(Draft& draft, model::OpenAccount const& open);
    model::Answer handle(Draft& draft, model::CloseAccount const& close);
    model::Answer handle(Draft& draft, model::Malformed const& malformed);
    [[nodiscard]] std::optional<model::Answer> replay(AccountBook const& book,
                                                      model::Command const& command) const;
    [[nodiscard]] model::Answer halt_or_reopen(Draft& draft, model::Instrument& known,
                                               model::InstrumentState state);

    // ledger_money.cpp
    model::Answer handle(Draft& draft, model::Deposit const& deposit);
    model::Answer handle(Draft& draft, model::Withdraw const& withdraw);
    model::Answer open_position(Draft& draft, model::Deposit const& deposit);

    // ledger_orders.cpp
    model::Answer handle(Draft& draft, model::PlaceOrder const& place);
    model::Answer handle(Draft& draft, model::CancelOrder const& cancel);
    model::Answer handle(Draft& draft, model::ReplaceOrder const& replace);

    // ledger_executions.cpp
    model::Answer handle(Draft& draft, model::BookExecution const& report);
    model::Answer book_or_question(Draft& draft, model::BookExecution const& report,
                                   model::OrderId const& order_id);
    Booked book_report(Draft& draft, Report report);
    Booked book_status(Draft& draft, Report report);
    Booked book_trade(Draft& draft, Report report);
    bool change_position(Draft& draft, model::Order const& order, model::Execution const& trade,
                         std::optional<TradeTerms> const& before,
                         std::optional<TradeTerms> const& after);
    model::Answer keep_unbooked(Draft& draft, model::BookExecution const& report,
                                model::DiscrepancyKind kind, std::string detail);
    model::Answer answer_booked(Draft& draft, Booked booked);

    // ledger_discrepancies.cpp
    model::Answer handle(Draft& draft, model::ResolveDiscrepancy const& resolve);
    std::optional<Booked> accept(Draft& draft, model::Discrepancy const& open,
                                 model::ResolveDiscrepancy const& resolve, model::Answer& refusal);
    void open_discrepancy(Draft& draft, model::DiscrepancyKind kind, std::string detail,
                          std::string payload);

    /// Whether every balance stays within range when the draft is booked.
    [[nodiscard]] bool fits(Draft& draft) const;
    /// Writes the entry and moves the balances. Returns its number.
    std::uint64_t commit(Draft& draft);
    /// Asks the order's exchange for what the entry `seq` wants of it, if that is one to be told.
    void request(Draft& draft, model::Order const& order, std::uint64_t seq,
                 model::ExchangeAction action, model::ReplaceTerms const& wanted = {});
    [[nodiscard]] model::Instrument const* find_instrument(model::InstrumentKey const& key) const;

    ReferenceData& reference_;
    ports::Sha256& sha256_;
};

/// An answer that says no: `detail` names the member, its value and the rule.
[[nodiscard]] model::Answer refused(model::Refusal refusal, std::string field, std::string detail);

[[nodiscard]] model::Answer unknown_account(model::AccountId const& id);

/// Where an order reference leads.
struct ResolvedOrder {
    std::optional<model::OrderId> id;
    /// More than one order carries the exchange's id.
    bool ambiguous = false;
};
[[nodiscard]] ResolvedOrder resolve(AccountBook const& book,
                                    model::OrderReference const& reference);
/// "order id 018f...", for sentences.
[[nodiscard]] std::string describe(model::OrderReference const& reference);

}  // namespace daybook::services
