#include "fix/fix_fee.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "fix/fix_reading.hpp"

namespace daybook::fix {
namespace {

using model::Decimal;

enum class Basis { per_unit, percentage, absolute };

/// The fill that is charged.
struct Fill {
    Decimal quantity;
    Decimal price;
};

Decimal exact(model::DecimalResult const& result, std::string_view name, int tag) {
    if (!result) refuse_field(name, tag, "", "is too large");
    return *result;
}

Decimal charge(Decimal rate, Basis basis, Fill const& fill, Decimal per_cent, std::string_view name,
               int tag) {
    if (basis == Basis::absolute) return rate;
    if (basis == Basis::per_unit) return exact(multiply(rate, fill.quantity), name, tag);
    auto const notional = exact(multiply(fill.quantity, fill.price), name, tag);
    return exact(allocate(notional, rate, per_cent), name, tag);
}

/// Fees by asset.
class Charges {
  public:
    Charges(FixMessage const& message, FixDialect const& dialect)
        : message_{message}, dialect_{dialect} {}

    void add(Decimal amount, std::string_view asset, std::string_view name, int tag) {
        if (amount.is_zero()) return;
        auto& sum = sums_[asset_of(asset, name, tag)];
        sum = exact(model::add(sum, amount), name, tag);
    }

    [[nodiscard]] model::Fees all() const {
        model::Fees fees;
        for (auto const& [asset, sum] : sums_) {
            if (!sum.is_zero()) fees.push_back({asset, model::Amount{sum}});
        }
        return fees;
    }

  private:
    model::AssetCode asset_of(std::string_view text, std::string_view name, int tag) const {
        if (text.empty()) text = message_.get(15);
        if (text.empty() && dialect_.fee_asset) return *dialect_.fee_asset;
        if (text.empty()) {
            refuse_field(name, tag, "", "names no currency, and FeeAsset is not configured");
        }
        model::AssetCode asset;
        if (auto const read = model::read_text(text, asset); !read) {
            refuse_field(name, tag, text, read.error());
        }
        return asset;
    }

    FixMessage const& message_;
    FixDialect const& dialect_;
    std::map<model::AssetCode, Decimal> sums_;
};

void add_commission(FixMessage const& message, Fill const& fill, FixDialect const& dialect,
                    Charges& charges) {
    auto const commission = decimal_of(message, 12, "Commission");
    if (!commission || commission->is_zero()) return;
    auto const type = message.find(13).value_or("3");
    Basis basis{};
    if (type == "1") {
        basis = Basis::per_unit;
    } else if (type == "2") {
        basis = Basis::percentage;
    } else if (type == "3") {
        basis = Basis::absolute;
    } else {
        refuse_field("CommType", 13, type, "must be 1, 2 or 3");
    }
    auto const per_cent =
        Decimal::from_integer(dialect.commission_percentage == PercentageUnit::PERCENT ? 100 : 1);
    charges.add(charge(*commission, basis, fill, per_cent, "Commission", 12), message.get(479),
                "CommCurrency", 479);
}

/// One entry of NoMiscFees (136).
struct MiscFee {
    std::string_view amount;
    std::string_view asset;
    std::string_view basis;
    std::set<int> seen;
};

std::vector<MiscFee> misc_fees(FixMessage const& message) {
    std::vector<MiscFee> fees;
    for (auto const& [tag, value] : message.fields()) {
        if (tag != 137 && tag != 138 && tag != 139 && tag != 891) continue;
        if (fees.empty() || fees.back().seen.contains(tag)) fees.emplace_back();
        auto& fee = fees.back();
        fee.seen.insert(tag);
        if (tag == 137) fee.amount = value;
        if (tag == 138) fee.asset = value;
        if (tag == 891) fee.basis = value;
    }
    return fees;
}

void add_misc_fee(MiscFee const& fee, Fill const& fill, Charges& charges) {
    auto const amount = read_decimal(fee.amount);
    if (!amount) refuse_field("MiscFeeAmt", 137, fee.amount, amount.error());
    Basis basis = Basis::absolute;
    if (fee.basis == "1") {
        basis = Basis::per_unit;
    } else if (fee.basis == "2") {
        basis = Basis::percentage;
    } else if (!fee.basis.empty() && fee.basis != "0") {
        refuse_field("MiscFeeBasis", 891, fee.basis, "must be 0, 1 or 2");
    }
    charges.add(charge(*amount, basis, fill, Decimal::from_integer(1), "MiscFeeAmt", 137),
                fee.asset, "MiscFeeCurr", 138);
}

}  // namespace

std::optional<model::Fees> fees_of(FixMessage const& message, model::Quantity quantity,
                                   model::Price price, FixDialect const& dialect) {
    auto const charged = misc_fees(message);
    if (!message.find(12) && charged.empty()) return std::nullopt;
    Fill const fill{quantity.value(), price.value()};
    Charges charges{message, dialect};
    add_commission(message, fill, dialect, charges);
    for (auto const& fee : charged) add_misc_fee(fee, fill, charges);
    return charges.all();
}

}  // namespace daybook::fix
