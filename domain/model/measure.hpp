#pragma once

#include <compare>

#include "model/decimal.hpp"
#include "model/strong_id.hpp"

namespace daybook::model {

/// A Decimal with a meaning. Sums stay within one meaning and assert on overflow.
template <class Tag>
class Measure {
  public:
    constexpr Measure() = default;
    explicit constexpr Measure(Decimal value) : value_{value} {}

    [[nodiscard]] constexpr Decimal value() const { return value_; }
    [[nodiscard]] constexpr bool is_zero() const { return value_.is_zero(); }
    [[nodiscard]] constexpr bool is_positive() const { return value_.is_positive(); }
    [[nodiscard]] constexpr bool is_negative() const { return value_.is_negative(); }
    [[nodiscard]] Measure abs() const { return Measure{value_.abs()}; }

    friend constexpr auto operator<=>(Measure, Measure) = default;
    friend Measure operator+(Measure a, Measure b) { return Measure{a.value_ + b.value_}; }
    friend Measure operator-(Measure a, Measure b) { return Measure{a.value_ - b.value_}; }
    Measure operator-() const { return Measure{-value_}; }
    Measure& operator+=(Measure b) { return *this = *this + b; }
    Measure& operator-=(Measure b) { return *this = *this - b; }

  private:
    Decimal value_;
};

/// Units: quote asset per one of the base asset.
using Price = Measure<struct PriceTag>;
/// Units: base asset.
using Quantity = Measure<struct QuantityTag>;
/// Units: an asset that the context names.
using Amount = Measure<struct AmountTag>;
/// Units: a share of one; 0.001 is ten basis points.
using Rate = Measure<struct RateTag>;

/// An amount with its asset.
struct Money {
    AssetCode asset;
    Amount amount;

    friend bool operator==(Money const&, Money const&) = default;
};

}  // namespace daybook::model
