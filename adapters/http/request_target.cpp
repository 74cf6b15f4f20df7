#include "http/request_target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

#include "json/utf8.hpp"

namespace daybook::http {

namespace {

bool is_printable(std::string_view text) {
    auto const is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    return std::none_of(text.begin(), text.end(), is_control) && json::is_utf8(text);
}

}  // namespace

std::optional<RequestTarget> parse_target(std::string_view text) {
    auto const url = text.starts_with('/') ? boost::urls::parse_origin_form(text)
                                           : boost::urls::parse_absolute_uri(text);
    if (!url) return std::nullopt;
    RequestTarget target;
    if (!text.starts_with('/')) {
        if (url->scheme_id() != boost::urls::scheme::http || !url->has_authority() ||
            url->has_userinfo()) {
            return std::nullopt;
        }
        target.authority = std::string{url->encoded_host_and_port()};
    }
    bool printable = true;
    for (auto const& segment : url->segments()) {
        printable = printable && is_printable(segment);
        target.segments.push_back(segment);
    }
    boost::urls::encoding_opts options;
    options.space_as_plus = true;
    for (auto const& parameter : url->params(options)) {
        printable = printable && is_printable(parameter.key) && is_printable(parameter.value);
        target.parameters.emplace_back(parameter.key, parameter.value);
    }
    return printable ? std::optional{std::move(target)} : std::nullopt;
}

}  // namespace daybook::http
