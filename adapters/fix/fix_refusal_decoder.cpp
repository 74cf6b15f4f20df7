#include "fix/fix_refusal_decoder.hpp"

#include <charconv>

#include "fix/fix_exec_id.hpp"
#include "fix/fix_report_decoder.hpp"
#include "model/names.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using ports::ExchangeReport;

std::string sent_under(FixMessage const& refusal, SentMessages const& sent) {
    auto const text = refusal.get(45);
    int number = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end) return {};
    return sent(number);
}

std::optional<ExecType> refused_by(std::string_view type) {
    if (type == "D") return ExecType::REJECTED;
    if (type == "F") return ExecType::CANCEL_REJECTED;
    if (type == "G") return ExecType::REPLACE_REJECTED;
    return std::nullopt;
}

/// The refusal in words: its text, or its codes.
std::string words(FixMessage const& refusal) {
    std::string fallback = "refused";
    for (auto const& [tag, name] : {std::pair{373, "SessionRejectReason"},
                                    std::pair{380, "BusinessRejectReason"},
                                    {371, "RefTagID"}}) {
        if (auto const value = refusal.find(tag)) {
            fallback += std::string{"; "} + name + " (" + std::to_string(tag) + ") ";
            fallback += *value;
        }
    }
    return reason_of(refusal, fallback);
}

ExchangeReport refusal_of(ExecType type, FixMessage const& refusal, std::string_view request) {
    ExchangeReport report;
    report.occurred_at = occurred_at(refusal);
    report.report.exec_type = type;
    report.report.reason = words(refusal);
    report.report.exec_id = exec_id_of_text(
        model::name_of(type), std::string{request} + "\x01" + std::string{refusal.get(380)} +
                                  "\x01" + std::string{refusal.get(373)});
    return report;
}

}  // namespace

std::optional<ExchangeReport> decode_refusal(FixMessage const& refusal, SentMessages const& sent) {
    FixMessage const refused{sent_under(refusal, sent)};
    auto const type = refused.find(35).value_or(refusal.get(372));
    if (type == "H" && refusal.get(380) == "1") {
        auto const asked_of = refused.find(790).value_or(refused.get(11));
        auto report = refusal_of(ExecType::ORDER_STATUS, refusal, asked_of);
        report.client_order_id = request_named(refused, 11);
        report.is_unknown_order = true;
        return report;
    }
    auto const outcome = refused_by(type);
    if (!outcome) {
        if (!type.empty()) return std::nullopt;
        return unreadable(refusal,
                          "RefSeqNum (45) names no message that is known to have been sent");
    }
    bool const is_known = refused.find(11).has_value();
    auto const request = is_known ? request_named(refused, 11) : request_named(refusal, 379);
    if (!request) {
        return unreadable(refusal,
                          "RefSeqNum (45) names no request that is known to have been sent");
    }
    auto report = refusal_of(*outcome, refusal, request->value());
    report.client_order_id = request;
    report.original_client_order_id = request_named(refused, 41);
    return report;
}

}  // namespace daybook::fix
