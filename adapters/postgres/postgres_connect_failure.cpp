#include "postgres/postgres_connect_failure.hpp"

#include "postgres/postgres_error.hpp"

namespace daybook::postgres {
namespace {

std::size_t count(std::string_view text, std::string_view words) {
    std::size_t found = 0;
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        ++found;
    }
    return found;
}

/// What stands in the quotes behind `words`; empty where there is none.
std::string_view quoted_after(std::string_view text, std::string_view words) {
    auto const at = text.find(words);
    if (at == std::string_view::npos) return {};
    auto const rest = text.substr(at + words.size());
    return rest.substr(0, rest.find('"'));
}

}  // namespace

std::string connect_failure(PostgresUrl const& url, std::string_view message) {
    auto const server = url.describe();
    // Of several hosts or addresses, each may say something else.
    auto const attempts = count(message, "connection to server");
    if (attempts > 0 && attempts == count(message, "Connection refused")) {
        return "nothing listens at " + server +
               " (connection refused): start the server, or mend the host or the port in the URL";
    }
    if (auto const host = quoted_after(message, "could not translate host name \"");
        !host.empty() && attempts == 0) {
        return "there is no host \"" + std::string{host} + "\": mend the host in the URL";
    }
    if (attempts > 1) return describe({{}, std::string{message}, true});
    if (auto const database = quoted_after(message, "FATAL:  database \"");
        !database.empty() && message.find("does not exist") != std::string_view::npos) {
        return "the server of " + server + " has no database \"" + std::string{database} +
               "\": create it, or mend the end of the URL";
    }
    if (auto const user = quoted_after(message, "password authentication failed for user \"");
        !user.empty()) {
        return "the password for user \"" + std::string{user} + "\" at " + server +
               " is wrong, or there is no such user";
    }
    if (message.find("no password supplied") != std::string_view::npos) {
        return "the server of " + server + " asks for a password, and the URL gives none";
    }
    return describe({{}, std::string{message}, true});
}

}  // namespace daybook::postgres
