#pragma once

#include "http/listen_address.hpp"

namespace daybook::http {

/// An address that a server is going to listen on. Nobody listens on it already, or this throws;
/// until the server does, connections to it are refused. The file of a Unix socket is open to its
/// own user alone; that of a process that has ended is replaced.
class ListenSocket {
  public:
    /// Throws: std::system_error, with the address in what(), for one that is none or cannot be
    /// had.
    explicit ListenSocket(ListenAddress address);
    ListenSocket(ListenSocket&& other) noexcept;
    ListenSocket& operator=(ListenSocket&&) = delete;
    /// Removes the file of a Unix socket that has not been released.
    ~ListenSocket();

    /// With the port that the system chose where it was to.
    [[nodiscard]] ListenAddress const& address() const { return address_; }
    /// As socket() takes it: AF_INET, AF_INET6 or AF_UNIX.
    [[nodiscard]] int family() const { return family_; }
    /// Gives the descriptor away, and the file with it.
    [[nodiscard]] int release();

  private:
    void bind_tcp();
    void bind_unix();
    void open();
    [[noreturn]] void fail(int error) const;

    ListenAddress address_;
    int family_ = 0;
    int descriptor_ = -1;
};

}  // namespace daybook::http
