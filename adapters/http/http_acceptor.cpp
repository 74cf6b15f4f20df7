#include "http/http_acceptor.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "http/authority.hpp"
#include "log/log.hpp"

namespace daybook::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds pause_ms{1'000};
bool is_out_of_descriptors(error_code const& ec) {
    return ec.value() == EMFILE || ec.value() == ENFILE;
}

}  // namespace

std::string ListenAddress::to_string() const {
    if (is_unix()) return "unix:" + path;
    return http::to_string(Authority{host, port});
}

HttpAcceptor::HttpAcceptor(asio::io_context& io, ListenSocket socket, Callbacks callbacks)
    : io_{io},
      socket_{std::move(socket)},
      callbacks_{std::move(callbacks)},
      acceptor_{io},
      pause_{io} {}

void HttpAcceptor::open() {
    error_code ec;
    acceptor_.assign(Protocol{socket_.family(), 0}, socket_.release(), ec);
    if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
    if (ec) throw std::system_error{ec.value(), std::system_category(), address().to_string()};
    asio::co_spawn(io_, accept(shared_from_this()), asio::detached);
}

void HttpAcceptor::close() {
    if (!acceptor_.is_open()) return;
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    if (address().is_unix()) ::unlink(address().path.c_str());
}

asio::awaitable<void> HttpAcceptor::accept(std::shared_ptr<HttpAcceptor> self) {
    while (self->acceptor_.is_open()) {
        error_code ec;
        auto socket =
            co_await self->acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, ec));
        if (!self->acceptor_.is_open()) co_return;
        if (!ec) {
            self->callbacks_.accepted(std::move(socket));
            continue;
        }
        if (is_out_of_descriptors(ec) && self->callbacks_.exhausted()) continue;
        log::warn("connection not accepted", {{"reason", ec.message()}});
        self->pause_.expires_after(pause_ms);
        co_await self->pause_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
}

}  // namespace daybook::http
