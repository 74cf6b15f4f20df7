#include "support/command_text.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "model/command_fields.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {
namespace {

using model::Field;
using model::Fields;

/// The words of a line, the positional ones first.
struct Line {
    std::vector<std::string> words;
    std::vector<std::pair<std::string, std::string>> members;
};

Line split(std::string_view text) {
    Line line;
    std::istringstream in{std::string{text}};
    for (std::string word; in >> word;) {
        auto const equals = word.find('=');
        if (equals == std::string::npos) {
            line.words.push_back(word);
        } else {
            line.members.emplace_back(word.substr(0, equals), word.substr(equals + 1));
        }
    }
    return line;
}

class FieldList {
  public:
    void set(std::string const& name, std::string const& value) {
        auto const same = [&](Field const& field) { return field.name == name; };
        auto const known = std::find_if(fields_.begin(), fields_.end(), same);
        if (value.empty()) {
            if (known != fields_.end()) fields_.erase(known);
            return;
        }
        bool const is_integer = name == "discrepancy" || name == "display_decimals";
        bool const is_boolean = name == "negative_prices";
        Field field{name, value,
                    is_integer   ? Field::Kind::integer
                    : is_boolean ? Field::Kind::boolean
                                 : Field::Kind::text};
        if (known != fields_.end()) {
            *known = std::move(field);
        } else {
            fields_.push_back(std::move(field));
        }
    }
    void set_terms(std::string const& quantity_name, std::string const& price_name,
                   std::string const& terms) {
        auto const at = terms.find('@');
        set(quantity_name, terms.substr(0, at));
        if (at != std::string::npos) set(price_name, terms.substr(at + 1));
    }
    void set_member(std::string const& name, std::string const& value) {
        static std::vector<std::pair<std::string, std::string>> const short_names{
            {"account", "account_id"},
            {"key", "idempotency_key"},
            {"id", "order.id"},
            {"order", "order.idempotency_key"},
            {"at_exchange", "order.exchange_order_id"},
            {"eoid", "exchange_order_id"},
            {"ref", "exec_ref_id"},
        };
        if (name == "fee" && !value.empty()) return set_money("fee", value);
        if (name == "fees") return set_fees(value);
        if (name == "to") return set_terms("quantity_base", "price_quote", value);
        if (name == "at") {
            return set("occurred_at", at_micros(std::atoll(value.c_str()) * 1'000'000).to_string());
        }
        for (auto const& [brief, full] : short_names) {
            if (name == brief) {
                if (full.starts_with("order.")) set("order.idempotency_key", "");
                return set(full, value);
            }
        }
        set(name, value);
    }
    [[nodiscard]] Fields const& all() const { return fields_; }

  private:
    void set_money(std::string const& name, std::string const& value) {
        auto const colon = value.find(':');
        set(name + ".asset", value.substr(colon + 1));
        set(name + ".amount", value.substr(0, colon));
    }
    /// `1:USD,0.1:BNB`, or `none`.
    void set_fees(std::string const& value) {
        if (value == "none") {
            fields_.push_back({"fees", "", Field::Kind::empty_list});
            return;
        }
        std::istringstream in{value};
        int number = 0;
        for (std::string fee; std::getline(in, fee, ',');) {
            set_money("fees." + std::to_string(number++), fee);
        }
    }

    Fields fields_;
};

std::string next_key() {
    static int count = 0;
    return "auto-" + std::to_string(++count);
}

void set_place(FieldList& fields, std::vector<std::string> const& words) {
    fields.set("command", "place_order");
    fields.set("idempotency_key", words.at(1));
    fields.set("exchange", "PAPER");
    fields.set("symbol", "BTC-USD");
    fields.set("side", words.at(2));
    bool const has_price = words.at(3).find('@') != std::string::npos;
    fields.set("type", has_price ? "LIMIT" : "MARKET");
    fields.set("time_in_force", "GTC");
    fields.set_terms("quantity_base", "price_quote", words.at(3));
}

void set_report(FieldList& fields, std::vector<std::string> const& words) {
    fields.set("command", "book_execution");
    if (words.at(1) != "-") fields.set("order.idempotency_key", words.at(1));
    fields.set("exec_id", words.at(2));
    fields.set("exec_type", words.at(3));
    if (words.size() > 4) fields.set_terms("last_quantity_base", "last_price_quote", words[4]);
}

void set_market(FieldList& fields, std::vector<std::string> const& words) {
    auto const& assets = words.at(3);
    auto const slash = assets.find('/');
    fields.set("command", "define_instrument");
    fields.set("exchange", words.at(1));
    fields.set("symbol", words.at(2));
    fields.set("base_asset", assets.substr(0, slash));
    fields.set("quote_asset", assets.substr(slash + 1));
    fields.set("price_increment_quote", words.at(4));
    fields.set("quantity_increment_base", words.at(5));
}

void set_words(FieldList& fields, std::vector<std::string> const& words) {
    auto const& name = words.at(0);
    if (name == "deposit" || name == "withdraw") {
        fields.set("command", name);
        fields.set("idempotency_key", next_key());
        fields.set("amount", words.at(1));
        fields.set("asset", words.at(2));
    } else if (name == "market") {
        set_market(fields, words);
    } else if (name == "close") {
        fields.set("command", "close_account");
    } else if (name == "place") {
        set_place(fields, words);
    } else if (name == "cancel") {
        fields.set("command", "cancel_order");
        if (words.size() > 1) fields.set("order.idempotency_key", words[1]);
    } else if (name == "replace") {
        fields.set("command", "replace_order");
        fields.set("order.idempotency_key", words.at(1));
        if (words.size() > 2) fields.set_terms("quantity_base", "price_quote", words[2]);
    } else if (name == "report") {
        set_report(fields, words);
    } else if (name == "resolve") {
        fields.set("command", "resolve_discrepancy");
        fields.set("discrepancy", words.at(1));
        fields.set("resolution", words.at(2));
        fields.set("reason", words.at(3));
    } else {
        fields.set("command", name);
    }
}

/// Members of one object stand together.
Fields in_order(Fields fields) {
    std::stable_sort(fields.begin(), fields.end(), [](Field const& a, Field const& b) {
        return a.name.starts_with("order.") > b.name.starts_with("order.");
    });
    return fields;
}

}  // namespace

model::Command command(std::string_view text) {
    auto const line = split(text);
    FieldList fields;
    auto const& name = line.words.at(0);
    bool const is_definition = name.starts_with("define_") || name == "market";
    if (!is_definition) fields.set("account_id", "alpha");
    set_words(fields, line.words);
    for (auto const& [member, value] : line.members) fields.set_member(member, value);
    auto read = model::command_from_fields(in_order(fields.all()));
    if (read) return std::move(*read);
    model::Command malformed;
    malformed.account_id = model::AccountId{"alpha"};
    malformed.content = read.error();
    return malformed;
}

}  // namespace daybook::support
