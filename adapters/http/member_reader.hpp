#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/command.hpp"
#include "model/decimal.hpp"
#include "model/fields.hpp"

namespace daybook::http {

/// Takes the members out of a body that is one JSON object and no command; an empty body is `{}`.
/// Of several errors keeps the first.
class MemberReader {
  public:
    explicit MemberReader(std::string_view body);

    /// nullopt where it is missing or no string: then finish() says so.
    [[nodiscard]] std::optional<std::string> required(std::string_view name);
    [[nodiscard]] std::optional<std::string> optional(std::string_view name);
    /// A decimal greater than zero.
    template <class Measure>
    [[nodiscard]] std::optional<Measure> positive(std::string_view name, bool is_required) {
        auto const value = positive_decimal(name, is_required);
        return value ? std::optional{Measure{*value}} : std::nullopt;
    }

    void fail(model::Refusal refusal, std::string_view name, std::string_view rule);
    /// The error; members that nobody took are one.
    [[nodiscard]] std::optional<model::Malformed> finish();

  private:
    [[nodiscard]] std::optional<model::Decimal> positive_decimal(std::string_view name,
                                                                 bool is_required);

    model::Fields fields_;
    std::optional<model::Malformed> error_;
};

}  // namespace daybook::http
