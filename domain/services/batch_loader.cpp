#include "services/batch_loader.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "model/assert.hpp"
#include "model/command_fields.hpp"
#include "services/ledger.hpp"
#include "services/overloaded.hpp"
#include "services/report.hpp"
#include "services/report_comparison.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// Whether what a report has traded may be more than a balance holds.
bool is_beyond_range(BookExecution const& report) {
    constexpr auto large = Decimal::from_units(Int128{1} << 122);
    auto const quantity = report.last_quantity_base.value_or(Quantity{}).value();
    auto const price = report.last_price_quote.value_or(Price{}).value();
    auto const notional = multiply(quantity, price);
    return !notional || notional->abs() > large || quantity.abs() > large;
}

}  // namespace

BatchLoader::BatchLoader(ports::Repositories& repositories) : repositories_{repositories} {}

LoadedBooks BatchLoader::load(std::span<CommandBatch const> batches) {
    for (auto const& batch : batches) {
        for (auto const& command : batch.commands) collect(command);
    }
    lock_accounts();
    load_discrepancies();
    load_orders();
    find_targets();
    load_told_names();
    load_what_keeps_open();
    load_reference();
    load_routes();
    load_last_checkpoint();
    load_executions();
    load_corrections();
    load_balances();
    load_positions();
    load_known_reports();
    load_open_states();
    return std::move(loaded_);
}

void BatchLoader::collect(Command const& command) {
    if (std::holds_alternative<Malformed>(command.content)) return;
    auto& needs = needs_[command.account_id];
    if (command.idempotency_key) needs.keys.push_back(&*command.idempotency_key);
    std::visit(
        Overloaded{[&](DefineAsset const& define) { assets_.insert(define.asset.code); },
                   [&](DefineInstrument const& define) {
                       instruments_.insert(define.instrument.key);
                       assets_.insert(define.instrument.base_asset);
                       assets_.insert(define.instrument.quote_asset);
                       defined_.push_back(define.instrument);
                   },
                   [&](Deposit const& deposit) {
                       needs.assets.insert(deposit.asset);
                       if (deposit.exchange) {
                           needs.moves_positions = true;
                           InstrumentKey const key{*deposit.exchange, *deposit.symbol};
                           needs.instruments.insert(key);
                           needs.traded_sides[key].add(Side::BUY);
                       }
                   },
                   [&](Withdraw const& withdraw) { needs.assets.insert(withdraw.asset); },
                   [&](PlaceOrder const& place) {
                       asks_exchanges_ = true;
                       needs.instruments.insert(place.terms.instrument);
                       needs.traded_sides[place.terms.instrument].add(place.terms.side);
                   },
                   [&](CancelOrder const& cancel) {
                       asks_exchanges_ = true;
                       collect_reference(needs, command, cancel.order);
                   },
                   [&](ReplaceOrder const& replace) {
                       asks_exchanges_ = true;
                       collect_reference(needs, command, replace.order);
                   },
                   [&](BookExecution const& report) {
                       collect_link(needs, command, report.order);
                       collect_report(needs, report);
                   },
                   [&](ResolveDiscrepancy const& resolve) { collect(needs, resolve, command); },
                   [&](CloseAccount const&) { needs.closes = true; },
                   [&](Checkpoint const&) { makes_checkpoints_ = true; }, [](auto const&) {}},
        command.content);
}

void BatchLoader::collect(Needs& needs, ResolveDiscrepancy const& resolve, Command const& command) {
    needs.discrepancies.insert(resolve.discrepancy);
    if (!resolve.order) return;
    auto const& account = resolve.order_account_id;
    if (!account || *account == command.account_id) {
        return collect_reference(needs, command, *resolve.order);
    }
    needs_[*account].references.push_back(&*resolve.order);
    booked_elsewhere_.emplace(ports::DiscrepancyKey{command.account_id, resolve.discrepancy},
                              &resolve);
}

void BatchLoader::collect_reference(Needs& needs, Command const& command,
                                    OrderReference const& order) {
    needs.references.push_back(&order);
    collect_link(needs, command, order);
}

void BatchLoader::collect_link(Needs& needs, Command const& command, OrderReference const& order) {
    if (command.idempotency_key) {
        needs.key_links[command.idempotency_key->value()].insert(&order);
    }
}

void BatchLoader::collect_report(Needs& needs, BookExecution const& report) {
    needs.references.push_back(&report.order);
    if (report.exchange_order_id) {
        needs.exchange_order_id_links[report.exchange_order_id->value()].insert(&report.order);
    }
    for (auto const& fee : report.fees.value_or(Fees{})) {
        needs.assets.insert(fee.asset);
        auto const quantity = report.last_quantity_base.value_or(Quantity{}).value();
        if (fee.amount.value().abs() >= quantity) needs.assets_of_large_fees.insert(fee.asset);
    }
    if (moves_money(report.exec_type)) needs.moves_positions = true;
    if (refers_to_trade(report.exec_type)) needs.rebuilds = true;
    needs.reports.push_back(&report);
}

void BatchLoader::lock_accounts() {
    std::vector<AccountId> ids;
    ids.reserve(needs_.size());
    for (auto const& [id, needs] : needs_) ids.push_back(id);
    auto accounts = repositories_.accounts.lock(ids);
    DAYBOOK_ASSERT(accounts.size() == ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto& book = loaded_.accounts[ids[i]];
        book.id = ids[i];
        if (!accounts[i]) continue;
        book.account = std::move(accounts[i]->account);
        book.last_recorded_at = accounts[i]->last_recorded_at;
    }
}

void BatchLoader::load_discrepancies() {
    std::vector<ports::DiscrepancyKey> keys;
    for (auto const& [id, needs] : needs_) {
        for (auto const number : needs.discrepancies) keys.push_back({id, number});
    }
    if (keys.empty()) return;
    for (auto& found : repositories_.discrepancies.find(keys)) {
        if (!found) continue;
        collect_kept(*found);
        auto& book = loaded_.accounts[found->account_id];
        if (is_unbooked(found->kind)) book.reports.try_emplace(found->payload, found->number);
        book.discrepancies.emplace(found->number, std::move(*found));
    }
}

/// What a discrepancy keeps aside may be booked now, and what it is about may change.
void BatchLoader::collect_kept(Discrepancy const& discrepancy) {
    auto const& account = discrepancy.account_id;
    if (discrepancy.order_id) needs_[account].order_ids.insert(*discrepancy.order_id);
    if (!is_unbooked(discrepancy.kind)) return;
    auto const content = content_from_payload(EntryKind::book_execution, discrepancy.payload);
    if (!content) return;
    auto const keep_report = [&](Needs& needs, BookExecution report) {
        auto const& kept = kept_reports_.emplace_back(std::move(report));
        collect_report(needs, std::get<BookExecution>(kept));
    };
    auto const& report = std::get<BookExecution>(*content);
    keep_report(needs_[account], report);
    auto const [begin, end] = booked_elsewhere_.equal_range({account, discrepancy.number});
    for (auto each = begin; each != end; ++each) {
        auto elsewhere = report;
        elsewhere.order = *each->second->order;
        keep_report(needs_[*each->second->order_account_id], std::move(elsewhere));
    }
}

void BatchLoader::load_reference() {
    for (auto const& [id, needs] : needs_) {
        instruments_.insert(needs.instruments.begin(), needs.instruments.end());
        assets_.insert(needs.assets.begin(), needs.assets.end());
    }
    std::vector<InstrumentKey> const keys{instruments_.begin(), instruments_.end()};
    if (!keys.empty()) {
        for (auto& instrument : repositories_.reference.find_instruments(keys)) {
            if (!instrument) continue;
            auto const key = instrument->key;
            loaded_.reference.instruments.emplace(key, std::move(*instrument));
        }
    }
    std::vector<AssetCode> const codes{assets_.begin(), assets_.end()};
    if (codes.empty()) return;
    for (auto& asset : repositories_.reference.find_assets(codes)) {
        if (asset) loaded_.reference.assets.emplace(asset->code, *asset);
    }
}

void BatchLoader::load_routes() {
    if (!asks_exchanges_) return;
    for (auto& lease : repositories_.exchange_leases.list()) {
        loaded_.reference.routed_exchanges.insert(std::move(lease.exchange));
    }
}

void BatchLoader::load_last_checkpoint() {
    if (!makes_checkpoints_) return;
    AccountId const id{definitions_account};
    auto const found = repositories_.checkpoints.find({&id, 1});
    if (found.front()) loaded_.reference.last_checkpoint = found.front()->seq;
}

bool BatchLoader::is_surely_bookable(AccountBook const& book, Needs const& needs,
                                     BookExecution const& report) const {
    // What a name means may change: a report may have been kept aside, and rejected, before.
    if (!std::holds_alternative<OrderId>(report.order) || refers_to_trade(report.exec_type))
        return false;
    // So may what is booked under an exec_id that a resolution uses.
    if (!needs.discrepancies.empty()) return false;
    auto const order = resolve(book, report.order).id;
    if (!order) return false;
    // What is kept aside now may have been before.
    if (foreign_terms(report, book.orders.at(*order)) || is_beyond_range(report)) return false;
    auto const known = book.executions.find(*order);
    return known == book.executions.end() || !known->second.contains(report.exec_id);
}

void BatchLoader::load_known_reports() {
    std::vector<ports::ReportKey> keys;
    for (auto const& [account_id, needs] : needs_) {
        auto const& book = loaded_.accounts[account_id];
        if (!book.account || book.account->discrepancies == 0) continue;
        std::map<ExecId, std::size_t> times;
        for (auto const* report : needs.reports) ++times[report->exec_id];
        for (auto const* report : needs.reports) {
            bool const is_alone = times.at(report->exec_id) == 1;
            if (is_alone && is_surely_bookable(book, needs, *report)) continue;
            keys.push_back({account_id, payload_of(*report)});
        }
    }
    if (keys.empty()) return;
    for (auto& found : repositories_.discrepancies.find_by_payload(keys)) {
        if (!found) continue;
        if (!is_unbooked(found->kind)) continue;
        auto& book = loaded_.accounts[found->account_id];
        book.reports.try_emplace(found->payload, found->number);
        book.discrepancies.try_emplace(found->number, std::move(*found));
    }
}

/// The open discrepancies that tell of a state which the run may end.
void BatchLoader::load_open_states() {
    std::set<ports::DiscrepancyKey> numbers;
    for (auto const& [id, book] : loaded_.accounts) {
        auto const add = [&](std::optional<std::uint64_t> number) {
            if (number && !book.discrepancies.contains(*number)) numbers.insert({id, *number});
        };
        for (auto const& [asset, balance] : book.balances) add(balance.overdrawn);
        for (auto const& [order_id, order] : book.orders) add(order.state().difference);
    }
    if (numbers.empty()) return;
    std::vector<ports::DiscrepancyKey> const keys{numbers.begin(), numbers.end()};
    for (auto& found : repositories_.discrepancies.find(keys)) {
        if (!found) continue;
        auto& book = loaded_.accounts[found->account_id];
        book.discrepancies.emplace(found->number, std::move(*found));
    }
}

}  // namespace daybook::services
