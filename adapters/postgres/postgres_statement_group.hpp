#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::postgres {

/// Statements that change different rows, gathered to be sent as one: they cost one round trip
/// however many they are. All of them see the rows as they were before the first.
class PostgresStatementGroup {
  public:
    struct Statement {
        std::string_view sql;
        std::vector<std::string> arguments;
    };

    /// Shape: `sql` is constant text that changes rows and does not begin with WITH; nothing in the
    /// group changes `rows` yet.
    void add(std::string_view rows, Statement statement);
    [[nodiscard]] bool changes(std::string_view rows) const;
    [[nodiscard]] bool is_empty() const { return statements_.empty(); }
    /// One statement that does what all of them do, and counts the rows that the last of them
    /// changes. The group is empty then; the text lives as long as the group.
    [[nodiscard]] Statement take();
    void clear();

  private:
    /// The texts that were made into one, by where each begins.
    using Key = std::vector<char const*>;

    [[nodiscard]] std::string_view whole_text();

    std::vector<std::string_view> rows_;
    std::vector<Statement> statements_;
    std::map<Key, std::string> known_texts_;
};

}  // namespace daybook::postgres
