#include "http/openapi_schemas.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "http/openapi_records.hpp"
#include "http/route_table.hpp"
#include "json/exchange_writer.hpp"
#include "json/object_writer.hpp"
#include "model/command_members.hpp"
#include "model/names.hpp"

namespace daybook::http {

namespace {

/// One after another, in an array or without.
class Separator {
  public:
    explicit Separator(std::string& out) : out_{out} {}
    std::string& next() {
        if (!std::exchange(first_, false)) out_ += ',';
        return out_;
    }

  private:
    std::string& out_;
    bool first_ = true;
};

void append_texts(std::string& out, std::vector<std::string_view> const& texts) {
    out += '[';
    Separator separator{out};
    for (auto const text : texts) json::append_string(separator.next(), text);
    out += ']';
}

void append_type(std::string& out, std::string_view type, bool nullable) {
    if (nullable) out += R"({"oneOf":[{"type":"null"},)";
    if (type.starts_with('[')) {
        out += R"({"type":"array","items":)";
        append_reference(out, type.substr(1, type.size() - 2));
        out += '}';
    } else {
        append_reference(out, type);
    }
    if (nullable) out += "]}";
}

void append_record(std::string& out, std::string_view members) {
    json::ObjectWriter schema{out};
    schema.text("type", "object");
    std::vector<std::string_view> required;
    {
        json::ObjectWriter properties{schema.member("properties")};
        for (auto member : words(members)) {
            auto const optional = member.ends_with('*');
            if (optional) member.remove_suffix(1);
            auto const nullable = member.ends_with('?');
            if (nullable) member.remove_suffix(1);
            auto const colon = member.find(':');
            auto const name = member.substr(0, colon);
            append_type(properties.member(name), member.substr(colon + 1), nullable);
            if (!optional) required.push_back(name);
        }
    }
    if (!required.empty()) append_texts(schema.member("required"), required);
}

template <class Enum>
void append_enum(json::ObjectWriter& schemas, std::string_view name) {
    json::ObjectWriter schema{schemas.member(name)};
    schema.text("type", "string");
    auto const& names = model::names_of<Enum>;
    append_texts(schema.member("enum"), {names.begin(), names.end()});
}

void append_enums(json::ObjectWriter& schemas) {
    append_enum<model::Funding>(schemas, "Funding");
    append_enum<model::CostBasis>(schemas, "CostBasis");
    append_enum<model::AccountState>(schemas, "AccountState");
    append_enum<model::InstrumentKind>(schemas, "InstrumentKind");
    append_enum<model::InstrumentState>(schemas, "InstrumentState");
    append_enum<model::Side>(schemas, "Side");
    append_enum<model::OrderType>(schemas, "OrderType");
    append_enum<model::TimeInForce>(schemas, "TimeInForce");
    append_enum<model::OrderOrigin>(schemas, "OrderOrigin");
    append_enum<model::OrderStatus>(schemas, "OrderStatus");
    append_enum<model::ExecType>(schemas, "ExecType");
    append_enum<model::Liquidity>(schemas, "Liquidity");
    append_enum<model::Bucket>(schemas, "Bucket");
    append_enum<model::EntryKind>(schemas, "EntryKind");
    append_enum<model::DiscrepancyKind>(schemas, "DiscrepancyKind");
    append_enum<model::DiscrepancyState>(schemas, "DiscrepancyState");
    append_enum<model::Resolution>(schemas, "Resolution");
    append_enum<model::AnswerStatus>(schemas, "AnswerStatus");
    append_enum<model::Refusal>(schemas, "Refusal");
    append_enum<model::ExchangeAction>(schemas, "ExchangeAction");
    append_enum<model::RequestState>(schemas, "RequestState");
    append_enum<model::SettlementOutcome>(schemas, "SettlementOutcome");
    append_enum<ports::ExchangeStatus::Session>(schemas, "ExchangeSession");
}

template <class T>
inline constexpr std::string_view schema_of = "Text";
template <class Tag>
inline constexpr std::string_view schema_of<model::Measure<Tag>> = "Decimal";
template <>
inline constexpr std::string_view schema_of<model::Timestamp> = "Time";
template <>
inline constexpr std::string_view schema_of<int> = "Integer";
template <>
inline constexpr std::string_view schema_of<std::uint64_t> = "Integer";
template <>
inline constexpr std::string_view schema_of<model::Funding> = "Funding";
template <>
inline constexpr std::string_view schema_of<model::CostBasis> = "CostBasis";
template <>
inline constexpr std::string_view schema_of<model::InstrumentKind> = "InstrumentKind";
template <>
inline constexpr std::string_view schema_of<model::InstrumentState> = "InstrumentState";
template <>
inline constexpr std::string_view schema_of<model::Side> = "Side";
template <>
inline constexpr std::string_view schema_of<model::OrderType> = "OrderType";
template <>
inline constexpr std::string_view schema_of<model::TimeInForce> = "TimeInForce";
template <>
inline constexpr std::string_view schema_of<model::OrderOrigin> = "OrderOrigin";
template <>
inline constexpr std::string_view schema_of<model::ExecType> = "ExecType";
template <>
inline constexpr std::string_view schema_of<model::Liquidity> = "Liquidity";
template <>
inline constexpr std::string_view schema_of<bool> = "Boolean";
template <>
inline constexpr std::string_view schema_of<model::OrderStatus> = "OrderStatus";
template <>
inline constexpr std::string_view schema_of<model::Resolution> = "Resolution";

/// Writes the members of a command as the list that append_record() takes.
class MemberLister {
  public:
    explicit MemberLister(std::vector<std::string_view> const& given) : given_{given} {}

    template <class T>
    void required(std::string_view name, T const&) {
        add(name, schema_of<T>, "");
    }
    template <class T>
    void defaulted(std::string_view name, T const&) {
        add(name, schema_of<T>, "*");
    }
    template <class T>
    void omitted_default(std::string_view name, T const& value) {
        defaulted(name, value);
    }
    template <class T>
    void optional(std::string_view name, std::optional<T> const&) {
        add(name, schema_of<T>, "*");
    }
    void fees(std::string_view short_name, std::string_view list_name,
              std::optional<model::Fees> const&) {
        add(short_name, "Money", "*");
        add(list_name, "[Money]", "*");
    }
    void reference(std::string_view name, model::OrderReference const&) {
        add(name, "OrderReference", "");
    }
    void optional_reference(std::string_view name, std::optional<model::OrderReference> const&) {
        add(name, "OrderReference", "*");
    }

    void add(std::string_view name, std::string_view schema, std::string_view mark) {
        if (std::find(given_.begin(), given_.end(), name) != given_.end()) return;
        list_ += name;
        list_ += ':';
        list_ += schema;
        list_ += mark;
        list_ += ' ';
    }
    [[nodiscard]] std::string const& list() const { return list_; }

  private:
    std::vector<std::string_view> const& given_;
    std::string list_;
};

template <std::size_t... I>
void list_members(MemberLister& lister, std::size_t kind, std::index_sequence<I...>) {
    auto const visit = [&](auto content) { model::visit_members(lister, content); };
    ((kind == I ? visit(std::variant_alternative_t<I, model::CommandContent>{})
                : static_cast<void>(0)),
     ...);
}

void append_batch(std::string& out) {
    out += R"({"type":"object","properties":{"atomic":{"type":"boolean"},"commands":{)"
           R"("type":"array","maxItems":10000,"items":{"oneOf":[)";
    Separator separator{out};
    for (auto const command : model::names_of<model::EntryKind>) {
        append_reference(separator.next(), command);
    }
    out += R"(]}}},"required":["commands"]})";
}

}  // namespace

void append_reference(std::string& out, std::string_view schema) {
    json::ObjectWriter object{out};
    object.text("$ref", "#/components/schemas/" + std::string{schema});
}

void append_command_schema(std::string& out, std::string_view command,
                           std::vector<std::string_view> const& given, bool whole) {
    auto const kind = model::from_name<model::EntryKind>(command).value();
    MemberLister lister{given};
    auto const is_definition =
        kind == model::EntryKind::define_asset || kind == model::EntryKind::define_instrument;
    if (whole) {
        lister.add("command", "EntryKind", "");
        if (!is_definition) lister.add("account_id", "Text", "");
        if (!is_definition && kind != model::EntryKind::open_account) {
            lister.add("idempotency_key", "Text", "*");
        }
    }
    lister.add("occurred_at", "Time", "*");
    list_members(lister, static_cast<std::size_t>(kind),
                 std::make_index_sequence<model::names_of<model::EntryKind>.size()>{});
    append_record(out, lister.list());
}

void append_schemas(std::string& out) {
    json::ObjectWriter schemas{out};
    for (auto const& [name, schema] : simple_schemas) schemas.verbatim(name, schema);
    append_enums(schemas);
    for (auto const& record : records) append_record(schemas.member(record.name), record.members);
    for (auto const command : model::names_of<model::EntryKind>) {
        append_command_schema(schemas.member(command), command, {}, true);
    }
    append_batch(schemas.member("Batch"));
}

}  // namespace daybook::http
