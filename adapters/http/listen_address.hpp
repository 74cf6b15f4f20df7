#pragma once

#include <cstdint>
#include <string>

namespace daybook::http {

/// Where to listen: an address and a port, or a Unix socket. Shape: `host` is an IP address; where
/// `path` is set, the others do not count.
struct ListenAddress {
    std::string host = "127.0.0.1";
    /// 0 lets the system choose.
    std::uint16_t port = 7300;
    std::string path;

    [[nodiscard]] bool is_unix() const { return !path.empty(); }
    /// Whether only this machine can connect.
    [[nodiscard]] bool is_local() const {
        return is_unix() || host.starts_with("127.") || host == "::1";
    }
    /// `127.0.0.1:7300`, `[::1]:7300` or `unix:/run/daybook/daybook.sock`.
    [[nodiscard]] std::string to_string() const;
};

}  // namespace daybook::http
