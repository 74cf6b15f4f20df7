#include "postgres/postgres_url.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace daybook::postgres {
namespace {

using Parameter = std::pair<std::string, std::string>;

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// Passwords with '@' or '/' that are not escaped end up in the host, port or database, which is
// printed: so none of these may hold what they never hold otherwise.
bool is_port_list(std::string_view text) {
    return text.find_first_not_of("0123456789,") == std::string_view::npos;
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (true) {
        auto const comma = std::min(list.find(','), list.size());
        parts.emplace_back(list.substr(0, comma));
        if (comma == list.size()) return parts;
        list.remove_prefix(comma + 1);
    }
}

std::string quote(std::string_view value) {
    std::string quoted = "'";
    for (char const c : value) {
        if (c == '\'' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted += '\'';
}

}  // namespace

tl::expected<PostgresUrl, std::string> PostgresUrl::parse(std::string_view text) {
    if (!text.starts_with("postgresql://") && !text.starts_with("postgres://")) {
        return tl::unexpected{std::string{"postgresql://HOST/DATABASE"}};
    }
    if (text.find('\0') != std::string_view::npos) {
        return tl::unexpected{std::string{"a URL without the character 0"}};
    }
    // What libpq says about a malformed URL may quote the password.
    std::string const terminated{text};
    std::unique_ptr<PQconninfoOption, FreeOptions> const options{
        PQconninfoParse(terminated.c_str(), nullptr)};
    if (!options) {
        return tl::unexpected{
            std::string{"postgresql://USER:PASSWORD@HOST:PORT/DATABASE?PARAMETER=VALUE, with "
                        "parameters of libpq and special characters escaped as %XX"}};
    }
    PostgresUrl url;
    for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) url.set(option->keyword, option->val);
    }
    bool const is_clean = is_port_list(url.get("port")) &&
                          url.get("host").find('@') == std::string_view::npos &&
                          url.get("dbname").find_first_of("@=/:") == std::string_view::npos;
    if (!is_clean) {
        return tl::unexpected{std::string{
            "a URL whose user and password escape '@', ':' and '/' as %40, %3A and %2F"}};
    }
    return url;
}

std::string_view PostgresUrl::get(std::string_view name) const {
    auto const found = std::ranges::find(parameters_, name, &Parameter::first);
    return found == parameters_.end() ? std::string_view{} : std::string_view{found->second};
}

void PostgresUrl::set_default(std::string name, std::string value) {
    if (get(name).empty()) set(std::move(name), std::move(value));
}

void PostgresUrl::set(std::string name, std::string value) {
    auto const found = std::ranges::find(parameters_, name, &Parameter::first);
    if (found == parameters_.end()) {
        parameters_.emplace_back(std::move(name), std::move(value));
    } else {
        found->second = std::move(value);
    }
}

std::string PostgresUrl::connection_string() const {
    std::string text;
    for (auto const& [name, value] : parameters_) {
        if (!text.empty()) text += ' ';
        text.append(name).append("=").append(quote(value));
    }
    return text;
}

std::string PostgresUrl::describe() const {
    std::string const database = "/" + std::string{get("dbname")};
    auto const hosts = split(get("host").empty() ? get("hostaddr") : get("host"));
    auto const ports = split(get("port"));
    std::string folders;
    std::string names;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        auto const& port = ports[std::min(i, ports.size() - 1)];
        auto& list = hosts[i].starts_with('/') ? folders : names;
        if (!list.empty()) list += ',';
        bool const is_ipv6 = hosts[i].find(':') != std::string::npos;
        list += is_ipv6 ? "[" + hosts[i] + "]" : hosts[i];
        if (!port.empty()) list.append(":").append(port);
    }
    auto const url = "postgresql://" + names + database;
    return folders.empty() ? url : url + "?host=" + folders;
}

}  // namespace daybook::postgres
