#include "http/request_guard.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "http/http_errors.hpp"
#include "model/refusal.hpp"

namespace daybook::http {

namespace {

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

bool is_port(std::string_view text) {
    return text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_address(std::string const& host) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

bool is_wildcard(std::string_view address) { return address == "0.0.0.0" || address == "::"; }

bool is_allowed(std::string const& host, AllowedHosts const& hosts) {
    if (host == "localhost" || host == "127.0.0.1" || host == "::1") return true;
    if (host == lower(hosts.listen_address)) return true;
    if (is_wildcard(hosts.listen_address) && is_address(host)) return true;
    return std::any_of(hosts.names.begin(), hosts.names.end(),
                       [&](std::string const& name) { return lower(name) == host; });
}

bool is_same_origin(std::string_view origin, std::string_view host) {
    auto const name = lower(origin);
    return name == "http://" + lower(host) || name == "https://" + lower(host);
}

bool is_json(std::string_view content_type) {
    auto media = content_type.substr(0, content_type.find(';'));
    while (media.ends_with(' ') || media.ends_with('\t')) media.remove_suffix(1);
    return lower(media) == "application/json";
}

Response bad_request(std::string_view field, std::string_view detail) {
    return problem(
        malformed(model::Refusal::invalid_value, std::string{field}, std::string{detail}));
}

}  // namespace

std::optional<std::string> host_of(std::string_view authority) {
    std::string_view host;
    std::string_view rest;
    if (authority.starts_with('[')) {
        auto const end = authority.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        host = authority.substr(1, end - 1);
        rest = authority.substr(end + 1);
    } else {
        host = authority.substr(0, authority.find(':'));
        rest = authority.substr(host.size());
    }
    if (host.empty() || (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1))))) {
        return std::nullopt;
    }
    return lower(host);
}

std::optional<Response> guard(Request const& request, AllowedHosts const& hosts) {
    if (request.repeated_header) {
        return bad_request(*request.repeated_header,
                           "the header " + *request.repeated_header + " is given twice");
    }
    if (!request.host) return bad_request("Host", "the header Host is required");
    auto const host = host_of(*request.host);
    if (!host) return bad_request("Host", "the header Host is no host");
    if (!is_allowed(*host, hosts)) {
        return problem(403, "host_not_allowed", "this server is not known by that name");
    }
    if (request.origin && !is_same_origin(*request.origin, *request.host)) {
        return problem(403, "origin_not_allowed", "pages of other sites may not call this server");
    }
    if (!request.body.empty() && !is_json(request.content_type.value_or(""))) {
        return problem(415, "unsupported_media_type", "a body is application/json");
    }
    return std::nullopt;
}

}  // namespace daybook::http
