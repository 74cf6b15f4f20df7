#include "http/http_errors.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "json/object_writer.hpp"
#include "json/record_writer.hpp"
#include "log/log.hpp"
#include "model/names.hpp"
#include "ports/outbound/book_reader.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::http {

namespace {

struct ProblemText {
    int status = 500;
    std::string_view name;
    std::string_view detail;
    bool is_refusal = false;
    std::string_view field = {};
    model::Order const* order = nullptr;
};

/// `insufficient_funds` becomes "Insufficient funds".
std::string title_of(std::string_view name) {
    std::string title{name};
    std::replace(title.begin(), title.end(), '_', ' ');
    if (!title.empty()) title[0] = static_cast<char>(std::toupper(title[0]));
    return title;
}

Response write_problem(ProblemText const& text) {
    Response response;
    response.status = text.status;
    response.content_type = "application/problem+json";
    {
        json::ObjectWriter object{response.body};
        object.text("type", "/problems/" + std::string{text.name});
        object.text("title", title_of(text.name));
        object.integer("status", static_cast<std::uint64_t>(text.status));
        object.text("detail", text.detail);
        if (text.is_refusal) object.text("refusal", text.name);
        if (!text.field.empty()) object.text("field", text.field);
        if (text.order != nullptr) json::append_json(object.member("order"), *text.order);
    }
    if (text.status == 429 || text.status == 503) {
        response.headers.emplace_back("Retry-After", "1");
    }
    return response;
}

}  // namespace

int status_of(model::Refusal refusal) {
    using enum model::Refusal;
    switch (refusal) {
        case malformed_json:
        case unknown_command:
        case missing_field:
        case unknown_field:
        case duplicate_field:
        case wrong_type:
        case invalid_value:
        case group_spans_accounts:
            return 400;
        case unknown_account:
        case unknown_order:
        case unknown_discrepancy:
        case unknown_request:
            return 404;
        case idempotency_key_reused:
        case already_defined_differently:
        case already_resolved:
        case request_not_uncertain:
        case account_not_empty:
        case account_overdrawn:
            return 409;
        case unknown_asset:
        case unknown_instrument:
        case ambiguous_order:
        case assets_must_differ:
        case quantity_must_be_positive:
        case quantity_must_be_multiple_of_increment:
        case quantity_below_minimum:
        case price_required:
        case price_not_allowed:
        case price_must_be_positive:
        case price_must_be_multiple_of_increment:
        case stop_price_required:
        case stop_price_not_allowed:
        case stop_price_must_be_positive:
        case stop_price_must_be_multiple_of_increment:
        case notional_below_minimum:
        case expiry_required:
        case expiry_not_allowed:
        case expiry_must_be_in_the_future:
        case budget_required:
        case budget_not_allowed:
        case budget_must_be_positive:
        case increment_must_be_positive:
        case amount_must_be_positive:
        case amount_out_of_range:
        case account_closed:
        case instrument_halted:
        case insufficient_funds:
        case order_closed:
        case order_placed_elsewhere:
            return 422;
    }
    return 500;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 400:
            return "Bad Request";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Internal Server Error";
    }
}

Response problem(int status, std::string_view name, std::string_view detail) {
    ProblemText text;
    text.status = status;
    text.name = name;
    text.detail = detail;
    return write_problem(text);
}

Response problem(model::Malformed const& malformed) {
    ProblemText text;
    text.status = status_of(malformed.refusal);
    text.name = model::name_of(malformed.refusal);
    text.detail = malformed.detail;
    text.is_refusal = true;
    text.field = malformed.field;
    return write_problem(text);
}

Response problem_not_found(model::Refusal refusal, std::string_view field) {
    ProblemText text;
    text.status = 404;
    text.name = model::name_of(refusal);
    text.detail = "there is none of that name";
    text.is_refusal = true;
    text.field = field;
    return write_problem(text);
}

Response problem(model::Answer const& answer) {
    if (!answer.refusal) {
        return problem(409, "not_booked", "nothing was booked");
    }
    ProblemText text;
    text.status = status_of(*answer.refusal);
    text.name = model::name_of(*answer.refusal);
    text.detail = answer.detail;
    text.is_refusal = true;
    text.field = answer.field;
    text.order = answer.order ? &*answer.order : nullptr;
    return write_problem(text);
}

Response problem_busy() { return problem(429, "busy", "the queue is full; send it again later"); }

Response problem_stopping() {
    return problem(503, "stopping", "the worker is stopping; send it again to its successor");
}

Response problem_too_many_connections() {
    return problem(503, "busy", "there are too many connections");
}

Response problem_late() {
    return problem(
        503, "not_answered_in_time",
        "no answer in time; whether it was booked is not known: send it again, a command "
        "with the same key");
}

Response problem_not_booked(std::string_view why) {
    log::error("storage unavailable", {{"detail", why}});
    return problem(503, "storage_unavailable",
                   std::string{why} + "; send it again later with the same key");
}

Response problem_storage(std::string_view what) {
    log::error("storage unavailable", {{"detail", what}});
    return problem(
        503, "storage_unavailable",
        "the book cannot be reached; send the request again, a command with the same key");
}

Response problem_of(std::exception_ptr const& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (ports::StorageError const& error) {
        if (error.kind() != ports::StorageError::Kind::corrupt)
            return problem_storage(error.what());
        log::error("storage corrupt", {{"detail", error.what()}});
    } catch (ports::ReadAbandoned const&) {
        return problem_late();
    } catch (std::exception const& error) {
        log::error("request failed", {{"detail", error.what()}});
    } catch (...) {
        log::error("request failed");
    }
    return problem(500, "internal_error", "the request failed; the log of the worker says why");
}

}  // namespace daybook::http
