#pragma once

#include "ports/outbound/identity_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Which book it is, in SQLite.
class SqliteIdentityRepository final : public ports::IdentityRepository {
  public:
    explicit SqliteIdentityRepository(SqliteConnection& connection);

    model::BookIdentity find() override;
    void save(model::BookIdentity const& identity) override;
    void save_missing(model::BookIdentity const& identity) override;

  private:
    SqliteStatement list_;
    SqliteStatement save_;
    SqliteStatement save_missing_;
};

}  // namespace daybook::sqlite
