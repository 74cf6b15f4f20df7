#include "model/entry.hpp"

#include "model/names.hpp"

namespace daybook::model {
namespace {

void line(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += '=';
    out += value;
    out += '\n';
}

}  // namespace

// No value holds a control character, so that lines cannot be confused.
std::string canonical_bytes(Entry const& entry) {
    std::string out = "daybook-entry-1\n";
    out.reserve(384 + entry.payload.size());
    line(out, "account_id", entry.account_id.value());
    line(out, "seq", std::to_string(entry.seq));
    line(out, "kind", name_of(entry.kind));
    line(out, "occurred_at", std::to_string(entry.occurred_at.micros()));
    line(out, "recorded_at", std::to_string(entry.recorded_at.micros()));
    line(out, "idempotency_key", entry.idempotency_key ? entry.idempotency_key->value() : "");
    line(out, "order_id", entry.order_id ? entry.order_id->to_string() : "");
    line(out, "refusal", entry.refusal ? name_of(*entry.refusal) : "");
    line(out, "payload", entry.payload);
    char amount[Decimal::text_max];
    for (auto const& posting : entry.postings) {
        out += "posting=";
        out += name_of(posting.bucket);
        out += ' ';
        out += posting.asset.value();
        out += ' ';
        out.append(amount, posting.amount.value().print(amount));
        if (posting.instrument) {
            out += ' ';
            out += posting.instrument->exchange.value();
            out += ' ';
            out += posting.instrument->symbol.value();
        }
        out += '\n';
    }
    return out;
}

}  // namespace daybook::model
