#include "http/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>
#include <utility>

#include "http/http_errors.hpp"

namespace daybook::http {

namespace {

namespace beast_http = boost::beast::http;
using Fields = beast_http::request<beast_http::string_body>;

/// The value of a header. Notes in `request` if there is more than one.
std::optional<std::string> only(Fields const& fields, beast_http::field name, Request& request) {
    if (fields.count(name) == 0) return std::nullopt;
    auto const text = [](auto view) { return std::string{view.data(), view.size()}; };
    if (fields.count(name) > 1) request.repeated_header = text(beast_http::to_string(name));
    return text(fields[name]);
}

std::optional<std::string> only(Fields const& fields, char const* name, Request& request) {
    auto const count = fields.count(name);
    if (count == 0) return std::nullopt;
    if (count > 1) request.repeated_header = name;
    auto const value = fields[name];
    return std::string{value.data(), value.size()};
}

/// Whether the end of the body is where the message says, for us and for whoever passed it on: of
/// the transfer codings only `chunked` alone is taken.
/// Source: RFC 9112, section 6.1.
bool is_delimited(Fields const& fields) {
    auto const count = fields.count(beast_http::field::transfer_encoding);
    if (count == 0) return true;
    return count == 1 && fields.version() >= 11 &&
           boost::beast::iequals(fields[beast_http::field::transfer_encoding], "chunked");
}

Response failure_of(boost::system::error_code const& ec) {
    if (ec == beast_http::error::body_limit) {
        return problem(413, "body_too_large", "the body is larger than this server takes");
    }
    if (ec == beast_http::error::header_limit) {
        return problem(431, "header_too_large", "the header is larger than this server takes");
    }
    return problem(400, "malformed_request", "the request is no HTTP/1.1: " + ec.message());
}

}  // namespace

struct RequestReader::Parser : beast_http::request_parser<beast_http::string_body> {};

RequestReader::RequestReader(HttpLimits const& limits) : parser_{std::make_unique<Parser>()} {
    parser_->header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    parser_->body_limit(limits.body_bytes_max);
}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::feed(std::string_view bytes) {
    std::size_t used = 0;
    while (!failure_ && !parser_->is_done() && used < bytes.size()) {
        boost::system::error_code ec;
        auto const rest = bytes.substr(used);
        auto const count = parser_->put(boost::asio::buffer(rest.data(), rest.size()), ec);
        used += count;
        if (ec == beast_http::error::need_more) break;
        if (ec) {
            failure_ = failure_of(ec);
        } else if (!is_delimited(parser_->get())) {
            failure_ = problem(400, "transfer_encoding_not_allowed",
                               "the header Transfer-Encoding must be chunked, and nothing else");
        }
    }
    return used;
}

bool RequestReader::is_complete() const { return !failure_ && parser_->is_done(); }

bool RequestReader::awaits_continue() const {
    if (failure_ || !parser_->is_header_done() || parser_->is_done()) return false;
    auto const& fields = parser_->get();
    return fields.version() >= 11 && parser_->get().body().empty() &&
           boost::beast::iequals(fields[beast_http::field::expect], "100-continue");
}

std::size_t RequestReader::body_bytes() const { return parser_->get().body().size(); }

Request RequestReader::take() {
    auto fields = parser_->release();
    using field = beast_http::field;
    Request request;
    request.keep_alive = fields.keep_alive();
    request.method = std::string{fields.method_string().data(), fields.method_string().size()};
    request.target = std::string{fields.target().data(), fields.target().size()};
    request.host = only(fields, field::host, request);
    request.origin = only(fields, field::origin, request);
    request.content_type = only(fields, field::content_type, request);
    request.idempotency_key = only(fields, "Idempotency-Key", request);
    request.last_event_id = only(fields, "Last-Event-ID", request);
    request.body = std::move(fields.body());
    return request;
}

}  // namespace daybook::http
