#include "app/entry_csv.hpp"

#include <array>

#include "model/names.hpp"

namespace daybook::app {

std::string_view csv_header() {
    return "account_id,seq,kind,occurred_at,recorded_at,idempotency_key,order_id,bucket,asset,"
           "exchange,symbol,amount\n";
}

void append_csv_field(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (char const c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void append_csv(std::string& out, model::Entry const& entry) {
    auto const occurred_at = entry.occurred_at.to_string();
    auto const recorded_at = entry.recorded_at.to_string();
    auto const seq = std::to_string(entry.seq);
    auto const order_id = entry.order_id ? entry.order_id->to_string() : std::string{};
    std::string_view const key =
        entry.idempotency_key ? std::string_view{entry.idempotency_key->value()} : "";
    for (auto const& posting : entry.postings) {
        std::string_view exchange;
        std::string_view symbol;
        if (posting.instrument) {
            exchange = posting.instrument->exchange.value();
            symbol = posting.instrument->symbol.value();
        }
        auto const amount = posting.amount.value().to_string();
        std::array<std::string_view, 12> const fields{entry.account_id.value(),
                                                      seq,
                                                      model::name_of(entry.kind),
                                                      occurred_at,
                                                      recorded_at,
                                                      key,
                                                      order_id,
                                                      model::name_of(posting.bucket),
                                                      posting.asset.value(),
                                                      exchange,
                                                      symbol,
                                                      amount};
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i > 0) out += ',';
            append_csv_field(out, fields[i]);
        }
        out += '\n';
    }
}

}  // namespace daybook::app
