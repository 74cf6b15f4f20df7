#include "model/fields.hpp"

#include <span>
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
    [[nodiscard]] bool take(std::string_view word) {
        if (!text_.starts_with(word)) return false;
        text_.remove_prefix(word.size());
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

    /// Reads a value, and what is below it where it is an object or a list.
    [[nodiscard]] bool value(std::string name, int depth, Fields& out) {
        if (take('{')) return depth < fields_depth_max && members(name + ".", depth + 1, out);
        if (take('[')) return depth < fields_depth_max && elements(name, depth + 1, out);
        Field field{std::move(name), {}, Field::Kind::text};
        if (!text_.empty() && text_.front() == '"') {
            if (!string(field.value)) return false;
        } else if (bool const yes = take("true"); yes || take("false")) {
            field.kind = Field::Kind::boolean;
            field.value = yes ? "true" : "false";
        } else {
            field.kind = Field::Kind::integer;
            if (take('-')) field.value = "-";
            if (!digits(field.value)) return false;
        }
        out.push_back(std::move(field));
        return true;
    }

    /// Reads members up to and with the closing brace.
    [[nodiscard]] bool members(std::string const& prefix, int depth, Fields& out) {
        if (take('}')) return true;
        do {
            std::string name;
            if (!string(name) || !take(':') || !value(prefix + name, depth, out)) return false;
        } while (take(','));
        return take('}');
    }

    /// Reads elements up to and with the closing bracket.
    [[nodiscard]] bool elements(std::string const& name, int depth, Fields& out) {
        if (take(']')) {
            out.push_back({name, {}, Field::Kind::empty_list});
            return true;
        }
        std::size_t count = 0;
        do {
            if (!value(name + "." + std::to_string(count++), depth, out)) return false;
        } while (take(','));
        return take(']');
    }

  private:
    std::string_view text_;
};

bool begins_with_digit(std::string_view name) {
    return !name.empty() && name.front() >= '0' && name.front() <= '9';
}

/// Writes fields whose names begin alike for `skipped` characters.
void write(CanonicalJsonWriter& writer, std::span<Field const> fields, std::size_t skipped) {
    while (!fields.empty()) {
        auto const name = std::string_view{fields.front().name}.substr(skipped);
        auto const dot = name.find('.');
        if (dot == std::string_view::npos) {
            writer.add(name, fields.front().value, fields.front().kind);
            fields = fields.subspan(1);
            continue;
        }
        auto const prefix = std::string_view{fields.front().name}.substr(0, skipped + dot + 1);
        std::size_t count = 1;
        while (count < fields.size() && fields[count].name.starts_with(prefix)) ++count;
        if (begins_with_digit(name.substr(dot + 1))) {
            writer.open_list(name.substr(0, dot));
        } else {
            writer.open_object(name.substr(0, dot));
        }
        write(writer, fields.first(count), prefix.size());
        writer.close();
        fields = fields.subspan(count);
    }
}

}  // namespace

std::string to_canonical_json(Fields const& fields) {
    CanonicalJsonWriter writer;
    write(writer, fields, 0);
    return std::move(writer).finish();
}

std::optional<Fields> from_canonical_json(std::string_view json) {
    Fields fields;
    Reader reader{json};
    if (!reader.take('{') || !reader.members("", 1, fields) || !reader.at_end()) {
        return std::nullopt;
    }
    // Other escapes, empty objects, dots in names: there is one text for one list of fields.
    if (to_canonical_json(fields) != json) return std::nullopt;
    return fields;
}

}  // namespace daybook::model
