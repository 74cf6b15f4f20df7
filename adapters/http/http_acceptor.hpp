#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>

#include "http/listen_address.hpp"

namespace daybook::http {

/// A connection, over TCP or a Unix socket.
using Socket = boost::asio::generic::stream_protocol::socket;

/// Accepts connections at one address. A Unix socket is open to its own user alone; its file goes
/// with it, and that of a process that has ended is replaced.
/// Threads: that of `io` alone.
class HttpAcceptor : public std::enable_shared_from_this<HttpAcceptor> {
  public:
    struct Callbacks {
        std::function<void(Socket)> accepted;
        /// Called when the process has no descriptor left; true where one has been given up.
        std::function<bool()> exhausted;
    };

    HttpAcceptor(boost::asio::io_context& io, ListenAddress address, Callbacks callbacks);

    /// Opens the address, and accepts from now on. Returns it with its port.
    /// Throws: std::system_error, with the address in what(), where it cannot be had.
    ListenAddress open();
    void close();

  private:
    using Protocol = boost::asio::generic::stream_protocol;

    void bind_tcp();
    void bind_unix();
    static boost::asio::awaitable<void> accept(std::shared_ptr<HttpAcceptor> self);

    boost::asio::io_context& io_;
    ListenAddress address_;
    Callbacks callbacks_;
    boost::asio::basic_socket_acceptor<Protocol> acceptor_;
    boost::asio::steady_timer pause_;
};

}  // namespace daybook::http
