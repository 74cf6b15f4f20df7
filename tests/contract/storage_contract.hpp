#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ports/outbound/storage.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::contract {

/// An empty store, with what has to live as long as it.
struct OpenStorage {
    std::shared_ptr<void> environment;
    std::unique_ptr<ports::Storage> storage;
};

/// One implementation of the ports.
struct StorageKind {
    std::string name;
    std::function<OpenStorage()> open;
};

inline void PrintTo(StorageKind const& kind, std::ostream* out) { *out << kind.name; }

/// The text of deploy/citus/distribute.sql.
[[nodiscard]] std::string citus_script();

/// Every implementation that can be tested here. A new one adds one line. Citus is among them where
/// DAYBOOK_TEST_CITUS_URL names a server that has it.
[[nodiscard]] std::vector<StorageKind> storage_kinds();

/// What every implementation of the outbound ports promises: each test runs on an empty store of
/// every kind.
class StorageContract : public testing::TestWithParam<StorageKind> {
  protected:
    StorageContract();

    [[nodiscard]] ports::Storage& storage() { return *open_.storage; }
    /// Runs `work` as one unit of work that commits.
    void commit(std::function<void(ports::Repositories&)> const& work);
    /// Runs `work` as one unit of work that rolls back.
    void try_out(std::function<void(ports::Repositories&)> const& work);
    void read(std::function<void(ports::BookReader&)> const& work);
    [[nodiscard]] std::vector<std::optional<model::Order>> find_orders(
        std::span<ports::OrderKey const> keys);
    /// The kind of the StorageError that committing `work` throws; fails where it throws none.
    [[nodiscard]] ports::StorageError::Kind failure_of(
        std::function<void(ports::Repositories&)> const& work);

  private:
    OpenStorage open_;
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
};

}  // namespace daybook::contract

/// Runs the tests of `suite`, a StorageContract, on every kind of storage.
#define DAYBOOK_ON_EVERY_STORAGE(suite)                                                          \
    INSTANTIATE_TEST_SUITE_P(On, suite, testing::ValuesIn(::daybook::contract::storage_kinds()), \
                             [](auto const& kind) { return kind.param.name; })
