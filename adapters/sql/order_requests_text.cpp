#include "sql/order_requests_text.hpp"

#include <array>
#include <charconv>

#include "sql/corrupt_value.hpp"
#include "sql/text_parts.hpp"

namespace daybook::sql {

using model::OrderRequest;
using model::RequestKind;

namespace {

constexpr std::string_view column = "requests";

void append_price(std::string& text, std::optional<model::Price> const& price) {
    text += '@';
    if (price) text += price->value().to_string();
}

void append(std::string& text, OrderRequest const& request) {
    text += request.kind == RequestKind::CANCEL ? 'C' : 'R';
    text += std::to_string(request.entry_seq);
    if (request.is_pending) text += '!';
    if (!request.terms) return;
    text += '=';
    text += request.terms->quantity_base.value().to_string();
    append_price(text, request.terms->price_quote);
    append_price(text, request.terms->stop_price_quote);
}

model::Decimal read_decimal(std::string_view text) {
    auto const value = model::Decimal::parse(text);
    if (!value) reject_value(column, text);
    return *value;
}

std::optional<model::Price> read_price(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return model::Price{read_decimal(text)};
}

model::ReplaceTerms read_terms(std::string_view text) {
    // An empty part at the end is none for for_each_part().
    std::array<std::string_view, 3> parts;
    std::size_t count = 0;
    for_each_part(text, "@", [&](std::string_view part) {
        if (count == parts.size()) reject_value(column, text);
        parts[count++] = part;
    });
    return {model::Quantity{read_decimal(parts[0])}, read_price(parts[1]), read_price(parts[2])};
}

void read_request(std::string_view text, model::OrderRequests& requests) {
    constexpr std::string_view kinds = "CRcr";
    auto const kind_at = text.empty() ? std::string_view::npos : kinds.find(text.front());
    if (kind_at == std::string_view::npos) reject_value(column, text);
    OrderRequest request;
    request.kind = kind_at % 2 == 0 ? RequestKind::CANCEL : RequestKind::REPLACE;
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data() + 1, end, request.entry_seq);
    if (error != std::errc{}) reject_value(column, text);
    std::string_view rest{at, static_cast<std::size_t>(end - at)};
    if (kind_at >= 2) {
        if (!rest.empty()) reject_value(column, text);
        requests.answered.push_back({request.kind, request.entry_seq});
        return;
    }
    request.is_pending = rest.starts_with('!');
    if (request.is_pending) rest.remove_prefix(1);
    if (rest.starts_with('=')) {
        request.terms = read_terms(rest.substr(1));
    } else if (!rest.empty()) {
        reject_value(column, text);
    }
    requests.outstanding.push_back(request);
}

}  // namespace

std::optional<std::string> text_of_requests(model::OrderRequests const& requests) {
    if (requests.outstanding.empty() && requests.answered.empty()) return std::nullopt;
    std::string text;
    for (auto const& [kind, entry_seq] : requests.answered) {
        if (!text.empty()) text += ';';
        text += kind == RequestKind::CANCEL ? 'c' : 'r';
        text += std::to_string(entry_seq);
    }
    for (auto const& request : requests.outstanding) {
        if (!text.empty()) text += ';';
        append(text, request);
    }
    return text;
}

void read_requests(std::string_view text, model::OrderRequests& requests) {
    for_each_part(text, ";", [&](std::string_view part) { read_request(part, requests); });
}

}  // namespace daybook::sql
