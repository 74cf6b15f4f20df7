#include "sql/sql_tokens.hpp"

#include <algorithm>

namespace daybook::sql {

namespace {

using Kind = SqlToken::Kind;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Cuts tokens off the front of a text.
class Scanner {
  public:
    explicit Scanner(std::string_view sql) : sql_{sql} {}

    std::vector<SqlToken> run() {
        while (at_ < sql_.size()) {
            if (is_space(sql_[at_])) {
                ++at_;
            } else if (starts_with("--")) {
                line_comment();
            } else if (starts_with("/*")) {
                block_comment();
            } else {
                token();
            }
        }
        return std::move(tokens_);
    }

  private:
    [[nodiscard]] bool starts_with(std::string_view text) const {
        return sql_.substr(at_).starts_with(text);
    }

    void line_comment() {
        constexpr std::string_view mark = "daybook:";
        auto const end = std::min(sql_.find('\n', at_), sql_.size());
        auto const text = trimmed(sql_.substr(at_ + 2, end - at_ - 2));
        if (text.starts_with(mark)) add(Kind::directive, trimmed(text.substr(mark.size())));
        at_ = end;
    }

    /// Postgres nests them.
    void block_comment() {
        std::size_t depth = 0;
        do {
            if (starts_with("/*")) {
                ++depth;
                at_ += 2;
            } else if (starts_with("*/")) {
                --depth;
                at_ += 2;
            } else {
                ++at_;
            }
        } while (depth > 0 && at_ < sql_.size());
    }

    void token() {
        auto const start = at_;
        char const c = sql_[at_];
        if (c == '\'' || c == '"' || c == '`') {
            return finish(Kind::quoted, start, end_of_quoted(at_ + 1, c, false));
        }
        if (c == '$') {
            if (auto const end = end_of_dollar_quoted()) return finish(Kind::quoted, start, end);
        }
        if ((c == 'E' || c == 'e') && sql_.substr(at_ + 1).starts_with('\'')) {
            return finish(Kind::quoted, start, end_of_quoted(at_ + 2, '\'', true));
        }
        auto end = at_;
        // A word may hold a dollar sign, which quotes nothing then.
        while (end < sql_.size() && (is_word(sql_[end]) || (end > start && sql_[end] == '$'))) {
            ++end;
        }
        if (end > start) return finish(Kind::word, start, end);
        finish(Kind::symbol, start, start + 1);
    }

    /// A quote twice stands for itself.
    [[nodiscard]] std::size_t end_of_quoted(std::size_t at, char quote, bool backslash) const {
        for (; at < sql_.size(); ++at) {
            if (backslash && sql_[at] == '\\') {
                ++at;
            } else if (sql_[at] == quote) {
                if (at + 1 >= sql_.size() || sql_[at + 1] != quote) return at + 1;
                ++at;
            }
        }
        return sql_.size();
    }

    /// 0 where no tag begins.
    [[nodiscard]] std::size_t end_of_dollar_quoted() const {
        auto open = at_ + 1;
        while (open < sql_.size() && is_word(sql_[open])) ++open;
        if (open == sql_.size() || sql_[open] != '$') return 0;
        auto const tag = sql_.substr(at_, open + 1 - at_);
        auto const close = sql_.find(tag, open + 1);
        return close == std::string_view::npos ? sql_.size() : close + tag.size();
    }

    void finish(Kind kind, std::size_t start, std::size_t end) {
        at_ = std::min(end, sql_.size());
        add(kind, sql_.substr(start, at_ - start));
    }

    void add(Kind kind, std::string_view text) {
        auto const begin = static_cast<std::size_t>(text.data() - sql_.data());
        auto const skipped = sql_.substr(counted_, begin - counted_);
        line_ += static_cast<std::size_t>(std::ranges::count(skipped, '\n'));
        counted_ = begin;
        tokens_.push_back({kind, text, line_});
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    /// How far lines have been counted, and the line there.
    std::size_t counted_ = 0;
    std::size_t line_ = 1;
    std::vector<SqlToken> tokens_;
};

}  // namespace

std::vector<SqlToken> sql_tokens(std::string_view sql) { return Scanner{sql}.run(); }

std::string sql_fingerprint(std::string_view sql, ports::Sha256& sha256) {
    std::string stream;
    for (auto const& token : sql_tokens(sql)) {
        if (token.kind == Kind::directive) stream += "-- daybook:";
        stream.append(token.text).push_back('\0');
    }
    std::string text = "v1:";
    for (auto const byte : sha256.of(stream, "")) {
        constexpr std::string_view digits = "0123456789abcdef";
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace daybook::sql
