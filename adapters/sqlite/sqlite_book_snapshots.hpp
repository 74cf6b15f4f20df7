#pragma once

#include <memory>

#include "ports/outbound/book_reader.hpp"
#include "sqlite/sqlite_book_reader.hpp"
#include "sqlite/sqlite_connection.hpp"

namespace daybook::sqlite {

/// Opens read transactions, one at a time, on a connection of its own.
class SqliteBookSnapshots final : public ports::BookSnapshots {
  public:
    explicit SqliteBookSnapshots(std::unique_ptr<SqliteConnection> connection);

    void read(std::function<void(ports::BookReader&)> const& read) override;
    void read_while(std::function<bool()> const& is_wanted,
                    std::function<void(ports::BookReader&)> const& read) override;
    std::vector<std::optional<model::Order>> find_orders(
        std::span<ports::OrderKey const> keys) override;

  private:
    std::unique_ptr<SqliteConnection> connection_;
    SqliteBookReader reader_;
};

}  // namespace daybook::sqlite
