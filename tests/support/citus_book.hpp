#pragma once

#include <string>
#include <vector>

#include "postgres/postgres_url.hpp"

namespace daybook::support {

/// Names a server with Citus to test on: the URL of a superuser, to any of its databases.
inline constexpr char const* citus_variable = "DAYBOOK_TEST_CITUS_URL";

/// An empty book on that server: a database of its own, with the server as its only node,
/// distributed by deploy/citus/distribute.sql over four shards. It goes away with the object.
///
/// Throws: std::runtime_error from any member.
class CitusBook {
  public:
    /// `script`: the text of that file.
    explicit CitusBook(std::string const& script);
    CitusBook(CitusBook const&) = delete;
    CitusBook& operator=(CitusBook const&) = delete;
    ~CitusBook();

    [[nodiscard]] postgres::PostgresUrl url() const { return url_; }
    /// The first column of the last statement's rows.
    std::vector<std::string> query(std::string const& sql) const;

  private:
    void migrate() const;

    postgres::PostgresUrl server_;
    postgres::PostgresUrl url_;
    std::string database_;
};

}  // namespace daybook::support
