#include "sql/migration_directives.hpp"

#include <algorithm>
#include <charconv>

#include "sql/sql_tokens.hpp"

namespace daybook::sql {

int compatible_from(std::string_view sql, int version, int previous) {
    constexpr std::string_view directive = "compatible-from ";
    for (auto const& token : sql_tokens(sql)) {
        if (token.kind != SqlToken::Kind::directive) continue;
        if (token.text == "expand") return previous;
        if (!token.text.starts_with(directive)) continue;
        auto const number = token.text.substr(directive.size());
        int from = version;
        std::from_chars(number.data(), number.data() + number.size(), from);
        return std::min(from, version);
    }
    return version;
}

}  // namespace daybook::sql
