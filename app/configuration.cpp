#include "app/configuration.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "app/exit_code.hpp"
#include "app/figures.hpp"
#include "app/setting_value.hpp"

namespace daybook::app {

namespace {

bool is_ip_address(std::string const& host) {
    std::array<unsigned char, sizeof(in6_addr)> address;
    return ::inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

http::ListenAddress parse_listen(Given given) {
    constexpr std::string_view rule =
        "ADDRESS:PORT, such as 127.0.0.1:7300 or [::1]:7300, or unix:PATH";
    constexpr std::string_view unix = "unix:";
    if (given.text.starts_with(unix)) {
        http::ListenAddress address;
        address.path = given.text.substr(unix.size());
        if (address.path.empty()) refuse(given, rule);
        return address;
    }
    auto const colon = given.text.rfind(':');
    if (colon == std::string_view::npos) refuse(given, rule);
    std::string host{given.text.substr(0, colon)};
    bool const bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (bracketed != (host.find(':') != std::string::npos)) refuse(given, rule);
    if (host == "localhost") host = "127.0.0.1";
    auto const port = parse_whole_number(given.text.substr(colon + 1));
    if (!is_ip_address(host) || !port || *port > 65'535) refuse(given, rule);
    return {host, static_cast<std::uint16_t>(*port), {}};
}

DatabaseUrl parse_database(Given given) {
    auto url = DatabaseUrl::parse(given.text);
    if (!url) refuse(given, url.error());
    return *std::move(url);
}

void set_database(Configuration& into, Given given) { into.database = parse_database(given); }

void set_migrate_url(Configuration& into, Given given) {
    into.migrate_url = parse_database(given);
    if (into.migrate_url->kind != DatabaseUrl::Kind::postgres) refuse(given, "postgresql://...");
}

void set_environment(Configuration& into, Given given) {
    constexpr auto names = std::to_array<std::string_view>({"development", "production"});
    into.environment = one_of<DeploymentEnvironment>(given, names);
}

void set_listen(Configuration& into, Given given) {
    into.listen.clear();
    for (auto const text : split(given.text, ',')) {
        into.listen.push_back(parse_listen({given.name, text}));
    }
}

void set_insecure_listen(Configuration& into, Given given) {
    into.insecure_listen = boolean(given);
}

void set_public_hosts(Configuration& into, Given given) {
    for (auto const text : split(given.text, ',')) {
        auto const host = http::parse_public_host(text);
        if (!host) {
            refuse({given.name, text},
                   "HOST, HOST:PORT or [ADDRESS]:PORT, such as book.example.com, worker:7300 or "
                   "[2001:db8::1]:7300, several with commas between them");
        }
        into.public_hosts.push_back(*host);
    }
}

void set_lanes(Configuration& into, Given given) { into.lanes = integer_between(given, 1, 64, ""); }

void set_migrate(Configuration& into, Given given) { into.migrate = boolean(given); }

void set_log_level(Configuration& into, Given given) {
    constexpr auto names = std::to_array<std::string_view>({"debug", "info", "warn", "error"});
    into.log_level = one_of<log::Level>(given, names);
}

void set_log_format(Configuration& into, Given given) {
    into.log_format = one_of<log::Format>(given, std::to_array<std::string_view>({"text", "json"}));
}

/// Something that can be set. Shape: `variable` or `flag` may be empty, not both.
struct Setting {
    std::string_view variable;
    std::string_view flag;
    void (*set)(Configuration& into, Given given);
};

constexpr std::array settings{
    Setting{"DATABASE_URL", "--database", set_database},
    Setting{"DAYBOOK_MIGRATE_URL", "", set_migrate_url},
    Setting{"DAYBOOK_ENV", "", set_environment},
    Setting{"DAYBOOK_LISTEN", "--listen", set_listen},
    Setting{"", "--insecure-listen", set_insecure_listen},
    Setting{"DAYBOOK_PUBLIC_HOSTS", "--public-host", set_public_hosts},
    Setting{"DAYBOOK_LANES", "--lanes", set_lanes},
    Setting{"DAYBOOK_MIGRATE", "--migrate", set_migrate},
    Setting{"DAYBOOK_LOG_LEVEL", "--log-level", set_log_level},
    Setting{"DAYBOOK_LOG_FORMAT", "", set_log_format},
};

void refuse_unknown_variables(Environment const& environment) {
    auto const known = configuration_variables();
    for (auto const& [name, value] : environment) {
        if (!name.starts_with("DAYBOOK_") || std::ranges::count(known, name) > 0) continue;
        throw Failure{ExitCode::configuration_wrong,
                      name +
                          " is no variable that Daybook knows: unset it, or see "
                          "deploy/daybook.env.example for the names"};
    }
}

template <class AnySetting>
std::optional<Given> find_given(AnySetting const& setting, Flags const& flags,
                                Environment const& environment) {
    if (auto const flag = flags.find(std::string{setting.flag}); flag != flags.end()) {
        return Given{flag->first, flag->second};
    }
    auto const variable = environment.find(std::string{setting.variable});
    if (variable == environment.end()) return std::nullopt;
    return Given{variable->first, variable->second};
}

std::string value_or_empty(Environment const& environment, std::string const& name) {
    auto const found = environment.find(name);
    return found == environment.end() ? std::string{} : found->second;
}

/// Source: XDG Base Directory Specification: a relative XDG_DATA_HOME does not count.
std::string default_database_path(Environment const& environment) {
    std::filesystem::path folder = value_or_empty(environment, "XDG_DATA_HOME");
    if (!folder.is_absolute()) {
        folder = value_or_empty(environment, "HOME");
        if (!folder.is_absolute()) {
            throw Failure{ExitCode::configuration_wrong,
                          "DATABASE_URL is not set, and neither XDG_DATA_HOME nor HOME says where "
                          "the embedded database would be: give --database sqlite:PATH"};
        }
        folder = folder / ".local" / "share";
    }
    return (folder / "daybook" / "daybook.db").string();
}

}  // namespace

Environment process_environment() {
    Environment variables;
    for (char** entry = ::environ; *entry != nullptr; ++entry) {
        std::string_view const text{*entry};
        auto const name = text.substr(0, text.find('='));
        bool const ours = name.starts_with("DAYBOOK_") || name == "DATABASE_URL" ||
                          name == "XDG_DATA_HOME" || name == "HOME";
        if (ours && name.size() < text.size())
            variables.emplace(name, text.substr(name.size() + 1));
    }
    return variables;
}

std::vector<std::string_view> configuration_variables() {
    std::vector<std::string_view> variables;
    for (auto const& setting : settings) {
        if (!setting.variable.empty()) variables.push_back(setting.variable);
    }
    for (auto const& setting : exchange_variables()) variables.push_back(setting.variable);
    for (auto const& limit : limit_settings()) variables.push_back(limit.variable);
    return variables;
}

Configuration read_configuration(Flags const& flags, Environment const& environment) {
    refuse_unknown_variables(environment);
    Configuration configuration;
    bool database_given = false;
    for (auto const& setting : settings) {
        auto const given = find_given(setting, flags, environment);
        if (!given) continue;
        setting.set(configuration, *given);
        if (setting.set == set_database) database_given = true;
    }
    for (auto const& setting : exchange_variables()) {
        if (auto const given = find_given(setting, flags, environment)) {
            setting.set(configuration.exchange, *given);
        }
    }
    require_complete(configuration.exchange);
    for (auto const& limit : limit_settings()) {
        auto const variable = environment.find(std::string{limit.variable});
        if (variable == environment.end()) continue;
        configuration.limits.*limit.member = integer_between(
            {variable->first, variable->second}, limit.smallest, limit.largest, limit.what);
    }
    if (!database_given) configuration.database.path = default_database_path(environment);
    auto& folder = configuration.exchange.data_folder;
    if (configuration.exchange.speaks_fix() && !folder) {
        folder = std::filesystem::path{default_database_path(environment)}.parent_path().string();
    }
    return configuration;
}

}  // namespace daybook::app
