#include "sql/schema_text.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "sql/schema_difference.hpp"

namespace daybook::sql {

namespace {

using ports::SchemaItem;
using Items = std::vector<SchemaItem>;

/// `column orders.side: enumeration NOT NULL`
std::string line(SchemaItem const& item) {
    auto text = item_title(item);
    if (!item.definition.empty()) text += ": " + item.definition;
    return text + "\n";
}

/// What the words say elsewhere: `uuid` is a blob of 16 bytes, which SQLite has to check.
bool is_of_one_engine(SchemaItem const& words) {
    bool const may_be = words.kind == SchemaItem::Kind::check ||
                        words.kind == SchemaItem::Kind::trigger ||
                        words.kind == SchemaItem::Kind::function;
    return may_be && words.definition.empty();
}

/// Takes the described item out that these words are about.
std::optional<SchemaItem> take_pair(Items& described, SchemaItem const& words) {
    // The name of a table or a function is there anyway.
    bool const is_named =
        words.kind != SchemaItem::Kind::table && words.kind != SchemaItem::Kind::function;
    auto const pair = std::ranges::find_if(described, [&](auto const& item) {
        return item.kind == words.kind && item.table == words.table &&
               (!is_named || item.name == words.name);
    });
    if (pair == described.end()) return std::nullopt;
    auto item = std::move(*pair);
    described.erase(pair);
    return item;
}

/// Whether the database has what the item would belong to.
bool has_place_of(SchemaItem const& item, Items const& items) {
    if (item.kind == SchemaItem::Kind::function) return !items.empty();
    return std::ranges::any_of(items, [&](auto const& other) {
        return other.kind == SchemaItem::Kind::table && other.table == item.table;
    });
}

bool take_equal(Items& items, SchemaItem const& wanted) {
    auto const equal = std::ranges::find(items, wanted);
    if (equal == items.end()) return false;
    items.erase(equal);
    return true;
}

}  // namespace

std::string schema_text(Items items, CodeSchema const& code) {
    std::string text;
    auto described = code.described;
    auto const all = items;
    for (auto const& words : code.words) {
        auto const pair = take_pair(described, words);
        // Words without a pair are true of the engine without being told.
        bool const is_there = !pair || take_equal(items, *pair);
        if (is_of_one_engine(words)) {
            if (!is_there && has_place_of(*pair, all)) text += "missing " + line(*pair);
        } else if (is_there) {
            text += line(words);
        }
    }
    std::ranges::sort(items, {}, [](SchemaItem const& item) {
        return std::tie(item.kind, item.table, item.name, item.definition);
    });
    for (auto const& item : items) text += line(item);
    return text;
}

std::string schema_text(Items const& words) {
    std::string text;
    for (auto const& item : words) {
        if (!is_of_one_engine(item)) text += line(item);
    }
    return text;
}

}  // namespace daybook::sql
