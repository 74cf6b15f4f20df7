#include "fix/engine/secret_redaction.hpp"

#include <cstdlib>

namespace daybook {
namespace fix {
namespace {

char const soh = '\x01';
std::string const mask = "***";

/// The value's end: the next SOH, or for RawData (96) what RawDataLength (95) before it says.
std::size_t end_of_value(std::string const& text, std::string const& tag, std::size_t field,
                         std::size_t value) {
    auto end = std::min(text.find(soh, value), text.size());
    if (tag != "96") return end;
    auto const length_field = text.rfind("95=", field);
    if (length_field == std::string::npos) return end;
    auto const length = std::strtoul(text.c_str() + length_field + 3, nullptr, 10);
    if (length <= text.size() - value && value + length > end) end = value + length;
    return end;
}

void redact_tag(std::string& text, std::string const& tag) {
    auto const head = tag + "=";
    for (auto at = text.find(head); at != std::string::npos; at = text.find(head, at + 1)) {
        bool const is_field = at == 0 || text[at - 1] == soh || text[at - 1] == ' ';
        if (!is_field) continue;
        auto const value = at + head.size();
        text.replace(value, end_of_value(text, tag, at, value) - value, mask);
    }
}

}  // namespace

std::string redact_secrets(std::string text, std::string const& password) {
    for (auto const* tag : {"96", "554", "925", "1402", "1404"}) redact_tag(text, tag);
    if (password.empty()) return text;
    for (auto at = text.find(password); at != std::string::npos;
         at = text.find(password, at + mask.size())) {
        text.replace(at, password.size(), mask);
    }
    return text;
}

}  // namespace fix
}  // namespace daybook
