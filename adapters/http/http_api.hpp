#pragma once

#include <string>
#include <vector>

#include "http/authority.hpp"
#include "http/http_backend.hpp"

namespace daybook::http {

/// Under which names clients may reach the server. A web page elsewhere that got a name of its own
/// to point here sends that name, and is refused.
struct AllowedHosts {
    /// What the server listens on; a wildcard allows every literal address.
    std::vector<std::string> addresses;
    /// Those that the operator has set; one without a port stands for every port.
    std::vector<Authority> names;
};

/// The API without sockets: answers requests.
class HttpApi {
  public:
    HttpApi(Backend backend, AllowedHosts hosts);

    /// Answers one request; `reply` is called once, on any thread, possibly before this returns.
    void handle(Request request, Reply reply);

  private:
    Backend backend_;
    AllowedHosts hosts_;
};

/// Whether operators ask so how the process is: such calls are answered when there are too many
/// connections for any other.
[[nodiscard]] bool is_vital(Request const& request);

/// About how many bytes the answer will take.
[[nodiscard]] std::size_t answer_bytes_estimate(Request const& request);

/// Which requests of one connection may be under way together: those of one key. Their order
/// cannot be seen: reads, and commands of one account, which the service keeps in order. A request
/// with an empty key goes alone.
[[nodiscard]] std::string overlap_key(Request const& request);

}  // namespace daybook::http
