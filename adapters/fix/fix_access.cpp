#include "fix/fix_access.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace daybook::fix {
namespace {

constexpr std::array<std::string_view, 4> access_keys{"SOCKETACCEPTHOST", "ALLOWEDNETWORKS",
                                                      "MAXCONNECTIONS", "MAXMESSAGESPERSECOND"};
/// Far below what the process of a session may open.
constexpr int connections_max = 200;

bool has(SettingsFile const& file, std::string_view key) {
    return !file.find(key).value_or("").empty();
}

std::vector<std::string> read_networks(SettingsFile const& file) {
    constexpr std::string_view key = "AllowedNetworks";
    auto const text = file.find(key);
    if (!text) return {};
    std::vector<std::string> networks;
    for (std::size_t at = 0; at <= text->size();) {
        auto const end = std::min(text->find(',', at), text->size());
        auto network = text->substr(at, end - at);
        network.erase(0, network.find_first_not_of(' '));
        network.erase(network.find_last_not_of(' ') + 1);
        if (Network read; !parse_network(network, read)) {
            file.refuse(key, *text,
                        "must be networks such as 192.0.2.0/24 and 2001:db8::/32, with commas");
        }
        networks.push_back(std::move(network));
        at = end + 1;
    }
    return networks;
}

std::string read_host(SettingsFile const& file) {
    constexpr std::string_view key = "SocketAcceptHost";
    auto const host = file.find(key).value_or(AccessRules{}.host);
    Address address{};
    if (!parse_address(host, address)) {
        file.refuse(key, host, "must be an address of this machine, such as 127.0.0.1 or ::");
    }
    bool const wants_secrets = has(file, "Username") && has(file, "Password");
    if (!is_loopback(address) && !wants_secrets) {
        file.refuse(key, host,
                    "must be a loopback address where Username and Password are not set");
    }
    return host;
}

}  // namespace

AccessRules read_access_rules(SettingsFile const& file) {
    AccessRules const defaults;
    AccessRules rules;
    rules.host = read_host(file);
    static_cast<void>(file.require("SocketAcceptPort"));
    rules.port = file.number("SocketAcceptPort", 1, 65'535, 0);
    rules.networks = read_networks(file);
    rules.connections_max =
        file.number("MaxConnections", 2, connections_max, defaults.connections_max);
    rules.messages_per_second_max =
        file.number("MaxMessagesPerSecond", 1, 1'000'000, defaults.messages_per_second_max);
    return rules;
}

bool is_access_key(std::string_view upper) {
    return std::ranges::find(access_keys, upper) != access_keys.end();
}

std::string address_text(AccessRules const& rules) {
    bool const is_ipv6 = rules.host.find(':') != std::string::npos;
    auto const host = is_ipv6 ? "[" + rules.host + "]" : rules.host;
    return host + ":" + std::to_string(rules.port);
}

}  // namespace daybook::fix
