#include "http/http_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "http/http_errors.hpp"
#include "http/http_session.hpp"
#include "http/response_text.hpp"
#include "log/log.hpp"

namespace daybook::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds accept_pause_ms{1'000};

/// How often deadlines are looked at: often enough for the shortest of them.
std::chrono::milliseconds sweep_interval(HttpLimits const& limits) {
    auto const shortest = std::min({limits.idle_ms, limits.request_ms, limits.answer_ms,
                                    limits.write_ms, limits.linger_ms, limits.stop_ms});
    return std::clamp(shortest / 4, std::chrono::milliseconds{5}, std::chrono::milliseconds{1'000});
}

void throw_if(error_code const& ec, std::string const& what) {
    if (ec) throw std::system_error{ec.value(), std::system_category(), what};
}

}  // namespace

/// The open port and its sessions. Belongs to the thread of `io`.
class HttpServer::Listener : public std::enable_shared_from_this<Listener> {
  public:
    Listener(asio::io_context& io, HttpServices services, HttpOptions options)
        : options_{std::move(options)},
          metrics_{std::make_shared<HttpMetrics>(std::move(services.metrics))},
          api_{make_backend(services), {options_.address, options_.host_names}},
          context_{io, DateHeader{services.clock}, options_.limits, *metrics_, api_},
          acceptor_{io},
          sweep_{io},
          accept_pause_{io} {}

    std::uint16_t listen(ListenSocket socket) {
        error_code ec;
        auto const where = options_.address + " port " + std::to_string(options_.port);
        acceptor_.assign(socket.is_v6() ? tcp::v6() : tcp::v4(), socket.release(), ec);
        throw_if(ec, where);
        acceptor_.listen(asio::socket_base::max_listen_connections, ec);
        throw_if(ec, where);
        auto const port = acceptor_.local_endpoint().port();
        asio::co_spawn(context_.io, accept(shared_from_this()), asio::detached);
        asio::co_spawn(context_.io, sweep(shared_from_this()), asio::detached);
        log::info("http listening", {{"address", options_.address},
                                     {"port", port},
                                     {"connections_max", options_.limits.connections_max},
                                     {"body_bytes_max", options_.limits.body_bytes_max}});
        return port;
    }

    [[nodiscard]] ListenSocket open() const { return {options_.address, options_.port}; }

    void stop(std::function<void()> stopped) {
        stopped_ = std::move(stopped);
        stop_deadline_ = std::chrono::steady_clock::now() + options_.limits.stop_ms;
        close_port();
        auto const sessions = sessions_;
        for (auto const& session : sessions) session->stop();
        report_if_stopped();
    }

    /// Closes everything at once.
    void abort() {
        close_port();
        sweep_.cancel();
        auto const sessions = sessions_;
        for (auto const& session : sessions) session->close();
    }

    [[nodiscard]] asio::io_context& io() { return context_.io; }

  private:
    using Task = asio::awaitable<void>;

    Backend make_backend(HttpServices const& services) {
        return Backend{services.commands, services.queries,   services.exchanges,
                       services.market,   services.readiness, options_.limits,
                       metrics_};
    }

    static Task accept(std::shared_ptr<Listener> self) {
        while (self->acceptor_.is_open()) {
            error_code ec;
            auto socket = co_await self->acceptor_.async_accept(
                asio::redirect_error(asio::use_awaitable, ec));
            if (!self->acceptor_.is_open()) co_return;
            if (!ec) {
                self->take(std::move(socket));
                continue;
            }
            log::warn("connection not accepted", {{"reason", ec.message()}});
            self->accept_pause_.expires_after(accept_pause_ms);
            co_await self->accept_pause_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        }
    }

    void take(tcp::socket socket) {
        if (sessions_.size() >= options_.limits.connections_max) return turn_away(socket);
        // Every session keeps what it works with alive.
        auto const closed = [self = shared_from_this()](auto const& gone) { self->remove(gone); };
        auto const session = std::make_shared<HttpSession>(context_, std::move(socket), closed);
        sessions_.insert(session);
        metrics_->set_connections(sessions_.size());
        session->start();
    }

    void turn_away(tcp::socket& socket) {
        metrics_->count_turned_away();
        ResponseForm form;
        form.close = true;
        form.date = context_.date.text();
        auto const text =
            response_text(problem(503, "busy", "there are too many connections"), form);
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(text), ignored);
        socket.shutdown(tcp::socket::shutdown_send, ignored);
    }

    void remove(std::shared_ptr<HttpSession> const& session) {
        sessions_.erase(session);
        metrics_->set_connections(sessions_.size());
        report_if_stopped();
    }

    static Task sweep(std::shared_ptr<Listener> self) {
        auto const interval = sweep_interval(self->options_.limits);
        error_code ec;
        while (!self->finished_) {
            self->sweep_.expires_after(interval);
            co_await self->sweep_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
            if (ec) co_return;
            self->check_deadlines();
        }
    }

    void check_deadlines() {
        auto const now = std::chrono::steady_clock::now();
        auto const too_late = stopped_ && now >= stop_deadline_;
        auto const sessions = std::vector(sessions_.begin(), sessions_.end());
        for (auto const& session : sessions) {
            if (too_late) {
                session->close();
            } else {
                session->check_deadlines(now);
            }
        }
    }

    void report_if_stopped() {
        if (!stopped_ || !sessions_.empty()) return;
        finished_ = true;
        sweep_.cancel();
        std::exchange(stopped_, nullptr)();
    }

    void close_port() {
        error_code ignored;
        acceptor_.close(ignored);
        accept_pause_.cancel();
    }

    HttpOptions options_;
    std::shared_ptr<HttpMetrics> metrics_;
    HttpApi api_;
    SessionContext context_;
    tcp::acceptor acceptor_;
    asio::steady_timer sweep_;
    asio::steady_timer accept_pause_;
    std::unordered_set<std::shared_ptr<HttpSession>> sessions_;
    std::function<void()> stopped_;
    std::chrono::steady_clock::time_point stop_deadline_;
    bool finished_ = false;
};

HttpServer::HttpServer(asio::io_context& io, HttpServices services, HttpOptions options)
    : listener_{std::make_shared<Listener>(io, std::move(services), std::move(options))} {}

HttpServer::~HttpServer() { listener_->abort(); }

std::uint16_t HttpServer::listen() { return listener_->listen(listener_->open()); }

std::uint16_t HttpServer::listen(ListenSocket socket) {
    return listener_->listen(std::move(socket));
}

void HttpServer::stop(std::function<void()> stopped) {
    asio::dispatch(listener_->io(), [listener = listener_, stopped = std::move(stopped)] {
        listener->stop(stopped);
    });
}

}  // namespace daybook::http
