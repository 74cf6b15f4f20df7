#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/account.hpp"
#include "model/balance.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/exchange_request.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"
#include "ports/outbound/position_repository.hpp"

namespace daybook::ports {

/// From which end a list is read: in ascending order of its key, or in descending.
enum class ListOrder { oldest_first, newest_first };

/// Which orders of an account to list; what is not set does not restrict.
struct OrderFilter {
    std::vector<model::OrderStatus> statuses;
    std::optional<model::ExchangeCode> exchange;
    std::optional<model::Symbol> symbol;
    ListOrder order = ListOrder::oldest_first;
};

/// Which executions of an account to list.
struct ExecutionFilter {
    std::optional<model::OrderId> order_id;
    std::optional<model::Symbol> symbol;
};

/// Which requests to exchanges to list; what is not set does not restrict.
struct RequestFilter {
    std::optional<model::AccountId> account;
    std::optional<model::ExchangeCode> exchange;
    /// Not ANSWERED: what is answered is no longer listed.
    std::optional<model::RequestState> state;
};

struct RequestKey {
    model::AccountId account_id;
    std::uint64_t entry_seq = 0;

    friend auto operator<=>(RequestKey const&, RequestKey const&) = default;
};

/// One lot with the position it belongs to.
struct LotRow {
    model::InstrumentKey instrument;
    model::Lot lot;

    friend bool operator==(LotRow const&, LotRow const&) = default;
};

/// How many requests to an exchange are in a state.
struct RequestCount {
    model::ExchangeCode exchange;
    model::RequestState state = model::RequestState::PENDING;
    std::uint64_t count = 0;

    friend auto operator<=>(RequestCount const&, RequestCount const&) = default;
    friend bool operator==(RequestCount const&, RequestCount const&) = default;
};

/// How many discrepancies of a kind there are.
struct KindCount {
    model::DiscrepancyKind kind = model::DiscrepancyKind::overfill;
    std::uint64_t count = 0;

    friend bool operator==(KindCount const&, KindCount const&) = default;
};

/// Which of an entry's clocks a moment refers to.
enum class EntryClock { occurred, recorded };

/// The book as of one moment, read-only. Lists come in pages: at most `limit` rows whose key is
/// greater than `after`, in ascending order of the key, or less, in descending order, where the
/// newest come first; fewer rows than `limit` end the list.
///
/// Throws: StorageError from any member. Threads: one instance per read.
class BookReader {
  public:
    virtual ~BookReader() = default;

    [[nodiscard]] virtual std::vector<model::Asset> assets(
        std::optional<model::AssetCode> const& after, std::size_t limit) = 0;
    [[nodiscard]] virtual std::vector<model::Instrument> instruments(
        std::optional<model::InstrumentKey> const& after, std::size_t limit) = 0;
    /// Lists trading accounts; `@book` is not among them.
    [[nodiscard]] virtual std::vector<model::Account> accounts(
        std::optional<model::AccountId> const& after, std::size_t limit) = 0;

    [[nodiscard]] virtual std::optional<model::Asset> asset(model::AssetCode const& code) = 0;
    [[nodiscard]] virtual std::optional<model::Instrument> instrument(
        model::InstrumentKey const& key) = 0;
    /// Finds `@book` as well.
    [[nodiscard]] virtual std::optional<model::Account> account(model::AccountId const& id) = 0;
    [[nodiscard]] virtual std::optional<model::Order> order(model::AccountId const& account_id,
                                                            model::OrderId const& id) = 0;

    [[nodiscard]] virtual std::vector<model::Order> orders(
        model::AccountId const& account_id, OrderFilter const& filter,
        std::optional<model::OrderId> const& after, std::size_t limit) = 0;
    /// How many orders the filter lets pass, or `most` where there are as many or more.
    [[nodiscard]] virtual std::size_t count_orders(model::AccountId const& account_id,
                                                   OrderFilter const& filter, std::size_t most) = 0;
    /// Keyed by entry_seq.
    [[nodiscard]] virtual std::vector<model::Execution> executions(
        model::AccountId const& account_id, ExecutionFilter const& filter, std::uint64_t after,
        std::size_t limit) = 0;
    /// With their postings, keyed by seq.
    [[nodiscard]] virtual std::vector<model::Entry> entries(model::AccountId const& account_id,
                                                            std::uint64_t after,
                                                            std::size_t limit) = 0;
    [[nodiscard]] virtual std::vector<model::Balance> balances(
        model::AccountId const& account_id, std::optional<model::AssetCode> const& after,
        std::size_t limit) = 0;
    /// The balances as they were after all entries whose clock is not later than `moment`.
    [[nodiscard]] virtual std::vector<model::Balance> balances_as_of(
        model::AccountId const& account_id, model::Timestamp moment, EntryClock clock) = 0;
    /// Without lots.
    [[nodiscard]] virtual std::vector<model::PositionState> positions(
        model::AccountId const& account_id, std::optional<model::InstrumentKey> const& after,
        std::size_t limit) = 0;
    /// Keyed by instrument and number.
    [[nodiscard]] virtual std::vector<LotRow> lots(model::AccountId const& account_id,
                                                   std::optional<model::InstrumentKey> const& after,
                                                   std::uint64_t after_number,
                                                   std::size_t limit) = 0;
    /// Ids by which the exchange knew orders before the ones they have; keyed by themselves.
    [[nodiscard]] virtual std::vector<model::ExchangeOrderName> earlier_names(
        model::AccountId const& account_id, std::optional<model::ExchangeOrderName> const& after,
        std::size_t limit) = 0;
    [[nodiscard]] virtual std::vector<model::Discrepancy> discrepancies(
        model::AccountId const& account_id, std::uint64_t after, std::size_t limit) = 0;
    /// The requests to exchanges, of all accounts, that are not answered.
    [[nodiscard]] virtual std::vector<model::OutboxRequest> requests(
        RequestFilter const& filter, std::optional<RequestKey> const& after, std::size_t limit) = 0;
    /// How many of them there are, of each exchange in each state; none where there is none.
    [[nodiscard]] virtual std::vector<RequestCount> count_requests() = 0;
    /// How many discrepancies of all accounts are open, by kind; kinds without any are left out.
    [[nodiscard]] virtual std::vector<KindCount> open_discrepancies() = 0;
};

/// Nobody waits any more for what was to be read.
class ReadAbandoned : public std::runtime_error {
  public:
    ReadAbandoned() : std::runtime_error{"nobody waits for this read any more"} {}
};

/// Opens consistent views of the book.
///
/// Threads: not safe; one instance per thread, each with its own connection.
class BookSnapshots {
  public:
    virtual ~BookSnapshots() = default;
    /// Runs `read` on the book as it is at one moment, however long it takes.
    virtual void read(std::function<void(BookReader&)> const& read) = 0;
    /// The same, as long as it is wanted: a store that can stops in the middle, and throws
    /// ReadAbandoned. `is_wanted` is asked on the thread of the caller.
    virtual void read_while(std::function<bool()> const& is_wanted,
                            std::function<void(BookReader&)> const& read) {
        if (!is_wanted()) throw ReadAbandoned{};
        this->read(read);
    }
    /// Shape: result[i] answers keys[i]; nullopt where no such order exists. All as of one moment.
    [[nodiscard]] virtual std::vector<std::optional<model::Order>> find_orders(
        std::span<OrderKey const> keys) = 0;
};

}  // namespace daybook::ports
