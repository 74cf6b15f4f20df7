#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/beast/http.hpp>

namespace daybook::bench {

using LoadRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// A request with JSON in it; without a body where `json` is empty. Who sends it sets the host.
[[nodiscard]] LoadRequest load_request(boost::beast::http::verb verb, std::string const& target,
                                       std::string_view json);

/// Places order `number` on one of `accounts` accounts. Numbers of different runs never meet.
[[nodiscard]] LoadRequest place_request(std::uint64_t number, std::uint64_t accounts);

/// `load-7`.
[[nodiscard]] std::string account_name(std::uint64_t number);

}  // namespace daybook::bench
