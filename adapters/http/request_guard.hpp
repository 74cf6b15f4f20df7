#pragma once

#include <optional>

#include "http/http_api.hpp"
#include "http/http_message.hpp"

namespace daybook::http {

/// Refuses a request by its headers, before anything looks at what it wants: a Host that is not
/// ours, or an Origin that is neither the Host nor a public name (403), no or two Hosts (400), a
/// body that is no JSON (415). Sets the host from a target in absolute form.
[[nodiscard]] std::optional<Response> guard(Request const& request, AllowedHosts const& hosts);

}  // namespace daybook::http
