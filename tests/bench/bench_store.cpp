#include "bench/bench_store.hpp"

#include <stdexcept>

#include "memory/memory_storage.hpp"
#include "postgres/postgres_storage.hpp"
#include "sqlite/sqlite_storage.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::bench {

namespace {

class MemoryBenchStore final : public BenchStore {
  public:
    ports::Storage& storage() override { return storage_; }

  private:
    memory::MemoryStorage storage_;
};

/// With the durability of the product: WAL, synchronous=FULL.
class SqliteBenchStore final : public BenchStore {
  public:
    SqliteBenchStore() {
        auto const path = folder_.file("book.db");
        support::make_sqlite_book(path);
        storage_ = std::make_unique<sqlite::SqliteStorage>(sqlite::SqliteOptions{.path = path});
    }
    ports::Storage& storage() override { return *storage_; }

  private:
    support::TemporaryFolder folder_;
    std::unique_ptr<ports::Storage> storage_;
};

}  // namespace

PostgresBenchStore::PostgresBenchStore(BenchServer& server)
    : server_{server},
      database_{server.create_book()},
      storage_{std::make_unique<postgres::PostgresStorage>(
          postgres::PostgresOptions{.url = postgres::PostgresUrl::parse(url()).value()})} {}

PostgresBenchStore::~PostgresBenchStore() {
    storage_.reset();
    try {
        server_.drop(database_);
    } catch (std::runtime_error const&) {
        // It goes with the server.
    }
}

std::unique_ptr<BenchStore> BenchStore::make(std::string_view kind) {
    if (kind == "memory") return std::make_unique<MemoryBenchStore>();
    if (kind == "sqlite") return std::make_unique<SqliteBenchStore>();
    if (kind == "postgres") return std::make_unique<PostgresBenchStore>(BenchServer::shared());
    throw std::runtime_error{"no store is called " + std::string{kind}};
}

}  // namespace daybook::bench
