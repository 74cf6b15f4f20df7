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
    /// `order_book` is that of the other account in which the command books, if it names one; a
    /// replay of one account goes without.
    [[nodiscard]] model::Answer decide(AccountBook& book, model::Command const& command,
                                       Stamp const& stamp, AccountBook* order_book = nullptr);

  private:
    struct OpenedDiscrepancy {
        model::DiscrepancyKind kind{};
        std::string detail;
    };

    /// An entry under construction. Nothing of the book changes before it is known to fit.
    struct Draft {
        AccountBook& book;
        model::Command const& command;
        Stamp const& stamp;
        AccountBook* order_book = nullptr;
        std::optional<model::OrderId> order_id;
        std::optional<model::Refusal> refusal;
        /// The definition by which it is decided.
        std::optional<std::uint64_t> instrument_entry;
        /// The first discrepancy that it opens.
        std::optional<OpenedDiscrepancy> opened;
        PostingList postings;

        [[nodiscard]] model::Timestamp occurred_at() const {
            return command.occurred_at.value_or(stamp.recorded_at);
        }
        [[nodiscard]] std::uint64_t next_seq() const {
            return book.account ? book.account->last_seq + 1 : 1;
        }
        void decide_by(model::Instrument const& instrument) {
            if (instrument.entry_seq != 0) instrument_entry = instrument.entry_seq;
        }
    };

    /// A report as it is to be booked on a known order.
    struct Report {
        model::BookExecution const& told;
        model::Execution execution;
        /// The entry of the request that it names.
        std::optional<std::uint64_t> request;
        /// Whether what it says of the order, besides what it is, is compared with the book.
        bool is_compared = true;
    };

    /// Why a report cannot be booked; empty where it is.
    using Unbookable = std::string;

    // ledger.cpp
    model::Answer handle(Draft& draft, model::Malformed const& malformed);
    [[nodiscard]] std::optional<model::Answer> replay(AccountBook const& book,
                                                      model::Command const& command) const;

    // ledger_definitions.cpp
    model::Answer handle(Draft& draft, model::DefineAsset const& define);
    model::Answer handle(Draft& draft, model::DefineInstrument const& define);

    // ledger_checkpoints.cpp
    model::Answer handle(Draft& draft, model::Checkpoint const& checkpoint);

    // ledger_accounts.cpp
    model::Answer handle(Draft& draft, model::OpenAccount const& open);
    model::Answer handle(Draft& draft, model::CloseAccount const& close);

    // ledger_money.cpp
    model::Answer handle(Draft& draft, model::Deposit const& deposit);
    model::Answer handle(Draft& draft, model::Withdraw const& withdraw);
    model::Answer open_position(Draft& draft, model::Deposit const& deposit);
    [[nodiscard]] std::optional<model::Answer> check_cost(model::Deposit const& deposit) const;

    // ledger_orders.cpp
    model::Answer handle(Draft& draft, model::PlaceOrder const& place);
    model::Answer handle(Draft& draft, model::CancelOrder const& cancel);
    model::Answer handle(Draft& draft, model::ReplaceOrder const& replace);
    model::Answer replace_open(Draft& draft, model::Order const& known,
                               model::ReplaceOrder const& replace,
                               model::ReplaceTerms const& wanted);
    /// Asks the order's exchange for what the entry `seq` wants of it, if that is one to be told.
    void request(Draft& draft, model::Order const& order, std::uint64_t seq,
                 model::ExchangeAction action, model::ReplaceTerms const& wanted = {});

    // ledger_executions.cpp
    model::Answer handle(Draft& draft, model::BookExecution const& report);
    model::Answer book_or_question(Draft& draft, model::BookExecution const& report,
                                   model::OrderId const& order_id);
    std::optional<model::Answer> book_late_fees(Draft& draft, model::BookExecution const& report,
                                                model::Execution const& known);
    std::optional<model::Answer> check_reference(Draft& draft, Report const& report);
    model::Answer book_and_answer(Draft& draft, Report report);
    Unbookable book_report(Draft& draft, Report report);
    Unbookable book_status(Draft& draft, Report const& report);
    model::Answer keep_unbooked(Draft& draft, model::BookExecution const& report,
                                model::DiscrepancyKind kind, std::string detail);
    void name_order(Draft& draft, model::Order& order, Report const& report) const;

    /// An order before and after a trade, what the trade takes, and what the hold gives for it.
    struct TradedOrder {
        model::Order const& before;
        model::Order const& after;
        model::Hold taken;
        model::Hold given;
    };

    // ledger_trades.cpp
    Unbookable book_trade(Draft& draft, Report const& report);
    void question_trade(Draft& draft, Report const& report, TradeChange const& change,
                        TradedOrder const& traded);
    bool change_position(Draft& draft, model::Order const& order, model::Execution const& trade,
                         std::optional<TradeTerms> const& before,
                         std::optional<TradeTerms> const& after);

    // ledger_discrepancies.cpp
    model::Answer handle(Draft& draft, model::ResolveDiscrepancy const& resolve);
    std::optional<model::Answer> check_resolution(Draft& draft,
                                                  model::ResolveDiscrepancy const& resolve) const;
    model::Answer accept(Draft& draft, model::Discrepancy const& open,
                         model::ResolveDiscrepancy const& resolve);
    model::Answer accept_elsewhere(Draft& draft, model::Discrepancy const& open,
                                   model::ResolveDiscrepancy const& resolve);
    std::uint64_t open_discrepancy(Draft& draft, model::DiscrepancyKind kind, std::string detail,
                                   std::string payload);
    /// Closes a discrepancy that tells of a state which is over.
    void settle_discrepancy(Draft& draft, std::uint64_t number, std::string reason);
    /// Opens a discrepancy about what is booked.
    void question(Draft& draft, model::DiscrepancyKind kind, std::string detail);
    /// Compares what the report says of the order with `after`, and keeps the difference open as
    /// long as there is one.
    void note_difference(Draft& draft, Report const& report, model::Order& after);
    /// Keeps the discrepancy `overdrawn` open exactly while AVAILABLE is below zero.
    void note_overdrawn(Draft& draft, model::AssetCode const& asset);

    /// Moves between AVAILABLE and HELD what `order` needs more or less than before, and lets it
    /// have that. Errors: overflow.
    [[nodiscard]] tl::expected<model::Hold, model::DecimalError> change_hold(
        Draft& draft, model::Order const& before, model::Order& after,
        model::Instrument const& instrument) const;
    /// Whether every balance stays within range when the draft is booked.
    [[nodiscard]] bool fits(Draft& draft) const;
    /// Writes the entry and moves the balances. Returns its number.
    std::uint64_t commit(Draft& draft);
    /// Writes the entry of a report that is booked: done, or questionable.
    void commit_report(Draft& draft, model::Answer& answer);
    [[nodiscard]] model::Instrument const* find_instrument(model::InstrumentKey const& key) const;
    /// The instrument of an order, by which the draft is decided.
    [[nodiscard]] model::Instrument const& instrument_of(Draft& draft,
                                                         model::Order const& order) const;

    ReferenceData& reference_;
    ports::Sha256& sha256_;
};

/// An answer that says no: `detail` names the member, its value and the rule.
[[nodiscard]] model::Answer refused(model::Refusal refusal, std::string field, std::string detail);

/// An answer that says that it has happened already.
[[nodiscard]] model::Answer duplicate(std::string detail);

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
