#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "model/command.hpp"
#include "model/field_text.hpp"

namespace daybook::model {

/// Takes members out of Fields; of several errors keeps the first by precedence.
class MemberReader {
  public:
    explicit MemberReader(Fields const& fields) : fields_{fields}, used_(fields.size(), false) {}

    template <class T>
    void required(std::string_view name, T& out) {
        if (auto const* field = take_value(name)) {
            read(*field, out);
        } else {
            fail(Refusal::missing_field, name, "is required");
        }
    }
    template <class T>
    void defaulted(std::string_view name, T& out) {
        if (auto const* field = take_value(name)) read(*field, out);
    }
    template <class T>
    void omitted_default(std::string_view name, T& out) {
        defaulted(name, out);
    }
    template <class T>
    void optional(std::string_view name, std::optional<T>& out) {
        if (auto const* field = take_value(name)) {
            T value{};
            read(*field, value);
            out = std::move(value);
        }
    }
    /// A list, or, of one, its short form.
    void fees(std::string const& short_name, std::string const& list_name,
              std::optional<Fees>& out) {
        bool const is_list = has_list(list_name);
        if (is_list) out = list_of_money(list_name);
        if (is_no_object(short_name) || !has_below(short_name)) return;
        if (is_list) {
            fail(Refusal::invalid_value, list_name, "and " + short_name + " exclude each other");
        }
        out = Fees{money(short_name)};
    }
    void reference(std::string const& name, OrderReference& out) {
        if (is_no_object(name)) return;
        std::optional<OrderReference> value;
        bool const is_misplaced = has_below(name + ".id");
        optional_reference(name, value);
        if (is_misplaced) return;
        if (!value) {
            return fail(Refusal::missing_field, name,
                        "is required: exactly one of id, idempotency_key, exchange_order_id");
        }
        out = std::move(*value);
    }
    void optional_reference(std::string const& name, std::optional<OrderReference>& out) {
        if (is_no_object(name)) return;
        std::optional<OrderId> id;
        std::optional<IdempotencyKey> key;
        std::optional<ExchangeOrderId> exchange_order_id;
        optional(name + ".id", id);
        optional(name + ".idempotency_key", key);
        optional(name + ".exchange_order_id", exchange_order_id);
        if (int{id.has_value()} + int{key.has_value()} + int{exchange_order_id.has_value()} > 1) {
            fail(Refusal::invalid_value, name,
                 "must have exactly one of id, idempotency_key, exchange_order_id");
        }
        if (id) out = *id;
        if (key) out = std::move(*key);
        if (exchange_order_id) out = std::move(*exchange_order_id);
    }

    [[nodiscard]] Field const* take(std::string_view name) {
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (!used_[i] && fields_[i].name == name) {
                used_[i] = true;
                return &fields_[i];
            }
        }
        return nullptr;
    }
    void fail(Refusal refusal, std::string_view name, std::string const& rule) {
        if (error_ && error_->refusal <= refusal) return;
        error_ = Malformed{refusal, std::string{name}, std::string{name} + " " + rule};
    }
    /// The error, an unknown member among them.
    [[nodiscard]] std::optional<Malformed> finish() {
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (!used_[i]) {
                fail(Refusal::unknown_field, known_part(fields_[i].name), "is not a known member");
            }
        }
        return error_;
    }
    [[nodiscard]] std::optional<Malformed> const& error() const { return error_; }

  private:
    [[nodiscard]] static bool is_below(std::string_view field, std::string_view name) {
        return field.size() > name.size() && field[name.size()] == '.' && field.starts_with(name);
    }
    [[nodiscard]] bool has_below(std::string_view name) const {
        return std::ranges::any_of(fields_,
                                   [&](Field const& field) { return is_below(field.name, name); });
    }
    /// The member; where an object or a list is in its place, one that is of no kind of value.
    [[nodiscard]] Field const* take_value(std::string_view name) {
        if (auto const* field = take(name)) return field;
        if (!has_below(name)) return nullptr;
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (is_below(fields_[i].name, name)) used_[i] = true;
        }
        return &misplaced_.emplace(Field{std::string{name}, {}, Field::Kind::empty_list});
    }
    /// Of a name within a list that no command has, the list's.
    [[nodiscard]] std::string_view known_part(std::string_view name) const {
        auto const at = name.find_first_of("0123456789");
        if (at == 0 || at == std::string_view::npos || name[at - 1] != '.') return name;
        auto const list = name.substr(0, at - 1);
        return std::ranges::find(lists_, list) == lists_.end() ? list : name;
    }
    [[nodiscard]] Money money(std::string const& name) {
        Money value;
        required(name + ".asset", value.asset);
        required(name + ".amount", value.amount);
        return value;
    }
    [[nodiscard]] Fees list_of_money(std::string const& name) {
        constexpr std::size_t elements_max = 16;
        lists_.push_back(name);
        Fees all;
        for (std::size_t i = 0;; ++i) {
            auto const element = name + "." + std::to_string(i);
            if (is_no_object(element)) continue;
            if (!has_below(element)) return all;
            if (i == elements_max) {
                fail(Refusal::invalid_value, name,
                     "must have at most " + std::to_string(elements_max) + " elements");
                return all;
            }
            auto value = money(element);
            if (std::ranges::find(all, value.asset, &Money::asset) != all.end()) {
                fail(Refusal::invalid_value, element + ".asset",
                     "must name an asset once, not \"" + value.asset.value() + "\" again");
            }
            all.push_back(std::move(value));
        }
    }
    /// Whether a list is there, if only an empty one. Refuses anything else in its place.
    [[nodiscard]] bool has_list(std::string const& name) {
        if (auto const* field = take(name)) {
            if (field->kind == Field::Kind::empty_list) return true;
            fail(Refusal::wrong_type, name, "must be a list");
            return false;
        }
        return std::ranges::any_of(fields_, [first = name + ".0"](Field const& field) {
            return field.name == first || field.name.starts_with(first + ".");
        });
    }
    /// Refuses a plain value where an object belongs.
    [[nodiscard]] bool is_no_object(std::string const& name) {
        if (take(name) == nullptr) return false;
        fail(Refusal::wrong_type, name, "must be an object");
        return true;
    }
    template <class T>
    void read(Field const& field, T& out) {
        if (field.kind != field_kind_of<T>) {
            return fail(Refusal::wrong_type, field.name,
                        WholeNumber<T>            ? "must be a whole number"
                        : std::is_same_v<T, bool> ? "must be true or false"
                                                  : "must be a string");
        }
        auto const result = [&] {
            if constexpr (WholeNumber<T>) {
                return read_integer(field.value, out);
            } else {
                return read_text(field.value, out);
            }
        }();
        if (!result) {
            fail(Refusal::invalid_value, field.name,
                 result.error() + ", not \"" + field.value.substr(0, 80) + "\"");
        }
    }

    Fields const& fields_;
    std::vector<bool> used_;
    /// The names of the lists that were read.
    std::vector<std::string> lists_;
    std::optional<Field> misplaced_;
    std::optional<Malformed> error_;
};

}  // namespace daybook::model
