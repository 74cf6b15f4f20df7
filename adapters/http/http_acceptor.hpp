#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>

#include "http/listen_socket.hpp"

namespace daybook::http {

/// A connection, over TCP or a Unix socket.
using Socket = boost::asio::generic::stream_protocol::socket;

/// Accepts connections at one address. The file of a Unix socket goes with it.
/// Threads: that of `io` alone.
class HttpAcceptor : public std::enable_shared_from_this<HttpAcceptor> {
  public:
    struct Callbacks {
        std::function<void(Socket)> accepted;
        /// Called when the process has no descriptor left; true where one has been given up.
        std::function<bool()> exhausted;
    };

    HttpAcceptor(boost::asio::io_context& io, ListenSocket socket, Callbacks callbacks);

    /// Accepts from now on.
    /// Throws: std::system_error, with the address in what(), where it cannot be had.
    void open();
    [[nodiscard]] ListenAddress const& address() const { return socket_.address(); }
    void close();

  private:
    using Protocol = boost::asio::generic::stream_protocol;

    static boost::asio::awaitable<void> accept(std::shared_ptr<HttpAcceptor> self);

    boost::asio::io_context& io_;
    ListenSocket socket_;
    Callbacks callbacks_;
    boost::asio::basic_socket_acceptor<Protocol> acceptor_;
    boost::asio::steady_timer pause_;
};

}  // namespace daybook::http
