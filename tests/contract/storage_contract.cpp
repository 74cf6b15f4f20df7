#include "contract/storage_contract.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "memory/memory_storage.hpp"
#include "postgres/postgres_storage.hpp"
#include "sqlite/sqlite_storage.hpp"
#include "support/citus_book.hpp"
#include "support/postgres_cluster.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::contract {
namespace {

OpenStorage open_memory() { return {nullptr, std::make_unique<memory::MemoryStorage>()}; }

OpenStorage open_sqlite() {
    auto folder = std::make_shared<support::TemporaryFolder>();
    auto const file = folder->file("daybook.db");
    support::make_sqlite_book(file);
    return {folder, std::make_unique<sqlite::SqliteStorage>(sqlite::SqliteOptions{.path = file})};
}

OpenStorage open_postgres() {
    auto book = std::make_shared<support::PostgresBook>(support::PostgresCluster::shared());
    auto const url = postgres::PostgresUrl::parse(book->url());
    return {book, std::make_unique<postgres::PostgresStorage>(
                      postgres::PostgresOptions{.url = url.value()})};
}

OpenStorage open_citus() {
    auto book = std::make_shared<support::CitusBook>(citus_script());
    return {book, std::make_unique<postgres::PostgresStorage>(
                      postgres::PostgresOptions{.url = book->url()})};
}

}  // namespace

std::string citus_script() {
    std::ifstream file{DAYBOOK_SOURCE_DIR "/deploy/citus/distribute.sql"};
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<StorageKind> storage_kinds() {
    std::vector<StorageKind> kinds{
        {"Memory", open_memory},
        {"Sqlite", open_sqlite},
    };
    if (support::postgres_is_expected()) kinds.push_back({"Postgres", open_postgres});
    if (std::getenv(support::citus_variable) != nullptr) kinds.push_back({"Citus", open_citus});
    return kinds;
}

StorageContract::StorageContract()
    : open_{GetParam().open()},
      unit_of_work_{open_.storage->open_unit_of_work()},
      snapshots_{open_.storage->open_snapshots()} {}

void StorageContract::commit(std::function<void(ports::Repositories&)> const& work) {
    unit_of_work_->run([&](ports::Repositories& repositories) {
        work(repositories);
        return ports::Commit::yes;
    });
}

void StorageContract::try_out(std::function<void(ports::Repositories&)> const& work) {
    unit_of_work_->run([&](ports::Repositories& repositories) {
        work(repositories);
        return ports::Commit::no;
    });
}

void StorageContract::read(std::function<void(ports::BookReader&)> const& work) {
    snapshots_->read(work);
}

std::vector<std::optional<model::Order>> StorageContract::find_orders(
    std::span<ports::OrderKey const> keys) {
    return snapshots_->find_orders(keys);
}

ports::StorageError::Kind StorageContract::failure_of(
    std::function<void(ports::Repositories&)> const& work) {
    try {
        commit(work);
    } catch (ports::StorageError const& error) {
        return error.kind();
    }
    throw std::logic_error{"nothing was thrown"};
}

}  // namespace daybook::contract
