#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::sql {

/// `-- daybook: allow RULE because REASON`: what lint says by this rule does not count.
struct AllowedRule {
    std::string rule;
    std::string reason;
    std::size_t line = 0;
};

/// What stands in the first lines of a migration, each behind `-- daybook:`.
struct MigrationDirectives {
    /// `no-transaction`: one statement that no transaction may hold.
    bool no_transaction = false;
    /// `expand`: binaries that could use the schema before can use it afterwards.
    bool expand = false;
    /// `compatible-from N`: binaries for schema N and newer can use it afterwards.
    std::optional<int> compatible_from{};
    std::vector<AllowedRule> allowed{};
    /// `nothing-to-do REASON`: for this dialect.
    std::optional<std::string> nothing_to_do{};
};

/// What is wrong with a directive, in one sentence.
struct DirectiveError {
    std::size_t line = 0;
    std::string sentence;
};

struct ParsedDirectives {
    MigrationDirectives directives;
    std::vector<DirectiveError> errors;
};

/// Reads the directives of a migration's text: in its first lines only, those before the first one
/// that is neither empty nor a comment `--`.
/// Errors: those unknown, given twice, further down, or at odds with each other.
[[nodiscard]] ParsedDirectives parse_directives(std::string_view sql);

/// The oldest schema whose binaries can still use the database after migration `version`;
/// `previous` is that of the migration before.
[[nodiscard]] int compatible_from(MigrationDirectives const& directives, int version, int previous);

}  // namespace daybook::sql
