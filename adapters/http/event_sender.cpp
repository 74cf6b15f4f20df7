#include "http/event_sender.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace daybook::http {

namespace asio = boost::asio;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

EventSender::EventSender(SessionContext& context, Socket& socket,
                         std::shared_ptr<EventStream> stream)
    : context_{context}, socket_{socket}, stream_{std::move(stream)}, change_{context.io} {}

asio::awaitable<void> EventSender::run() {
    auto const& limits = context_.limits;
    std::string text = "retry: 1000\n\n";
    error_code ignored;
    auto heartbeat_at = SteadyClock::now() + limits.stream_heartbeat_ms;
    while (!stopped_) {
        bool goes_on = co_await next_events();
        if (!goes_on) co_return;
        text += events_->text;
        if (text.empty() && SteadyClock::now() >= heartbeat_at) text = ": heartbeat\n\n";
        if (!text.empty()) {
            goes_on = co_await write(text);
            heartbeat_at = SteadyClock::now() + limits.stream_heartbeat_ms;
            std::string{}.swap(text);
        }
        if (!goes_on || events_->ended) co_return;
        if (events_->more || stopped_) continue;
        change_.expires_after(limits.stream_poll_ms);
        co_await change_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

void EventSender::stop() {
    stopped_ = true;
    change_.cancel();
}

asio::awaitable<bool> EventSender::next_events() {
    error_code ignored;
    events_.reset();
    change_.expires_at(TimePoint::max());
    stream_->next(take_events());
    while (!events_ && !stopped_) {
        co_await change_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return events_.has_value();
}

/// What the stream says goes to the thread of the session.
std::function<void(StreamEvents)> EventSender::take_events() {
    return [weak = weak_from_this(), executor = context_.io.get_executor()](StreamEvents events) {
        asio::post(executor, [weak, events = std::move(events)]() mutable {
            auto const self = weak.lock();
            if (!self) return;
            self->events_ = std::move(events);
            self->change_.cancel();
        });
    };
}

asio::awaitable<bool> EventSender::write(std::string const& text) {
    error_code ec;
    write_deadline_ = SteadyClock::now() + context_.limits.write_ms;
    co_await asio::async_write(socket_, asio::buffer(text),
                               asio::redirect_error(asio::use_awaitable, ec));
    write_deadline_ = TimePoint::max();
    co_return !ec;
}

}  // namespace daybook::http
