#include "model/command_fields.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "model/assert.hpp"
#include "model/canonical_json_writer.hpp"
#include "model/command_members.hpp"
#include "model/field_text.hpp"
#include "model/member_reader.hpp"

namespace daybook::model {
namespace {

/// Gives the members of a command, as text, to a `Writer`: one that has what CanonicalJsonWriter
/// has.
template <class Writer>
class MemberWriter {
  public:
    explicit MemberWriter(Writer& out) : out_{out} {}

    template <class T>
    void required(std::string_view name, T const& value) {
        TextBuffer buffer;
        out_.add(name, text_of(value, buffer), field_kind_of<T>);
    }
    template <class T>
    void defaulted(std::string_view name, T const& value) {
        required(name, value);
    }
    template <class T>
    void omitted_default(std::string_view name, T const& value) {
        if (value != T{}) required(name, value);
    }
    template <class T>
    void optional(std::string_view name, std::optional<T> const& value) {
        if (value) required(name, *value);
    }
    /// One fee is always written in the short form, so that both forms are the same command.
    void fees(std::string_view short_name, std::string_view list_name,
              std::optional<Fees> const& value) {
        if (!value) return;
        if (value->size() == 1) return money(short_name, value->front());
        if (value->empty()) return out_.add(list_name, {}, Field::Kind::empty_list);
        out_.open_list(list_name);
        for (auto const& fee : *value) money({}, fee);
        out_.close();
    }
    void reference(std::string_view name, OrderReference const& value) {
        constexpr char const* members[] = {"id", "idempotency_key", "exchange_order_id"};
        out_.open_object(name);
        std::visit([&](auto const& id) { required(members[value.index()], id); }, value);
        out_.close();
    }
    void optional_reference(std::string_view name, std::optional<OrderReference> const& value) {
        if (value) reference(name, *value);
    }

  private:
    void money(std::string_view name, Money const& value) {
        out_.open_object(name);
        required("asset", value.asset);
        required("amount", value.amount);
        out_.close();
    }

    Writer& out_;
};

/// Appends members to Fields.
class FieldsWriter {
  public:
    explicit FieldsWriter(Fields& out) : out_{out} {}

    void add(std::string_view name, std::string_view value, Field::Kind kind) {
        out_.push_back({path(name), std::string{value}, kind});
    }
    void open_object(std::string_view name) { levels_.push_back({path(name) + ".", std::nullopt}); }
    void open_list(std::string_view name) { levels_.push_back({path(name) + ".", 0}); }
    void close() { levels_.pop_back(); }

  private:
    struct Level {
        std::string prefix;
        /// Of a list: the number of its next element.
        std::optional<std::size_t> next;
    };

    [[nodiscard]] std::string path(std::string_view name) {
        if (levels_.empty()) return std::string{name};
        auto& [prefix, next] = levels_.back();
        return prefix + (next ? std::to_string((*next)++) : std::string{name});
    }

    Fields& out_;
    std::vector<Level> levels_;
};

/// Visiting wants mutable members; the writer only reads them.
template <class Writer>
void write_members(MemberWriter<Writer>& writer, CommandContent const& content) {
    std::visit([&](auto& c) { visit_members(writer, c); }, const_cast<CommandContent&>(content));
}

template <std::size_t... I>
CommandContent content_of_kind(std::size_t kind, std::index_sequence<I...>) {
    CommandContent content;
    ((kind == I ? static_cast<void>(content.emplace<I>()) : static_cast<void>(0)), ...);
    return content;
}

CommandContent content_of_kind(EntryKind kind) {
    constexpr auto kinds = names_of<EntryKind>.size();
    static_assert(kinds + 1 == std::variant_size_v<CommandContent>);
    return content_of_kind(static_cast<std::size_t>(kind), std::make_index_sequence<kinds>{});
}

bool is_definition(EntryKind kind) {
    return kind == EntryKind::define_asset || kind == EntryKind::define_instrument ||
           kind == EntryKind::checkpoint;
}

/// Keys of money and orders: without one a retry would book twice.
bool needs_key(EntryKind kind) {
    return kind == EntryKind::deposit || kind == EntryKind::withdraw ||
           kind == EntryKind::place_order;
}

bool takes_key(EntryKind kind) { return !is_definition(kind) && kind != EntryKind::open_account; }

/// Which members a report of each type has to carry.
void check_execution(MemberReader& reader, BookExecution const& execution) {
    auto const require = [&](bool present, char const* name) {
        if (!present) {
            reader.fail(Refusal::missing_field, name,
                        "is required for " + std::string{name_of(execution.exec_type)});
        }
    };
    auto const type = execution.exec_type;
    if (type == ExecType::TRADE || type == ExecType::TRADE_CORRECT) {
        require(execution.last_quantity_base.has_value(), "last_quantity_base");
        require(execution.last_price_quote.has_value(), "last_price_quote");
    }
    if (type == ExecType::TRADE_CORRECT || type == ExecType::TRADE_CANCEL) {
        require(execution.exec_ref_id.has_value(), "exec_ref_id");
    }
    if (type == ExecType::REPLACED) require(execution.quantity_base.has_value(), "quantity_base");
}

void check_deposit(MemberReader& reader, Deposit const& deposit) {
    bool const any = deposit.exchange || deposit.symbol || deposit.cost_quote;
    auto const require = [&](bool present, char const* name) {
        if (any && !present) {
            reader.fail(Refusal::missing_field, name, "is required for an opening position");
        }
    };
    require(deposit.exchange.has_value(), "exchange");
    require(deposit.symbol.has_value(), "symbol");
    require(deposit.cost_quote.has_value(), "cost_quote");
}

void check_resolution(MemberReader& reader, ResolveDiscrepancy const& resolve) {
    if (resolve.order_account_id && !resolve.order) {
        reader.fail(Refusal::missing_field, "order", "is required with order_account_id");
    }
}

void check_checkpoint(MemberReader& reader, Checkpoint const& checkpoint) {
    if (checkpoint.accounts.has_value() == checkpoint.digest.has_value()) return;
    reader.fail(Refusal::missing_field, checkpoint.accounts ? "digest" : "accounts",
                "is required for the last checkpoint of a moment");
}

void read_content(MemberReader& reader, CommandContent& content) {
    std::visit([&](auto& c) { visit_members(reader, c); }, content);
    if (auto const* execution = std::get_if<BookExecution>(&content)) {
        check_execution(reader, *execution);
    } else if (auto const* deposit = std::get_if<Deposit>(&content)) {
        check_deposit(reader, *deposit);
    } else if (auto const* resolve = std::get_if<ResolveDiscrepancy>(&content)) {
        check_resolution(reader, *resolve);
    } else if (auto const* checkpoint = std::get_if<Checkpoint>(&content)) {
        check_checkpoint(reader, *checkpoint);
    }
}

void read_envelope(MemberReader& reader, EntryKind kind, Command& command) {
    if (is_definition(kind)) {
        command.account_id = AccountId{definitions_account};
    } else {
        reader.required("account_id", command.account_id);
        if (command.account_id.value() == definitions_account) {
            reader.fail(Refusal::invalid_value, "account_id",
                        "must name a trading account, not \"@book\"");
        }
    }
    if (needs_key(kind)) {
        IdempotencyKey key;
        reader.required("idempotency_key", key);
        command.idempotency_key = std::move(key);
    } else if (takes_key(kind)) {
        reader.optional("idempotency_key", command.idempotency_key);
    }
    reader.optional("occurred_at", command.occurred_at);
}

}  // namespace

tl::expected<Command, Malformed> command_from_fields(Fields const& fields) {
    MemberReader reader{fields};
    std::string name;
    reader.required("command", name);
    if (reader.error()) return tl::unexpected{*reader.error()};
    auto const kind = from_name<EntryKind>(name);
    if (!kind || *kind == EntryKind::checkpoint) {
        return tl::unexpected{Malformed{Refusal::unknown_command, "command",
                                        "command " +
                                            one_of(command_names.data(), command_names.size()) +
                                            ", not \"" + name.substr(0, 80) + "\""}};
    }
    Command command;
    read_envelope(reader, *kind, command);
    command.content = content_of_kind(*kind);
    read_content(reader, command.content);
    if (auto error = reader.finish()) return tl::unexpected{std::move(*error)};
    return command;
}

Fields fields_of(Command const& command) {
    auto const kind = kind_of(command.content);
    Fields fields;
    FieldsWriter out{fields};
    MemberWriter<FieldsWriter> writer{out};
    writer.required("command", std::string{name_of(kind)});
    if (!is_definition(kind)) writer.required("account_id", command.account_id);
    writer.optional("idempotency_key", command.idempotency_key);
    writer.optional("occurred_at", command.occurred_at);
    write_members(writer, command.content);
    return fields;
}

std::string payload_of(CommandContent const& content) {
    CanonicalJsonWriter json;
    MemberWriter<CanonicalJsonWriter> writer{json};
    write_members(writer, content);
    return std::move(json).finish();
}

tl::expected<CommandContent, std::string> content_from_payload(EntryKind kind,
                                                               std::string_view payload) {
    auto const fields = from_canonical_json(payload);
    if (!fields) return tl::unexpected{std::string{"the payload is not canonical JSON"}};
    MemberReader reader{*fields};
    auto content = content_of_kind(kind);
    read_content(reader, content);
    if (auto const error = reader.finish()) return tl::unexpected{error->detail};
    return content;
}

std::optional<std::string> first_difference(std::string_view payload, std::string_view other) {
    if (payload == other) return std::nullopt;
    auto const a = from_canonical_json(payload).value_or(Fields{});
    auto const b = from_canonical_json(other).value_or(Fields{});
    auto const differs = [](Field const& field, Fields const& in) {
        return std::find(in.begin(), in.end(), field) == in.end();
    };
    for (auto const& field : a) {
        if (differs(field, b)) return field.name;
    }
    for (auto const& field : b) {
        if (differs(field, a)) return field.name;
    }
    return "command";
}

EntryKind kind_of(CommandContent const& content) {
    DAYBOOK_ASSERT(!std::holds_alternative<Malformed>(content));
    return static_cast<EntryKind>(content.index());
}

}  // namespace daybook::model
