#include "app/database_url.hpp"

#include <algorithm>
#include <cctype>

namespace daybook::app {

namespace {

constexpr std::string_view rule = "sqlite:PATH, postgresql://HOST/DATABASE or memory:";

/// Replaces the password of `user:password@`, which stands between the scheme and the last '@'
/// before the path.
std::string mask_user_info(std::string_view text) {
    std::string masked{text};
    auto const scheme = masked.find("://");
    auto const start = scheme == std::string::npos ? 0 : scheme + 3;
    auto const at = masked.rfind('@');
    if (at == std::string::npos || at < start) return masked;
    auto const colon = masked.find(':', start);
    if (colon == std::string::npos || colon > at) return masked;
    return masked.replace(colon + 1, at - colon - 1, "***");
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// Replaces the values of `password=` and `sslpassword=`, up to the next separator.
std::string mask_parameters(std::string masked) {
    constexpr std::string_view name = "password=";
    for (auto at = lower(masked).find(name); at != std::string::npos;
         at = lower(masked).find(name, at)) {
        at += name.size();
        auto const end = std::min(masked.find_first_of("&; ", at), masked.size());
        masked.replace(at, end - at, "***");
    }
    return masked;
}

}  // namespace

std::string without_password(std::string_view text) {
    return mask_parameters(mask_user_info(text));
}

tl::expected<DatabaseUrl, std::string> DatabaseUrl::parse(std::string_view text) {
    DatabaseUrl url;
    if (text == "memory:") {
        url.kind = Kind::memory;
        return url;
    }
    if (text.starts_with("postgresql://") || text.starts_with("postgres://")) {
        if (text.ends_with("://")) return tl::unexpected{std::string{rule}};
        url.kind = Kind::postgres;
        url.postgres = Secret{std::string{text}};
        return url;
    }
    constexpr std::string_view sqlite = "sqlite:";
    if (!text.starts_with(sqlite)) return tl::unexpected{std::string{rule}};
    url.path = text.substr(sqlite.size());
    if (url.path.empty() || url.path.front() == ':' || url.path.ends_with('/')) {
        return tl::unexpected{std::string{"sqlite: and the path of a file"}};
    }
    return url;
}

}  // namespace daybook::app
