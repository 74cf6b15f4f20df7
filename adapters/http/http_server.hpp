#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/authority.hpp"
#include "http/http_backend.hpp"
#include "http/http_limits.hpp"
#include "http/http_metrics.hpp"
#include "http/listen_socket.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/inbound/exchange_control.hpp"
#include "ports/inbound/market_control.hpp"
#include "ports/inbound/query_service.hpp"
#include "ports/outbound/clock.hpp"

namespace boost::asio {
class io_context;
}

namespace daybook::http {

struct HttpServices {
    ports::CommandService& commands;
    ports::QueryService& queries;
    ports::ExchangeControl& exchanges;
    ports::MarketControl& market;
    ports::Clock& clock;
    Readiness readiness;
    std::vector<MetricsSource> metrics;
};

struct HttpOptions {
    /// Shape: at least one.
    std::vector<ListenAddress> listen{ListenAddress{}};
    /// Names besides the address and localhost that clients may call the server by.
    std::vector<Authority> public_hosts;
    HttpLimits limits;
};

/// The HTTP API on one thread: the one that runs `io`.
///
/// The services may answer until the io_context goes, which is after them and after the server.
/// Threads: listen() and the destructor while nobody runs `io`, or on its thread; stop() anywhere.
class HttpServer {
  public:
    HttpServer(boost::asio::io_context& io, HttpServices services, HttpOptions options);
    ~HttpServer();
    HttpServer(HttpServer const&) = delete;
    HttpServer& operator=(HttpServer const&) = delete;

    /// Listens on every address of the options, and returns them with their ports.
    /// Throws: std::system_error for an address that is none or cannot be had; what() names it.
    std::vector<ListenAddress> listen();
    /// The same on addresses that were taken before.
    std::vector<ListenAddress> listen(std::vector<ListenSocket> sockets);

    /// Accepts no more, answers what was accepted, closes every connection, and then calls
    /// `stopped` on the thread of `io`, after `stop_ms` at the latest.
    void stop(std::function<void()> stopped);

  private:
    class Listener;
    std::shared_ptr<Listener> listener_;
};

}  // namespace daybook::http
