#include "http/http_acceptor.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "http/authority.hpp"

namespace daybook::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Local = asio::local::stream_protocol;

namespace {

constexpr std::chrono::milliseconds pause_ms{1'000};
constexpr mode_t owner_only = S_IRUSR | S_IWUSR;

[[noreturn]] void fail(ListenAddress const& address, int error) {
    throw std::system_error{error, std::system_category(), address.to_string()};
}

void fail_on(ListenAddress const& address, error_code const& ec) {
    if (ec) fail(address, ec.value());
}

/// Removes the socket of a process that has ended.
void remove_stale(asio::io_context& io, ListenAddress const& address) {
    struct stat status{};
    if (::lstat(address.path.c_str(), &status) != 0) return;
    if (!S_ISSOCK(status.st_mode)) fail(address, EEXIST);
    error_code ec;
    Local::socket probe{io};
    probe.connect(Local::endpoint{address.path}, ec);
    if (!ec) fail(address, EADDRINUSE);
    if (ec == asio::error::connection_refused) ::unlink(address.path.c_str());
}

bool is_out_of_descriptors(error_code const& ec) {
    return ec.value() == EMFILE || ec.value() == ENFILE;
}

}  // namespace

std::string ListenAddress::to_string() const {
    if (is_unix()) return "unix:" + path;
    return http::to_string(Authority{host, port});
}

HttpAcceptor::HttpAcceptor(asio::io_context& io, ListenAddress address, Callbacks callbacks)
    : io_{io},
      address_{std::move(address)},
      callbacks_{std::move(callbacks)},
      acceptor_{io},
      pause_{io} {}

ListenAddress HttpAcceptor::open() {
    if (address_.is_unix()) {
        bind_unix();
    } else {
        bind_tcp();
    }
    error_code ec;
    acceptor_.listen(asio::socket_base::max_listen_connections, ec);
    fail_on(address_, ec);
    asio::co_spawn(io_, accept(shared_from_this()), asio::detached);
    return address_;
}

void HttpAcceptor::bind_tcp() {
    error_code ec;
    auto const host = asio::ip::make_address(address_.host, ec);
    fail_on(address_, ec);
    Protocol::endpoint const endpoint{tcp::endpoint{host, address_.port}};
    acceptor_.open(endpoint.protocol(), ec);
    fail_on(address_, ec);
    acceptor_.set_option(asio::socket_base::reuse_address{true}, ec);
    acceptor_.bind(endpoint, ec);
    fail_on(address_, ec);
    auto const bound = acceptor_.local_endpoint();
    tcp::endpoint local;
    std::copy_n(static_cast<char const*>(static_cast<void const*>(bound.data())), bound.size(),
                static_cast<char*>(static_cast<void*>(local.data())));
    address_.port = local.port();
}

void HttpAcceptor::bind_unix() {
    if (address_.path.size() >= sizeof(sockaddr_un::sun_path)) fail(address_, ENAMETOOLONG);
    remove_stale(io_, address_);
    error_code ec;
    Protocol::endpoint const endpoint{Local::endpoint{address_.path}};
    acceptor_.open(endpoint.protocol(), ec);
    fail_on(address_, ec);
    // The file gets the socket's mode, so nobody else can connect in between.
    ::fchmod(acceptor_.native_handle(), owner_only);
    acceptor_.bind(endpoint, ec);
    fail_on(address_, ec);
}

void HttpAcceptor::close() {
    if (!acceptor_.is_open()) return;
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    if (address_.is_unix()) ::unlink(address_.path.c_str());
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
        spdlog::warn("connection not accepted reason=\"{}\"", ec.message());
        self->pause_.expires_after(pause_ms);
        co_await self->pause_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
}

}  // namespace daybook::http
