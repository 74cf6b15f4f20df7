#include "http/authority.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace daybook::http {

namespace {

constexpr std::size_t label_bytes_max = 63;
constexpr std::size_t name_bytes_max = 253;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter_or_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

std::optional<std::string> shortest_ipv6(std::string const& text) {
    in6_addr bytes{};
    std::array<char, INET6_ADDRSTRLEN> shortest{};
    if (inet_pton(AF_INET6, text.c_str(), &bytes) != 1) return std::nullopt;
    return inet_ntop(AF_INET6, &bytes, shortest.data(), shortest.size());
}

bool is_ipv4(std::string const& text) {
    in_addr bytes{};
    return inet_pton(AF_INET, text.c_str(), &bytes) == 1;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return port;
}

/// Underscores are allowed: services are called so where names are not of the DNS.
bool is_label(std::string_view label) {
    auto const is_inner = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; };
    return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), is_inner);
}

/// Source: URL Standard, section 3.5: a host whose last label is a number is an IPv4 address.
bool is_name(std::string const& host) {
    if (host.size() > name_bytes_max) return false;
    std::string_view rest{host};
    while (true) {
        auto const dot = rest.find('.');
        auto const label = rest.substr(0, dot);
        if (!is_label(label)) return false;
        if (dot != std::string_view::npos) {
            rest.remove_prefix(dot + 1);
            continue;
        }
        return !std::all_of(label.begin(), label.end(), is_digit) || is_ipv4(host);
    }
}

}  // namespace

std::optional<Authority> parse_authority(std::string_view text) {
    Authority authority;
    std::string_view rest;
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        auto const address = shortest_ipv6(std::string{text.substr(1, end - 1)});
        if (!address) return std::nullopt;
        authority.host = *address;
        rest = text.substr(end + 1);
    } else {
        authority.host = lower(text.substr(0, text.find(':')));
        rest = text.substr(authority.host.size());
    }
    if (authority.host.empty()) return std::nullopt;
    if (rest.empty() || rest == ":") return authority;
    authority.port = parse_port(rest.substr(1));
    if (rest.front() != ':' || !authority.port) return std::nullopt;
    return authority;
}

std::optional<Authority> parse_public_host(std::string_view text) {
    auto const authority = parse_authority(text);
    if (!authority || text.ends_with(':') || authority->port == 0) return std::nullopt;
    if (!text.starts_with('[') && !is_name(authority->host)) return std::nullopt;
    return authority;
}

std::string to_string(Authority const& authority) {
    auto const is_ipv6 = authority.host.find(':') != std::string::npos;
    auto text = is_ipv6 ? "[" + authority.host + "]" : authority.host;
    if (authority.port) text += ":" + std::to_string(*authority.port);
    return text;
}

std::string canonical_host(std::string_view host) {
    return shortest_ipv6(std::string{host}).value_or(lower(host));
}

}  // namespace daybook::http
