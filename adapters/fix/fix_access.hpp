#pragma once

#include "fix/engine/access_rules.hpp"
#include "fix/settings_file.hpp"

namespace daybook::fix {

/// Who may connect to a drop copy: SocketAcceptHost, SocketAcceptPort, AllowedNetworks,
/// MaxConnections and MaxMessagesPerSecond. Without Username and Password it must be this machine
/// alone.
/// Throws: ports::ExchangeError, one sentence that names the key, its value and the rule.
[[nodiscard]] AccessRules read_access_rules(SettingsFile const& file);

/// The keys of it, which only a drop copy has, in upper case.
[[nodiscard]] bool is_access_key(std::string_view upper);

/// `127.0.0.1:5001`, `[::1]:5001`.
[[nodiscard]] std::string address_text(AccessRules const& rules);

}  // namespace daybook::fix
