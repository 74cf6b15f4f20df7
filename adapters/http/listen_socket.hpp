#pragma once

#include <cstdint>
#include <string>

namespace daybook::http {

/// An address that a server is going to listen on. Nobody listens on it already, or this throws;
/// until the server does, connections to it are refused.
class ListenSocket {
  public:
    /// `address`: a literal one; 0 as the port lets the system choose.
    /// Throws: std::system_error for an address that is none or cannot be had.
    ListenSocket(std::string const& address, std::uint16_t port);
    ListenSocket(ListenSocket&& other) noexcept
        : is_v6_{other.is_v6_}, descriptor_{other.release()} {}
    ListenSocket& operator=(ListenSocket&&) = delete;
    ~ListenSocket();

    [[nodiscard]] bool is_v6() const { return is_v6_; }
    /// Gives the descriptor away.
    [[nodiscard]] int release();

  private:
    bool is_v6_ = false;
    int descriptor_ = -1;
};

}  // namespace daybook::http
