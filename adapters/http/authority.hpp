#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::http {

/// A host and perhaps a port, as a header or the operator names them.
struct Authority {
    /// Lower case; an IPv6 address without brackets, in its shortest form.
    std::string host;
    std::optional<std::uint16_t> port;

    friend bool operator==(Authority const&, Authority const&) = default;
};

/// Reads what a client calls the server: HOST, HOST:PORT or [ADDRESS]:PORT. The host may be
/// anything; it is compared, never looked up.
/// Source: RFC 9110, section 7.2.
[[nodiscard]] std::optional<Authority> parse_authority(std::string_view text);

/// Reads a name under which the operator lets clients call the server. Stricter than
/// parse_authority(): what no client could send is no name.
[[nodiscard]] std::optional<Authority> parse_public_host(std::string_view text);

/// `host:port`, with brackets where the host is an IPv6 address.
[[nodiscard]] std::string to_string(Authority const& authority);

/// An IPv6 address in its shortest form, anything else in lower case.
[[nodiscard]] std::string canonical_host(std::string_view host);

}  // namespace daybook::http
