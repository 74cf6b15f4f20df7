#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/database_url.hpp"
#include "app/exchange_configuration.hpp"
#include "app/limits.hpp"
#include "http/authority.hpp"
#include "http/listen_address.hpp"
#include "log/log.hpp"

namespace daybook::app {

/// What the database is for: a development's may be thrown away.
enum class DeploymentEnvironment { development, production };

/// Everything that can be set from outside.
struct Configuration {
    DatabaseUrl database;
    /// Overrides `database` for migrations of Postgres.
    std::optional<DatabaseUrl> migrate_url;
    DeploymentEnvironment environment = DeploymentEnvironment::production;
    /// Shape: at least one.
    std::vector<http::ListenAddress> listen{http::ListenAddress{}};
    bool insecure_listen = false;
    /// What clients may call the worker by, besides its address.
    std::vector<http::Authority> public_hosts;
    ExchangeConfiguration exchange;
    /// nullopt: as many as the store has use for.
    std::optional<std::size_t> lanes;
    bool migrate = false;
    /// nullopt: the command's own default.
    std::optional<log::Level> log_level;
    log::Format log_format = log::Format::text;
    Limits limits;
};

/// Flags as they were given, by name: `--listen`. A flag without a value holds `true`, one that is
/// given several times all its values, with commas between them.
using Flags = std::map<std::string, std::string>;
/// Variables of the environment, by name.
using Environment = std::map<std::string, std::string>;

/// Those variables of the process that concern Daybook.
[[nodiscard]] Environment process_environment();

/// Every variable of the environment that can be set, but for the places of folders.
[[nodiscard]] std::vector<std::string_view> configuration_variables();

/// Flags before environment before default.
/// Throws: Failure with configuration_wrong, one sentence that names the flag or the variable, its
/// value without any password, and the rule.
[[nodiscard]] Configuration read_configuration(Flags const& flags, Environment const& environment);

}  // namespace daybook::app
