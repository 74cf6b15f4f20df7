#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "ports/outbound/book_reader.hpp"
#include "sqlite/sqlite_book_reader.hpp"
#include "sqlite/sqlite_connection.hpp"

namespace daybook::sqlite {

/// Opens read transactions, one at a time, on a connection of its own, which is thrown away, and
/// another opened, when it has failed badly.
class SqliteBookSnapshots final : public ports::BookSnapshots {
  public:
    using Open = std::function<std::unique_ptr<SqliteConnection>()>;

    explicit SqliteBookSnapshots(Open open);

    void read(std::function<void(ports::BookReader&)> const& read) override;
    void read_while(std::function<bool()> const& is_wanted,
                    std::function<void(ports::BookReader&)> const& read) override;
    std::vector<std::optional<model::Order>> find_orders(
        std::span<ports::OrderKey const> keys) override;

  private:
    struct Session {
        explicit Session(std::unique_ptr<SqliteConnection> opened)
            : connection{std::move(opened)} {}

        std::unique_ptr<SqliteConnection> connection;
        SqliteBookReader reader{*connection};
    };

    [[nodiscard]] Session& session();
    void close_if_spoilt();

    Open open_;
    std::unique_ptr<Session> session_;
};

}  // namespace daybook::sqlite
