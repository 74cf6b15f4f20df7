#include "model/entry.hpp"

#include "model/field_text.hpp"

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
    constexpr std::size_t head_typical = 384;
    constexpr std::size_t posting_typical = 64;
    std::string out;
    out.reserve(head_typical + entry.payload.size() + entry.postings.size() * posting_typical);
    TextBuffer buffer;
    out += "daybook-entry-1\n";
    line(out, "account_id", entry.account_id.value());
    line(out, "seq", text_of(entry.seq, buffer));
    line(out, "kind", name_of(entry.kind));
    line(out, "occurred_at", text_of(entry.occurred_at.micros(), buffer));
    line(out, "recorded_at", text_of(entry.recorded_at.micros(), buffer));
    line(out, "idempotency_key",
         entry.idempotency_key ? text_of(*entry.idempotency_key, buffer) : "");
    line(out, "order_id", entry.order_id ? text_of(*entry.order_id, buffer) : "");
    line(out, "refusal", entry.refusal ? name_of(*entry.refusal) : "");
    if (entry.instrument_entry) {
        line(out, "instrument_entry", text_of(*entry.instrument_entry, buffer));
    }
    line(out, "payload", entry.payload);
    for (auto const& posting : entry.postings) {
        out += "posting=";
        out += name_of(posting.bucket);
        out += ' ';
        out += posting.asset.value();
        out += ' ';
        out += text_of(posting.amount, buffer);
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
