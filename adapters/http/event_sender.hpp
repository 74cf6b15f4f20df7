#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/http_acceptor.hpp"
#include "http/http_message.hpp"
#include "http/session_context.hpp"

namespace daybook::http {

/// Sends what a stream has to say over a connection, until one of them ends.
/// Threads: that of `io` alone.
class EventSender : public std::enable_shared_from_this<EventSender> {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The connection outlives run().
    EventSender(SessionContext& context, Socket& socket, std::shared_ptr<EventStream> stream);

    /// Returns when the stream has ended, the client takes no more, or after stop().
    boost::asio::awaitable<void> run();
    void stop();
    /// Until when the client must have taken what is being written.
    [[nodiscard]] TimePoint write_deadline() const { return write_deadline_; }

  private:
    boost::asio::awaitable<bool> next_events();
    boost::asio::awaitable<bool> write(std::string const& text);
    std::function<void(StreamEvents)> take_events();

    SessionContext& context_;
    Socket& socket_;
    std::shared_ptr<EventStream> stream_;
    std::optional<StreamEvents> events_;
    /// Cancelled when there are events, and at the end.
    boost::asio::steady_timer change_;
    TimePoint write_deadline_ = TimePoint::max();
    bool stopped_ = false;
};

}  // namespace daybook::http
