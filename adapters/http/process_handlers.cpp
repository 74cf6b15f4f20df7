#include "http/process_handlers.hpp"

#include <utility>

#include "http/openapi_document.hpp"
#include "http/operator_page.hpp"
#include "http/route_table.hpp"

namespace daybook::http {

namespace {

Response text_response(Call const& call, std::string body) {
    Response response;
    response.content_type = call.route->content_type;
    response.body = std::move(body);
    return response;
}

}  // namespace

void show_health(Backend&, CallPointer call) {
    call->reply(text_response(*call, R"({"status":"alive"})"));
}

void show_readiness(Backend& backend, CallPointer call) {
    auto report = backend.readiness();
    auto response = text_response(*call, std::move(report.json));
    if (!report.is_ready) response.status = 503;
    call->reply(std::move(response));
}

void show_metrics(Backend& backend, CallPointer call) {
    call->reply(text_response(*call, backend.metrics->text()));
}

void show_openapi(Backend&, CallPointer call) {
    static std::string const document = openapi_document();
    call->reply(text_response(*call, document));
}

void show_page(Backend&, CallPointer call) {
    static std::string const policy = page_security_policy();
    auto response = text_response(*call, std::string{operator_page()});
    response.headers.emplace_back("Content-Security-Policy", policy);
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("X-Frame-Options", "DENY");
    call->reply(std::move(response));
}

void show_icon(Backend&, CallPointer call) {
    auto response = text_response(*call, std::string{page_icon()});
    response.headers.emplace_back("Content-Security-Policy", "default-src 'none'");
    call->reply(std::move(response));
}

}  // namespace daybook::http
