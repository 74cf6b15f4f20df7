#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "services/statement_orders.hpp"

namespace daybook::services {

/// A trade of the book, with what it came to at the statement's instant.
struct RecordedTrade {
    model::Order const* order = nullptr;
    model::Execution const* trade = nullptr;
    /// nullopt where it was busted by then.
    std::optional<TradeTerms> terms;
    /// It is busted by now.
    bool is_busted_now = false;
    bool is_matched = false;
};

/// A trade of the statement, with the one of the book that it is.
struct TradeMatch {
    StatementTrade const* told = nullptr;
    NamedOrder named;
    /// As told, else the one it would be booked under; nullopt for a trade of no known order that
    /// tells none.
    std::optional<model::ExecId> exec_id;
    /// nullptr where the book has none.
    RecordedTrade const* recorded = nullptr;
    /// The report of another kind that has its exec_id in the book.
    model::Execution const* other_report = nullptr;
    /// A record before it has the same order and exec_id.
    bool is_named_twice = false;
};

/// Finds for each trade of a statement the one of the book, each at most once: first by exec_id
/// within the order (the trade's or that of a correction of it), then by order, quantity and price,
/// preferring those that agree in all that is told.
///
/// Shape: what it is made of outlives it.
class TradeMatching {
  public:
    TradeMatching(RecordedAccount const& account, Statement const& statement,
                  StatementOrders const& orders, ReconciliationIds const& ids);
    TradeMatching(TradeMatching const&) = delete;
    TradeMatching& operator=(TradeMatching const&) = delete;

    /// In the order of the statement.
    [[nodiscard]] std::vector<TradeMatch> const& matches() const { return matches_; }
    [[nodiscard]] std::vector<RecordedTrade> const& recorded() const { return recorded_; }

  private:
    using Terms = std::tuple<model::OrderId, model::Quantity, model::Price>;
    /// How much of what is told agrees.
    enum class Agreement { all, all_but_time, terms };

    void record(model::Order const& order, ExecutionsOfOrder const& executions,
                model::Timestamp as_of);
    void name(Statement const& statement, StatementOrders const& orders,
              ReconciliationIds const& ids);
    void match_by_id(RecordedAccount const& account);
    void match_by_terms(Agreement agreement);

    std::vector<RecordedTrade> recorded_;
    std::map<std::pair<model::OrderId, model::ExecId>, std::size_t> by_id_;
    std::map<Terms, std::vector<std::size_t>> by_terms_;
    std::vector<TradeMatch> matches_;
};

}  // namespace daybook::services
