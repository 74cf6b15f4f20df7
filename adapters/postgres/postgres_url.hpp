#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace daybook::postgres {

/// A `postgresql://` URL that libpq understands: TLS, several hosts, `target_session_attrs` and
/// whatever else is a parameter of libpq. It may hold passwords: nothing prints it.
///
/// Source: PostgreSQL 15, section 34.1.1.2, Connection URIs.
class PostgresUrl {
  public:
    /// Errors: what the text must be, to go after "it must be"; never a part of the text.
    [[nodiscard]] static tl::expected<PostgresUrl, std::string> parse(std::string_view text);

    /// The value of a parameter of libpq; empty where the URL does not set it.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    /// Sets a parameter that the URL does not set.
    void set_default(std::string name, std::string value);
    /// Sets a parameter, over what the URL may say.
    void set(std::string name, std::string value);

    /// The parameters as libpq's `name='value'` text. Holds the password.
    [[nodiscard]] std::string connection_string() const;
    /// Hosts, ports and database alone: `postgresql://db-1:5432,db-2:5432/daybook`.
    [[nodiscard]] std::string describe() const;

  private:
    std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace daybook::postgres
