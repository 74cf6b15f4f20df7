#include "services/batch_loader.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "model/assert.hpp"
#include "model/command_fields.hpp"
#include "services/ledger.hpp"
#include "services/overloaded.hpp"
#include "services/position_loader.hpp"

namespace daybook::services {

using namespace model;

namespace {

bool refers_to_trade(BookExecution const& report) {
    return report.exec_type == ExecType::TRADE_CANCEL ||
           report.exec_type == ExecType::TRADE_CORRECT;
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
    load_reference();
    load_routes();
    load_executions();
    load_balances();
    load_positions();
    load_known_reports();
    return std::move(loaded_);
}

void BatchLoader::collect(Command const& command) {
    if (std::holds_alternative<Malformed>(command.content)) return;
    auto& needs = needs_[command.account_id];
    if (command.idempotency_key) needs.keys.push_back(&*command.idempotency_key);
    std::visit(Overloaded{[&](DefineAsset const& define) { assets_.insert(define.asset.code); },
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
                          [&](ResolveDiscrepancy const& resolve) {
                              needs.discrepancies.insert(resolve.discrepancy);
                              if (resolve.order) collect_reference(needs, command, *resolve.order);
                          },
                          [](auto const&) {}},
               command.content);
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
    if (auto const& fee = report.fee) {
        needs.assets.insert(fee->asset);
        auto const quantity = report.last_quantity_base.value_or(Quantity{}).value();
        if (fee->amount.value().abs() >= quantity) needs.assets_of_large_fees.insert(fee->asset);
    }
    if (moves_money(report.exec_type)) needs.moves_positions = true;
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
        book.account = std::move(accounts[i]);
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
        auto& needs = needs_[found->account_id];
        auto kept = content_from_payload(EntryKind::book_execution, found->payload);
        if (kept) {
            auto const& content = kept_reports_.emplace_back(std::move(*kept));
            collect_report(needs, std::get<BookExecution>(content));
        }
        auto& book = loaded_.accounts[found->account_id];
        book.reports.try_emplace(found->payload, found->number);
        book.discrepancies.emplace(found->number, std::move(*found));
    }
}

void BatchLoader::load_orders() {
    std::vector<ports::EntryKey> keys;
    std::set<ports::OrderKey> ids;
    std::set<ports::ExchangeOrderKey> exchange_ids;
    for (auto& [account_id, needs] : needs_) {
        auto& names = needs.keys;
        for (auto const* reference : needs.references) {
            std::visit(Overloaded{[&](OrderId const& id) { ids.insert({account_id, id}); },
                                  [&](IdempotencyKey const& key) { names.push_back(&key); },
                                  [&](ExchangeOrderId const& id) {
                                      exchange_ids.insert({account_id, id});
                                  }},
                       *reference);
        }
        std::ranges::sort(names, Less{});
        auto const same = [](auto const* a, auto const* b) { return *a == *b; };
        names.erase(std::unique(names.begin(), names.end(), same), names.end());
        for (auto const* key : names) keys.push_back({account_id, *key});
    }
    if (!keys.empty()) {
        for (auto& entry : repositories_.entries.find_by_key(keys)) {
            if (!entry) continue;
            if (entry->order_id) ids.insert({entry->account_id, *entry->order_id});
            auto const key = *entry->idempotency_key;
            loaded_.accounts[entry->account_id].keys.emplace(key, std::move(*entry));
        }
    }
    auto const keep = [&](Order order) {
        auto& book = loaded_.accounts[order.state().account_id];
        if (order.state().exchange_order_id) {
            book.orders_at_exchange[*order.state().exchange_order_id].insert(order.state().id);
        }
        needs_[order.state().account_id].instruments.insert(order.state().terms.instrument);
        book.orders.emplace(order.state().id, std::move(order));
    };
    std::vector<ports::ExchangeOrderKey> const at_exchange{exchange_ids.begin(),
                                                           exchange_ids.end()};
    if (!at_exchange.empty()) {
        for (auto& found : repositories_.orders.find_by_exchange_order_id(at_exchange)) {
            for (auto& order : found) keep(std::move(order));
        }
    }
    std::vector<ports::OrderKey> const wanted{ids.begin(), ids.end()};
    if (wanted.empty()) return;
    for (auto& order : repositories_.orders.find(wanted)) {
        if (order) keep(std::move(*order));
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

std::set<OrderId> BatchLoader::candidates(AccountBook const& book, Needs const& needs,
                                          OrderReference const& reference) const {
    std::set<OrderId> found;
    References followed;
    std::vector<OrderReference const*> open{&reference};
    auto const follow = [&open](Links const& links, std::string const& name) {
        auto const known = links.find(name);
        if (known == links.end()) return;
        open.insert(open.end(), known->second.begin(), known->second.end());
    };
    while (!open.empty()) {
        auto const& next = *open.back();
        open.pop_back();
        if (!followed.insert(&next).second) continue;
        auto const resolved = resolve(book, next);
        if (resolved.id && book.orders.contains(*resolved.id)) found.insert(*resolved.id);
        if (auto const* key = std::get_if<IdempotencyKey>(&next)) {
            follow(needs.key_links, key->value());
        } else if (auto const* exchange_id = std::get_if<ExchangeOrderId>(&next)) {
            auto const known = book.orders_at_exchange.find(*exchange_id);
            if (known != book.orders_at_exchange.end()) {
                found.insert(known->second.begin(), known->second.end());
            }
            follow(needs.exchange_order_id_links, exchange_id->value());
        }
    }
    return found;
}

void BatchLoader::load_executions() {
    std::set<ports::OrderKey> whole_orders;
    std::set<ports::ExecutionKey> keys;
    for (auto const& [account_id, needs] : needs_) {
        auto const& book = loaded_.accounts[account_id];
        if (!needs.discrepancies.empty()) {
            // A report that the run itself keeps aside may be booked on any order it names.
            for (auto const& [id, order] : book.orders) whole_orders.insert({account_id, id});
        }
        for (auto const* report : needs.reports) {
            for (auto const& id : candidates(book, needs, report->order)) {
                bool const needs_all =
                    refers_to_trade(*report) || book.orders.at(id).state().unmatched_reports > 0;
                if (needs_all) whole_orders.insert({account_id, id});
                keys.insert({{account_id, id}, report->exec_id});
            }
        }
    }
    std::erase_if(keys, [&](auto const& key) { return whole_orders.contains(key.order); });
    auto const keep = [&](Execution execution) {
        auto& book = loaded_.accounts[execution.account_id];
        // A bust gives back the fee as well.
        if (execution.fee) needs_[execution.account_id].assets.insert(execution.fee->asset);
        auto const key = execution.exec_id;
        book.executions[execution.order_id].emplace(key, std::move(execution));
    };
    std::vector<ports::ExecutionKey> const single{keys.begin(), keys.end()};
    if (!single.empty()) {
        for (auto& execution : repositories_.executions.find(single)) {
            if (execution) keep(std::move(*execution));
        }
    }
    std::vector<ports::OrderKey> const whole{whole_orders.begin(), whole_orders.end()};
    if (whole.empty()) return;
    for (auto& executions : repositories_.executions.of_orders(whole)) {
        for (auto& execution : executions) keep(std::move(execution));
    }
}

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
        bool const rebuilds = std::ranges::any_of(
            needs.reports, [](auto const* report) { return refers_to_trade(*report); });
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

bool BatchLoader::is_surely_bookable(AccountBook const& book, Needs const& needs,
                                     BookExecution const& report) const {
    // What an id of the exchange means may change within the run.
    if (std::holds_alternative<ExchangeOrderId>(report.order) || refers_to_trade(report)) {
        return false;
    }
    // So may what is booked under an exec_id that a resolution uses.
    if (!needs.discrepancies.empty()) return false;
    auto const order = resolve(book, report.order).id;
    if (!order) return false;
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
        auto& book = loaded_.accounts[found->account_id];
        book.reports.try_emplace(found->payload, found->number);
        book.discrepancies.try_emplace(found->number, std::move(*found));
    }
}

}  // namespace daybook::services
