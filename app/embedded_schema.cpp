#include "app/embedded_schema.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>

#include "app/version.hpp"
#include "migrations/embedded_migrations.hpp"
#include "sql/migration_directives.hpp"
#include "sql/sql_tokens.hpp"

namespace daybook::app {

EmbeddedSchema::EmbeddedSchema(Dialect dialect, ports::Sha256& sha256) {
    int previous = 1;
    for (auto const& embedded : migrations::embedded_migrations()) {
        auto const text = dialect == Dialect::sqlite ? embedded.sqlite : embedded.postgres;
        auto const directives = sql::parse_directives(text).directives;
        previous = sql::compatible_from(directives, embedded.version, previous);
        auto const& fingerprint = fingerprints_.emplace_back(sql::sql_fingerprint(text, sha256));
        migrations_.push_back({.version = embedded.version,
                               .name = embedded.name,
                               .fingerprint = fingerprint,
                               .compatible_from = previous,
                               .sql = text,
                               .in_transaction = !directives.no_transaction});
    }
}

ports::MigrationAuthor this_author() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
    passwd const* const user = ::getpwuid(::geteuid());
    std::string const name = user == nullptr ? std::to_string(::geteuid()) : user->pw_name;
    return {.applied_by = name + "@" + host.data(), .daybook_version = std::string{version()}};
}

}  // namespace daybook::app
