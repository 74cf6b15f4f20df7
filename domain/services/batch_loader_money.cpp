#include <algorithm>
#include <utility>

#include "model/assert.hpp"
#include "services/batch_loader.hpp"
#include "services/position_loader.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// Whether the run itself may tell the fees of a trade later than the trade.
bool repeats_trades(std::vector<BookExecution const*> const& reports) {
    std::set<ExecId> without_fees;
    std::set<ExecId> with_fees;
    for (auto const* report : reports) {
        if (report->exec_type != ExecType::TRADE) continue;
        bool const has_fees = report->fees && !report->fees->empty();
        (has_fees ? with_fees : without_fees).insert(report->exec_id);
    }
    return std::ranges::any_of(without_fees,
                               [&](auto const& id) { return with_fees.contains(id); });
}

}  // namespace

void BatchLoader::load_balances() {
    std::vector<ports::BalanceKey> keys;
    for (auto& [account_id, needs] : needs_) {
        auto const add_assets = [&needs](Instrument const& instrument) {
            needs.assets.insert(instrument.base_asset);
            needs.assets.insert(instrument.quote_asset);
        };
        for (auto const& key : needs.instruments) {
            auto const known = loaded_.reference.instruments.find(key);
            if (known != loaded_.reference.instruments.end()) add_assets(known->second);
            for (auto const& defined : defined_) {
                if (defined.key == key) add_assets(defined);
            }
        }
        for (auto const& asset : needs.assets) keys.push_back({account_id, asset});
    }
    if (keys.empty()) return;
    for (auto& balance : repositories_.balances.find(keys)) {
        auto const asset = balance.asset;
        loaded_.accounts[balance.account_id].balances.emplace(asset, std::move(balance));
    }
}

void BatchLoader::load_positions() {
    std::vector<PositionNeed> wanted;
    for (auto const& [account_id, needs] : needs_) {
        if (!needs.moves_positions) continue;
        auto& book = loaded_.accounts[account_id];
        if (!book.account) continue;
        bool const rebuilds = needs.rebuilds || repeats_trades(needs.reports);
        auto const sides = traded_sides(book, needs);
        for (auto const& key : needs.instruments) {
            auto const instrument = loaded_.reference.instruments.find(key);
            if (instrument == loaded_.reference.instruments.end()) {
                book.undefined_instruments.insert(key);
                continue;
            }
            auto& need = wanted.emplace_back(PositionNeed{{account_id, key}, {}, rebuilds});
            auto const known = sides.find(key);
            if (known != sides.end()) need.sides = known->second;
            bool const is_any_side =
                !needs.discrepancies.empty() ||
                needs.assets_of_large_fees.contains(instrument->second.base_asset);
            if (is_any_side) need.sides = {.buys = true, .sells = true};
        }
    }
    if (!wanted.empty()) services::load_positions(repositories_, loaded_, wanted);
}

std::map<InstrumentKey, TradedSides> BatchLoader::traded_sides(AccountBook const& book,
                                                               Needs const& needs) {
    auto sides = needs.traded_sides;
    for (auto const& [id, order] : book.orders) {
        auto const& state = order.state();
        auto& of_instrument = sides[state.terms.instrument];
        of_instrument.add(state.terms.side);
        // A trade that comes after its correction is booked as that says.
        if (state.unmatched_reports > 0) of_instrument = {.buys = true, .sells = true};
    }
    return sides;
}

}  // namespace daybook::services
