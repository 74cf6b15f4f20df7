#pragma once

#include "ports/outbound/write_group.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

class PostgresWriteGroup final : public ports::WriteGroup {
  public:
    explicit PostgresWriteGroup(PostgresConnection& connection) : connection_{connection} {}

    void run(std::function<void()> const& writes) override { connection_.gather(writes); }

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
