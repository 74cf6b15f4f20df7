#include <utility>

#include "model/command_fields.hpp"
#include "services/ledger.hpp"

namespace daybook::services {

using namespace model;

namespace {

Answer defined_differently(std::string const& what, std::string field) {
    return refused(Refusal::already_defined_differently, std::move(field),
                   what + " exists with other content");
}

std::optional<Answer> check_rates(Instrument const& instrument) {
    auto const one = Decimal::from_integer(1);
    for (auto const& [field, value] :
         {std::pair{"maker_fee_rate", instrument.maker_fee_rate.value()},
          std::pair{"taker_fee_rate", instrument.taker_fee_rate.value()}}) {
        if (value.abs() <= one) continue;
        return refused(Refusal::invalid_value, field,
                       std::string{field} + " must be -1 to 1, not " + value.to_string());
    }
    return std::nullopt;
}

std::optional<Answer> check_increments(Instrument const& instrument) {
    for (auto const& [field, value] :
         {std::pair{"price_increment_quote", instrument.price_increment_quote.value()},
          std::pair{"quantity_increment_base", instrument.quantity_increment_base.value()}}) {
        if (value.is_positive()) continue;
        return refused(Refusal::increment_must_be_positive, field,
                       std::string{field} + " must be positive, not " + value.to_string());
    }
    return std::nullopt;
}

/// What no later definition may change.
std::optional<Answer> check_unchanged(std::string const& name, Instrument const& known,
                                      Instrument const& again) {
    if (again.kind != known.kind) return defined_differently(name, "kind");
    if (again.base_asset != known.base_asset) return defined_differently(name, "base_asset");
    if (again.quote_asset != known.quote_asset) return defined_differently(name, "quote_asset");
    return std::nullopt;
}

}  // namespace

Answer Ledger::handle(Draft& draft, DefineAsset const& define) {
    auto const& asset = define.asset;
    if (asset.display_decimals < 0 || asset.display_decimals > Asset::display_decimals_max) {
        return refused(
            Refusal::invalid_value, "display_decimals",
            "display_decimals must be 0 to 18, not " + std::to_string(asset.display_decimals));
    }
    auto const known = reference_.assets.find(asset.code);
    if (known != reference_.assets.end()) {
        return known->second == asset
                   ? duplicate("asset " + asset.code.value() + " is defined already")
                   : defined_differently("asset " + asset.code.value(), "display_decimals");
    }
    reference_.assets.emplace(asset.code, asset);
    draft.book.changes.new_assets.push_back(asset.code);
    Answer answer;
    answer.entry_seq = commit(draft);
    return answer;
}

Answer Ledger::handle(Draft& draft, DefineInstrument const& define) {
    auto instrument = define.instrument;
    auto const name =
        "instrument " + instrument.key.exchange.value() + " " + instrument.key.symbol.value();
    if (auto no = check_rates(instrument)) return std::move(*no);
    for (auto const& [field, code] : {std::pair{"base_asset", instrument.base_asset},
                                      std::pair{"quote_asset", instrument.quote_asset}}) {
        if (reference_.assets.contains(code)) continue;
        return refused(Refusal::unknown_asset, field,
                       std::string{field} + " names an asset that is not defined: " + code.value());
    }
    auto const known = reference_.instruments.find(instrument.key);
    bool const is_known = known != reference_.instruments.end();
    if (is_known) {
        if (auto no = check_unchanged(name, known->second, instrument)) return std::move(*no);
    }
    if (instrument.base_asset == instrument.quote_asset) {
        return refused(Refusal::assets_must_differ, "quote_asset",
                       "quote_asset must differ from base_asset " + instrument.base_asset.value());
    }
    if (auto no = check_increments(instrument)) return std::move(*no);
    instrument.state =
        define.state.value_or(is_known ? known->second.state : InstrumentState::OPEN);
    if (is_known) {
        instrument.entry_seq = known->second.entry_seq;
        if (instrument == known->second) return duplicate(name + " is defined already");
    }
    instrument.entry_seq = draft.next_seq();
    reference_.instruments.insert_or_assign(instrument.key, instrument);
    draft.book.changes.instruments.insert(instrument.key);
    Answer answer;
    answer.entry_seq = commit(draft);
    return answer;
}

}  // namespace daybook::services
