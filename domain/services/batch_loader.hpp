#pragma once

#include <deque>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/command.hpp"
#include "ports/outbound/unit_of_work.hpp"
#include "services/account_book.hpp"
#include "services/loaded_books.hpp"
#include "services/position_loader.hpp"

namespace daybook::services {

/// Locks and loads everything that a run of commands may touch, with a fixed number of repository
/// calls however many commands there are. Rather loads too much than decides on too little.
class BatchLoader {
  public:
    explicit BatchLoader(ports::Repositories& repositories);

    [[nodiscard]] LoadedBooks load(std::span<model::CommandBatch const> batches);

  private:
    struct Less {
        bool operator()(auto const* a, auto const* b) const { return *a < *b; }
    };
    using References = std::set<model::OrderReference const*, Less>;
    /// What the run itself may make a name lead to.
    using Links = std::unordered_map<std::string_view, References>;

    /// What the commands of one account name. It points into the commands, or into kept_reports_.
    struct Needs {
        std::vector<model::BookExecution const*> reports;
        /// The stored orders that each report may be booked on.
        std::vector<std::set<model::OrderId>> targets;
        std::vector<model::OrderReference const*> references;
        std::vector<model::IdempotencyKey const*> keys;
        /// From the keys of the run's requests, and from the ids of the exchange that its reports
        /// give.
        Links key_links;
        Links exchange_order_id_links;
        std::set<std::uint64_t> discrepancies;
        std::set<model::OrderId> order_ids;
        std::set<model::InstrumentKey> instruments;
        std::set<model::AssetCode> assets;
        /// Whether a command may change a position: most do not.
        bool moves_positions = false;
        /// By orders that the run places, and by quantities that it brings in.
        std::map<model::InstrumentKey, TradedSides> traded_sides;
        /// Of fees that, in the base asset, take more than their trade gives.
        std::set<model::AssetCode> assets_of_large_fees;
        /// Whether a trade that is booked, or that the run books, may change.
        bool rebuilds = false;
        /// Whether the account is to be closed: then all counts that keeps it open.
        bool closes = false;
    };

    void collect(model::Command const& command);
    void collect_reference(Needs& needs, model::Command const& command,
                           model::OrderReference const& order);
    void collect_report(Needs& needs, model::BookExecution const& report);
    void collect_link(Needs& needs, model::Command const& command,
                      model::OrderReference const& order);
    void collect(Needs& needs, model::ResolveDiscrepancy const& resolve,
                 model::Command const& command);
    void lock_accounts();
    void load_discrepancies();
    void collect_kept(model::Discrepancy const& discrepancy);
    void load_named(std::span<ports::ExchangeOrderKey const> keys);
    void keep(model::Order order);
    void load_orders();
    void find_targets();
    void load_told_names();
    void load_what_keeps_open();
    void load_reference();
    void load_routes();
    void load_last_checkpoint();
    void load_executions();
    void load_whole_orders(std::set<ports::OrderKey> const& orders);
    void load_single_executions(std::set<ports::ExecutionKey> const& keys);
    void load_corrections();
    void keep(model::Execution execution);
    void load_balances();
    void load_positions();
    void load_open_states();
    void load_known_reports();
    [[nodiscard]] static std::map<model::InstrumentKey, TradedSides> traded_sides(
        AccountBook const& book, Needs const& needs);
    [[nodiscard]] static bool tells_late_fees(AccountBook const& book, model::OrderId const& order,
                                              model::BookExecution const& report);
    /// Whether the report, the only one of its exec_id, cannot become a discrepancy that was kept
    /// before.
    [[nodiscard]] bool is_surely_bookable(AccountBook const& book, Needs const& needs,
                                          model::BookExecution const& report) const;
    /// The stored orders that `reference` may lead to, by way of what the run links too.
    [[nodiscard]] std::set<model::OrderId> candidates(AccountBook const& book, Needs const& needs,
                                                      model::OrderReference const& reference) const;

    ports::Repositories& repositories_;
    LoadedBooks loaded_;
    std::map<model::AccountId, Needs> needs_;
    /// Reports that were kept aside before and may be booked now.
    std::deque<model::CommandContent> kept_reports_;
    std::set<model::AssetCode> assets_;
    std::set<model::InstrumentKey> instruments_;
    /// Discrepancies that are to be booked in another account than theirs.
    std::multimap<ports::DiscrepancyKey, model::ResolveDiscrepancy const*> booked_elsewhere_;
    /// Instruments that the run itself defines.
    std::vector<model::Instrument> defined_;
    /// Whether a command of the run may have something to say to an exchange.
    bool asks_exchanges_ = false;
    bool makes_checkpoints_ = false;
};

}  // namespace daybook::services
