#include "model/fields.hpp"

#include <utility>

#include "model/canonical_json_writer.hpp"

namespace daybook::model {
namespace {

/// Reads the one form that to_canonical_json() writes, front to back.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_{text} {}

    [[nodiscard]] bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] bool at_end() const { return text_.empty(); }

    [[nodiscard]] bool string(std::string& out) {
        if (!take('"')) return false;
        while (!text_.empty() && text_.front() != '"') {
            if (text_.front() == '\\') {
                text_.remove_prefix(1);
                if (text_.empty()) return false;
            }
            out += text_.front();
            text_.remove_prefix(1);
        }
        return take('"');
    }

    [[nodiscard]] bool digits(std::string& out) {
        auto const size = out.size();
        while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
            out += text_.front();
            text_.remove_prefix(1);
        }
        return out.size() > size;
    }

    /// Reads a string, a whole number, or an object of those below `name`.
    [[nodiscard]] bool value(std::string name, bool nested, Fields& out) {
        if (take('{')) return !nested && members(name + ".", true, out);
        Field field{std::move(name), {}, Field::Kind::text};
        if (!text_.empty() && text_.front() == '"') {
            if (!string(field.value)) return false;
        } else {
            field.kind = Field::Kind::integer;
            if (take('-')) field.value = "-";
            if (!digits(field.value)) return false;
        }
        out.push_back(std::move(field));
        return true;
    }

    /// Reads members up to and with the closing brace.
    [[nodiscard]] bool members(std::string const& prefix, bool nested, Fields& out) {
        if (take('}')) return true;
        do {
            std::string name;
            if (!string(name) || !take(':') || !value(prefix + name, nested, out)) return false;
        } while (take(','));
        return take('}');
    }

  private:
    std::string_view text_;
};

}  // namespace

std::string to_canonical_json(Fields const& fields) {
    CanonicalJsonWriter writer;
    for (auto const& field : fields) {
        std::string_view const name = field.name;
        auto const dot = name.find('.');
        if (dot == std::string_view::npos) {
            writer.add({}, name, field.value, field.kind);
        } else {
            writer.add(name.substr(0, dot), name.substr(dot + 1), field.value, field.kind);
        }
    }
    return std::move(writer).finish();
}

std::optional<Fields> from_canonical_json(std::string_view json) {
    Fields fields;
    Reader reader{json};
    if (!reader.take('{') || !reader.members("", false, fields) || !reader.at_end()) {
        return std::nullopt;
    }
    // Other escapes, empty objects, dots in names: there is one text for one list of fields.
    if (to_canonical_json(fields) != json) return std::nullopt;
    return fields;
}

}  // namespace daybook::model
