#include "http/http_errors.hpp"
#include "http/list_page.hpp"
#include "http/query_handlers.hpp"
#include "http/query_runner.hpp"
#include "json/record_writer.hpp"

namespace daybook::http {

namespace {

auto const write_row = [](std::string& out, auto const& row) { json::append_json(out, row); };

template <class Row>
Response show_or_404(std::optional<Row> const& row, model::Refusal refusal, char const* field) {
    if (!row) return problem_not_found(refusal, field);
    Response response;
    json::append_json(response.body, *row);
    return response;
}

ReadPlan plan_assets(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    return [place = *place](ports::BookReader& book) {
        std::optional<model::AssetCode> after;
        if (place.after) after.emplace(*place.after);
        auto const key_of = [](model::Asset const& asset) { return asset.code.value(); };
        return list_page(book.assets(after, place.rows()), place, write_row, key_of);
    };
}

ReadPlan plan_instruments(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto const after = instrument_after(*place);
    if (!after) return tl::unexpected{after.error()};
    return [place = *place, after = *after](ports::BookReader& book) {
        auto const key_of = [](model::Instrument const& row) { return key_text(row.key); };
        return list_page(book.instruments(after, place.rows()), place, write_row, key_of);
    };
}

ReadPlan plan_accounts(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    return [place = *place](ports::BookReader& book) {
        std::optional<model::AccountId> after;
        if (place.after) after.emplace(*place.after);
        auto const key_of = [](model::Account const& account) { return account.id.value(); };
        return list_page(book.accounts(after, place.rows()), place, write_row, key_of);
    };
}

}  // namespace

void list_assets(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_assets(*call));
}

void get_asset(Backend& backend, CallPointer call) {
    run_read(backend, call, [call](ports::BookReader& book) {
        return show_or_404(book.asset(model::AssetCode{call->values.at(0)}),
                           model::Refusal::unknown_asset, "asset");
    });
}

void list_instruments(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_instruments(*call));
}

void get_instrument(Backend& backend, CallPointer call) {
    run_read(backend, call, [call](ports::BookReader& book) {
        model::InstrumentKey key;
        key.exchange = model::ExchangeCode{call->values.at(0)};
        key.symbol = model::Symbol{call->values.at(1)};
        return show_or_404(book.instrument(key), model::Refusal::unknown_instrument, "symbol");
    });
}

void list_accounts(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_accounts(*call));
}

void get_account(Backend& backend, CallPointer call) {
    run_read(backend, call, [call](ports::BookReader& book) {
        return show_or_404(book.account(account_of(*call)), model::Refusal::unknown_account,
                           "account_id");
    });
}

}  // namespace daybook::http
