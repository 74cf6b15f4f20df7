#include "fix/engine/access_rules.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace daybook {
namespace fix {
namespace {

int const ipv4_prefix_bits = 96;
std::array<unsigned char, 12> const ipv4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/// One to three digits.
bool parse_bits(std::string const& text, int most, int& into) {
    if (text.empty() || text.size() > 3) return false;
    if (text.find_first_not_of("0123456789") != std::string::npos) return false;
    into = std::stoi(text);
    return into <= most;
}

}  // namespace

bool parse_address(std::string const& text, Address& into) {
    if (::inet_pton(AF_INET6, text.c_str(), into.data()) == 1) return true;
    std::copy(ipv4_prefix.begin(), ipv4_prefix.end(), into.begin());
    return ::inet_pton(AF_INET, text.c_str(), into.data() + ipv4_prefix.size()) == 1;
}

bool parse_network(std::string const& text, Network& into) {
    auto const slash = std::min(text.find('/'), text.size());
    if (!parse_address(text.substr(0, slash), into.address)) return false;
    int const before = text.find(':') == std::string::npos ? ipv4_prefix_bits : 0;
    into.bits = 128;
    if (slash == text.size()) return true;
    if (!parse_bits(text.substr(slash + 1), 128 - before, into.bits)) return false;
    into.bits += before;
    return true;
}

bool contains(Network const& network, Address const& address) {
    for (int bit = 0; bit < network.bits; bit += 8) {
        auto const at = static_cast<std::size_t>(bit / 8);
        int const left = network.bits - bit;
        int const mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
        if (((network.address[at] ^ address[at]) & mask) != 0) return false;
    }
    return true;
}

bool is_ipv4(Address const& address) {
    return std::equal(ipv4_prefix.begin(), ipv4_prefix.end(), address.begin());
}

bool is_loopback(Address const& address) {
    if (is_ipv4(address)) return address[12] == 127;
    Address only = Address();
    only[15] = 1;
    return address == only;
}

}  // namespace fix
}  // namespace daybook
