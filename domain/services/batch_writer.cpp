#include "services/batch_writer.hpp"

#include <iterator>
#include <utility>
#include <vector>

#include "ports/outbound/storage_error.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// The rows of all accounts, by kind.
struct Rows {
    std::vector<Account> new_accounts;
    std::vector<Account> accounts;
    std::vector<Asset> new_assets;
    std::vector<Instrument> instruments;
    std::vector<Order> new_orders;
    std::vector<Order> orders;
    std::vector<std::uint64_t> order_versions;
    std::vector<Entry> entries;
    std::vector<Execution> executions;
    std::vector<Balance> balances;
    std::vector<ports::PositionChange> positions;
    std::vector<Discrepancy> discrepancies;
    std::vector<OutboxRequest> outbox;
    std::vector<ExchangeOrderName> earlier_names;
    std::vector<ChainHead> checkpoint_heads;
};

ports::PositionChange change_of(Position const& position) {
    ports::PositionChange change{position.state(), {}, {}};
    for (auto const& lot : position.lots()) {
        if (position.changed_lots().contains(lot.number)) change.changed_lots.push_back(lot);
    }
    auto const& removed = position.removed_lots();
    change.removed_lots.assign(removed.begin(), removed.end());
    return change;
}

/// Moves all of `from` to the end of `to`.
template <class Row>
void take(std::vector<Row>& to, std::vector<Row>& from) {
    to.insert(to.end(), std::move_iterator{from.begin()}, std::move_iterator{from.end()});
}

void collect(AccountBook& book, ReferenceData const& reference, Rows& rows) {
    auto& changes = book.changes;
    if (changes.entries.empty()) return;
    (changes.account_is_new ? rows.new_accounts : rows.accounts).push_back(*book.account);
    for (auto const& code : changes.new_assets) {
        rows.new_assets.push_back(reference.assets.at(code));
    }
    for (auto const& key : changes.instruments) {
        rows.instruments.push_back(reference.instruments.at(key));
    }
    for (auto const& id : changes.new_orders) {
        rows.new_orders.push_back(std::move(book.orders.at(id)));
    }
    for (auto const& [id, stored_version] : changes.updated_orders) {
        rows.orders.push_back(std::move(book.orders.at(id)));
        rows.order_versions.push_back(stored_version);
    }
    take(rows.entries, changes.entries);
    take(rows.executions, changes.executions);
    for (auto const& asset : changes.balances) rows.balances.push_back(book.balances.at(asset));
    for (auto const& key : changes.positions) {
        rows.positions.push_back(change_of(book.positions.at(key).position));
    }
    for (auto const number : changes.discrepancies) {
        rows.discrepancies.push_back(book.discrepancies.at(number));
    }
    take(rows.outbox, changes.outbox);
    take(rows.earlier_names, changes.earlier_names);
    for (auto& [id, head] : changes.checkpoint_heads) {
        rows.checkpoint_heads.push_back(std::move(head));
    }
}

void update_orders(ports::OrderRepository& orders, Rows const& rows) {
    if (orders.update(rows.orders, rows.order_versions) != ports::SaveStatus::saved) {
        throw ports::StorageError{ports::StorageError::Kind::conflict,
                                  "an order was changed by another writer"};
    }
}

void write(ports::Repositories& repositories, Rows const& rows,
           std::span<ports::AnsweredRequest const> answered) {
    if (!rows.new_accounts.empty()) repositories.accounts.add(rows.new_accounts);
    if (!rows.new_assets.empty()) repositories.reference.add_assets(rows.new_assets);
    if (!rows.instruments.empty()) repositories.reference.save_instruments(rows.instruments);
    if (!rows.new_orders.empty()) repositories.orders.add(rows.new_orders);
    if (!rows.earlier_names.empty()) repositories.orders.add_earlier_names(rows.earlier_names);
    if (!rows.entries.empty()) repositories.entries.append(rows.entries);
    if (!rows.executions.empty()) repositories.executions.add(rows.executions);
    if (!rows.balances.empty()) repositories.balances.save(rows.balances);
    if (!rows.positions.empty()) repositories.positions.save(rows.positions);
    if (!rows.discrepancies.empty()) repositories.discrepancies.save(rows.discrepancies);
    if (!rows.outbox.empty()) repositories.outbox.add(rows.outbox);
    if (!answered.empty()) repositories.outbox.answer(answered);
    if (!rows.checkpoint_heads.empty()) repositories.checkpoints.save(rows.checkpoint_heads);
    // Last: a store that counts the rows sends all of the group with it.
    if (!rows.accounts.empty()) repositories.accounts.update(rows.accounts);
}

}  // namespace

bool write_changes(ports::Repositories& repositories, LoadedBooks loaded,
                   std::span<ports::AnsweredRequest const> answered) {
    Rows rows;
    for (auto& [id, book] : loaded.accounts) collect(book, loaded.reference, rows);
    if (rows.entries.empty() && answered.empty()) return false;
    if (!rows.orders.empty()) update_orders(repositories.orders, rows);
    repositories.write_group.run([&] { write(repositories, rows, answered); });
    return true;
}

}  // namespace daybook::services
