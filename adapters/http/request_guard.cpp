#include "http/request_guard.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <string>

#include "http/authority.hpp"
#include "http/http_errors.hpp"
#include "model/refusal.hpp"

namespace daybook::http {

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

bool is_address(std::string const& host) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

bool is_wildcard(std::string_view address) { return address == "0.0.0.0" || address == "::"; }

/// Whether `asked` is a name that the operator has set. A Host without a port is that of the
/// scheme, which the server behind a proxy does not know.
bool is_public(Authority const& asked, AllowedHosts const& hosts) {
    return std::any_of(hosts.names.begin(), hosts.names.end(), [&](Authority const& name) {
        if (name.host != asked.host) return false;
        if (!name.port || name.port == asked.port) return true;
        return !asked.port && (*name.port == http_port || *name.port == https_port);
    });
}

bool is_allowed(Authority const& asked, AllowedHosts const& hosts) {
    auto const& host = asked.host;
    if (host == "localhost" || host == "127.0.0.1" || host == "::1") return true;
    for (auto const& address : hosts.addresses) {
        if (host == canonical_host(address)) return true;
        if (is_wildcard(address) && is_address(host)) return true;
    }
    return is_public(asked, hosts);
}

/// Whether a page of that origin is ours: from where the request went to, or from a public name,
/// because a proxy may have put its own name for the server into the Host.
bool is_own_origin(std::string_view origin, Authority const& host, AllowedHosts const& hosts) {
    auto const text = lower(origin);
    bool const is_secure = text.starts_with("https://");
    if (!is_secure && !text.starts_with("http://")) return false;
    auto page = parse_authority(std::string_view{text}.substr(text.find("//") + 2));
    if (!page) return false;
    if (*page == host) return true;
    if (!page->port) page->port = is_secure ? https_port : http_port;
    return is_public(*page, hosts);
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

std::optional<Response> guard(Request const& request, AllowedHosts const& hosts) {
    if (request.repeated_header) {
        return bad_request(*request.repeated_header,
                           "the header " + *request.repeated_header + " is given twice");
    }
    if (!request.host) return bad_request("Host", "the header Host is required");
    auto const host = parse_authority(*request.host);
    if (!host) return bad_request("Host", "the header Host is no host");
    if (!is_allowed(*host, hosts)) {
        return problem(
            403, "host_not_allowed",
            "Host \"" + *request.host + "\" is no name of this server; --public-host can allow it");
    }
    if (request.origin && !is_own_origin(*request.origin, *host, hosts)) {
        return problem(403, "origin_not_allowed", "pages of other sites may not call this server");
    }
    if (!request.body.empty() && !is_json(request.content_type.value_or(""))) {
        return problem(415, "unsupported_media_type", "a body is application/json");
    }
    return std::nullopt;
}

}  // namespace daybook::http
