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

template <class T>
concept WholeNumber = std::is_same_v<T, int> || std::is_same_v<T, std::uint64_t>;

/// Takes members out of Fields; of several errors keeps the first by precedence.
class MemberReader {
  public:
    explicit MemberReader(Fields const& fields) : fields_{fields}, used_(fields.size(), false) {}

    template <class T>
    void required(std::string_view name, T& out) {
        if (auto const* field = take(name)) {
            read(*field, out);
        } else {
            fail(Refusal::missing_field, name, "is required");
        }
    }
    template <class T>
    void defaulted(std::string_view name, T& out) {
        if (auto const* field = take(name)) read(*field, out);
    }
    template <class T>
    void omitted_default(std::string_view name, T& out) {
        defaulted(name, out);
    }
    template <class T>
    void optional(std::string_view name, std::optional<T>& out) {
        if (auto const* field = take(name)) {
            T value{};
            read(*field, value);
            out = std::move(value);
        }
    }
    void money(std::string const& name, std::optional<Money>& out) {
        if (is_no_object(name) || !has_below(name)) return;
        Money value;
        required(name + ".asset", value.asset);
        required(name + ".amount", value.amount);
        out = std::move(value);
    }
    void reference(std::string const& name, OrderReference& out) {
        if (is_no_object(name)) return;
        std::optional<OrderReference> value;
        optional_reference(name, value);
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
            if (!used_[i]) fail(Refusal::unknown_field, fields_[i].name, "is not a known member");
        }
        return error_;
    }
    [[nodiscard]] std::optional<Malformed> const& error() const { return error_; }

  private:
    [[nodiscard]] bool has_below(std::string const& name) const {
        return std::any_of(fields_.begin(), fields_.end(),
                           [&](Field const& field) { return field.name.starts_with(name + "."); });
    }
    /// Refuses a plain value where an object belongs.
    [[nodiscard]] bool is_no_object(std::string const& name) {
        if (take(name) == nullptr) return false;
        fail(Refusal::wrong_type, name, "must be an object");
        return true;
    }
    template <class T>
    void read(Field const& field, T& out) {
        constexpr bool is_boolean = std::is_same_v<T, bool>;
        constexpr auto kind = is_boolean       ? Field::Kind::boolean
                              : WholeNumber<T> ? Field::Kind::integer
                                               : Field::Kind::text;
        if (field.kind != kind) {
            return fail(Refusal::wrong_type, field.name,
                        is_boolean       ? "must be true or false"
                        : WholeNumber<T> ? "must be a whole number"
                                         : "must be a string");
        }
        if constexpr (is_boolean) {
            out = field.value == "true";
        } else {
            read_value(field, out);
        }
    }
    template <class T>
    void read_value(Field const& field, T& out) {
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
    std::optional<Malformed> error_;
};

}  // namespace daybook::model
