#pragma once

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "http/http_server.hpp"
#include "support/fake_services.hpp"
#include "support/manual_clock.hpp"
#include "support/raw_client.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {

/// The HTTP server on a port of its own, with its thread, in front of fake services. The book has
/// the account `alpha`. Everything has gone when the destructor returns.
class HttpServerUnderTest {
  public:
    /// Listens on a Unix socket, too, where there is a path for it.
    explicit HttpServerUnderTest(http::HttpLimits limits = {}, std::string socket_path = {}) {
        queries.book.account_rows = {sample_account("alpha")};
        http::HttpOptions options;
        options.listen = {listen_anywhere()};
        if (!socket_path.empty()) options.listen.push_back({.path = std::move(socket_path)});
        options.limits = limits;
        auto const ready = [] { return http::ReadinessReport{}; };
        server_ = std::make_unique<http::HttpServer>(
            io_, http::HttpServices{commands, queries, exchanges, market, clock_, ready, {}},
            std::move(options));
        port_ = server_->listen().front().port;
        thread_ = std::thread{[this] { io_.run(); }};
    }
    ~HttpServerUnderTest() {
        commands.release();
        if (thread_.joinable()) stop_and_wait();
    }
    HttpServerUnderTest(HttpServerUnderTest const&) = delete;
    HttpServerUnderTest& operator=(HttpServerUnderTest const&) = delete;

    FakeCommandService commands;
    FakeExchangeControl exchanges;
    FakeMarketControl market;
    FakeQueryService queries;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] RawClient connect() const { return RawClient{port_}; }
    void begin_stop() {
        server_->stop([this] { stopped_ = true; });
    }
    /// Returns when the thread has nothing left to do.
    void wait() { thread_.join(); }
    void stop_and_wait() {
        begin_stop();
        wait();
    }
    /// Whether the server said that it had stopped. Shape: after wait().
    [[nodiscard]] bool has_stopped() const { return stopped_; }
    /// Returns when the thread has seen all that was sent before this call.
    void let_it_run() const {
        for (int i = 0; i < 3; ++i) {
            auto client = connect();
            client.send(get_text("/healthz"));
            static_cast<void>(client.read_answer());
        }
    }

  private:
    static http::ListenAddress listen_anywhere() {
        http::ListenAddress address;
        address.port = 0;
        return address;
    }

    boost::asio::io_context io_{1};
    ManualClock clock_{at_micros(0)};
    std::unique_ptr<http::HttpServer> server_;
    std::uint16_t port_ = 0;
    bool stopped_ = false;
    std::thread thread_;
};

}  // namespace daybook::support
