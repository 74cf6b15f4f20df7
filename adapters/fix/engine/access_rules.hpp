#pragma once

#include <array>
#include <string>
#include <vector>

namespace daybook {
namespace fix {

/// Who may connect to an acceptor, and how much of it.
struct AccessRules {
    /// An address of this machine, as a literal: `127.0.0.1`, `::1`, `0.0.0.0`, `::`.
    std::string host = "127.0.0.1";
    int port = 0;
    /// Networks that are let in, as literals; all where there is none.
    std::vector<std::string> networks;
    /// Connections at once, of which one is logged on.
    int connections_max = 32;
    /// Messages a second that the counterparty may send for long; for a while, ten times as many.
    int messages_per_second_max = 10000;
};

/// An address of the internet. Shape: 16 bytes; those of IPv4 as IPv6 maps them.
/// Source: RFC 4291, 2.5.5.2.
using Address = std::array<unsigned char, 16>;

/// Addresses whose first bits are these.
struct Network {
    Address address = Address();
    int bits = 0;
};

/// Reads `192.0.2.7` or `2001:db8::7`. False for anything else.
bool parse_address(std::string const& text, Address& into);
/// Reads an address, or `192.0.2.0/24`, `2001:db8::/32`. False for anything else.
bool parse_network(std::string const& text, Network& into);

bool contains(Network const& network, Address const& address);
/// Whether only this machine reaches it.
bool is_loopback(Address const& address);
bool is_ipv4(Address const& address);

}  // namespace fix
}  // namespace daybook
