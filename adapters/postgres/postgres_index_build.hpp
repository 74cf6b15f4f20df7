#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

/// What a statement that no transaction may hold does to an index: CREATE INDEX CONCURRENTLY or
/// DROP INDEX CONCURRENTLY.
struct PostgresIndexBuild {
    enum class Act { create, drop };
    /// invalid: a build was cut off or failed.
    enum class Found { absent, invalid, valid };

    Act act = Act::create;
    /// As it is written, quotes and all.
    std::string index;

    /// nullopt for any other statement.
    [[nodiscard]] static std::optional<PostgresIndexBuild> parse(std::string_view statement);
    /// Throws: what libpqxx throws.
    [[nodiscard]] Found find(PostgresSession& session) const;
    /// Whether what is found is what the statement is to make.
    [[nodiscard]] bool is_done(Found found) const {
        return found == (act == Act::create ? Found::valid : Found::absent);
    }
};

/// Whether the statement builds an index concurrently that the server is to name.
[[nodiscard]] bool is_nameless_index(std::string_view statement);

/// Whether the statement says IF EXISTS or IF NOT EXISTS outside of quotes.
[[nodiscard]] bool is_conditional(std::string_view statement);

}  // namespace daybook::postgres
