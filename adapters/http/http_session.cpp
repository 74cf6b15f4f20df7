#include "http/http_session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include "http/http_errors.hpp"
#include "log/log.hpp"

namespace daybook::http {

namespace asio = boost::asio;
using boost::system::error_code;
using SteadyClock = SessionContext::SteadyClock;

namespace {

/// Buffers larger than this go when the connection is idle.
constexpr std::size_t idle_buffer_bytes_max = 1024;
/// How much is gathered into one write.
constexpr std::size_t write_bytes = 256 * 1024;

bool is_would_block(error_code const& ec) {
    return ec == asio::error::would_block || ec == asio::error::try_again;
}

void release_if_large(std::string& buffer) {
    buffer.clear();
    if (buffer.capacity() > idle_buffer_bytes_max) std::string{}.swap(buffer);
}

}  // namespace

/// An event stream with what it said last.
struct HttpSession::StreamState {
    StreamState(asio::io_context& io, std::shared_ptr<EventStream> source)
        : stream{std::move(source)}, change{io} {}

    std::shared_ptr<EventStream> stream;
    std::optional<StreamEvents> events;
    asio::steady_timer change;
};

HttpSession::HttpSession(SessionContext& context, asio::ip::tcp::socket socket, Closed closed)
    : context_{context},
      socket_{std::move(socket)},
      closed_callback_{std::move(closed)},
      change_{context.io, TimePoint::max()} {}

void HttpSession::start() {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    asio::co_spawn(context_.io, run(shared_from_this()), asio::detached);
}

void HttpSession::stop() {
    stopping_ = true;
    reads_ended_ = true;
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_receive, ignored);
    change_.cancel();
    if (stream_) stream_->change.cancel();
}

void HttpSession::close() {
    if (closed_) return;
    auto const self = shared_from_this();
    closed_ = true;
    reads_ended_ = true;
    error_code ignored;
    socket_.close(ignored);
    change_.cancel();
    end_stream();
    context_.body_bytes_held -= reserved_body_bytes_;
    for (auto const& slot : slots_) context_.body_bytes_held -= slot.body_bytes;
    reserved_body_bytes_ = 0;
    slots_.clear();
    closed_callback_(self);
}

void HttpSession::check_deadlines(TimePoint now) {
    if (writing_ && now >= write_deadline_) return cut_off("it takes no answers");
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        auto const& slot = slots_[i];
        if (slot.ready || now < slot.deadline) continue;
        complete(slot.number, problem(503, "not_answered_in_time",
                                      "no answer in time; whether it was booked is not known: "
                                      "send it again, a command with the same key"));
    }
    if (now < read_deadline_) return;
    auto const is_idle = !reader_ && !reads_ended_;
    if (is_idle && !slots_.empty()) {
        read_deadline_ = now + context_.limits.idle_ms;
        return;
    }
    if (is_idle || reads_ended_) return close();
    cut_off("its request does not arrive");
}

void HttpSession::cut_off(char const* reason) {
    log::debug("slow client cut off", {{"reason", reason}});
    context_.metrics.count_cut_off();
    close();
}

HttpSession::Task HttpSession::run(std::shared_ptr<HttpSession> self) {
    try {
        co_await self->read_requests();
        co_await self->finish();
    } catch (std::exception const& error) {
        log::error("connection failed", {{"detail", error.what()}});
    }
    self->close();
}

HttpSession::Task HttpSession::read_requests() {
    for (;;) {
        while (!reads_ended_ && parse_request()) {
            auto request = reader_->take();
            reader_.reset();
            auto const body_bytes = std::exchange(reserved_body_bytes_, 0);
            co_await start_request(std::move(request), body_bytes);
        }
        if (reads_ended_) co_return;
        auto const more = co_await read_input();
        if (!more) co_return;
    }
}

bool HttpSession::parse_request() {
    if (input_used_ == input_.size()) return false;
    if (!reader_) {
        reader_ = std::make_unique<RequestReader>(context_.limits);
        request_deadline_ = SteadyClock::now() + context_.limits.request_ms;
        continue_offered_ = false;
    }
    input_used_ += reader_->feed(std::string_view{input_}.substr(input_used_));
    if (reader_->failure()) {
        refuse(*reader_->failure());
    } else if (!reserve_body()) {
        refuse(problem(503, "busy", "there are too many large requests; send it again later"));
    } else if (reader_->is_complete()) {
        return true;
    } else if (reader_->awaits_continue() && !std::exchange(continue_offered_, true)) {
        offer_continue();
    }
    return false;
}

bool HttpSession::reserve_body() {
    auto const bytes = reader_->body_bytes();
    auto const others = context_.body_bytes_held - reserved_body_bytes_;
    if (others + bytes > context_.limits.bodies_bytes_max) return false;
    context_.body_bytes_held = others + bytes;
    reserved_body_bytes_ = bytes;
    return true;
}

void HttpSession::refuse(Response response) {
    reads_ended_ = true;
    context_.metrics.count_request(nullptr, response.status, std::chrono::nanoseconds{0});
    auto& slot = add_slot();
    slot.close = true;
    ++in_flight_;
    complete(slot.number, std::move(response));
}

/// The line stands in its place among the answers, so it comes after all before it.
void HttpSession::offer_continue() {
    auto& slot = add_slot();
    slot.text = "HTTP/1.1 100 Continue\r\n\r\n";
    slot.ready = true;
    unsent_bytes_ += slot.text.size();
    flush();
}

asio::awaitable<bool> HttpSession::read_input() {
    if (input_used_ == input_.size()) {
        release_if_large(input_);
    } else {
        input_.erase(0, input_used_);
    }
    input_used_ = 0;
    for (int reads = 0; !reads_ended_; ++reads) {
        error_code ec;
        auto const count = socket_.read_some(asio::buffer(context_.scratch), ec);
        if (!ec) {
            input_.append(context_.scratch.data(), count);
            if (reads > 0) co_return true;
            // Somebody else's turn, should this client never stop sending.
            co_await asio::post(context_.io, asio::use_awaitable);
            co_return true;
        }
        if (!is_would_block(ec)) co_return false;
        read_deadline_ = reader_ ? request_deadline_ : SteadyClock::now() + context_.limits.idle_ms;
        co_await socket_.async_wait(asio::ip::tcp::socket::wait_read,
                                    asio::redirect_error(asio::use_awaitable, ec));
        read_deadline_ = TimePoint::max();
        if (ec) co_return false;
    }
    co_return false;
}

HttpSession::Task HttpSession::start_request(Request request, std::size_t body_bytes) {
    auto const key = overlap_key(request);
    while (!reads_ended_ && !may_start(key)) co_await changed();
    if (reads_ended_) {
        context_.body_bytes_held -= body_bytes;
        co_return;
    }
    auto& slot = add_slot();
    slot.head = request.method == "HEAD";
    slot.close = !request.keep_alive;
    slot.body_bytes = body_bytes;
    if (slot.close) reads_ended_ = true;
    ++in_flight_;
    in_flight_key_ = key;
    context_.api.handle(std::move(request), reply_to(slot.number));
}

bool HttpSession::may_start(std::string const& key) const {
    if (slots_.size() >= context_.limits.pipelined_requests_max) return false;
    if (unsent_bytes_ > context_.limits.unsent_bytes_max) return false;
    return in_flight_ == 0 || (!key.empty() && key == in_flight_key_);
}

Reply HttpSession::reply_to(std::uint64_t number) {
    return [weak = weak_from_this(), executor = context_.io.get_executor(),
            number](Response response) {
        asio::dispatch(executor, [weak, number, response = std::move(response)]() mutable {
            if (auto const self = weak.lock()) self->complete(number, std::move(response));
        });
    };
}

HttpSession::Slot& HttpSession::add_slot() {
    auto& slot = slots_.emplace_back();
    slot.number = next_number_++;
    slot.deadline = SteadyClock::now() + context_.limits.answer_ms;
    return slot;
}

void HttpSession::complete(std::uint64_t number, Response response) {
    if (slots_.empty() || number < slots_.front().number) return;
    auto const index = static_cast<std::size_t>(number - slots_.front().number);
    if (index >= slots_.size() || slots_[index].ready) return;
    auto& slot = slots_[index];
    if (response.stream && context_.streams >= context_.limits.streams_max) {
        response = problem(503, "busy", "there are too many event streams");
    }
    if (response.stream) {
        ++streams_held_;
        context_.metrics.set_streams(++context_.streams);
        slot.stream = response.stream;
        reads_ended_ = true;
    }
    ResponseForm form;
    form.close = slot.close || stopping_;
    form.head = slot.head;
    form.date = context_.date.text();
    slot.text = response_text(response, form);
    slot.ready = true;
    unsent_bytes_ += slot.text.size();
    context_.body_bytes_held -= std::exchange(slot.body_bytes, 0);
    --in_flight_;
    change_.cancel();
    flush();
}

void HttpSession::flush() {
    if (writing_ || closed_ || stream_) return;
    std::size_t count = 0;
    for (auto& slot : slots_) {
        if (!slot.ready || output_.size() >= write_bytes) break;
        unsent_bytes_ -= slot.text.size();
        if (output_.empty()) {
            output_ = std::move(slot.text);
        } else {
            output_ += slot.text;
        }
        ++count;
        if (slot.stream) break;
    }
    if (count == 0) return;
    writing_ = true;
    write_deadline_ = SteadyClock::now() + context_.limits.write_ms;
    asio::async_write(socket_, asio::buffer(output_),
                      [self = shared_from_this(), count](error_code ec, std::size_t) {
                          self->written(count, ec.failed());
                      });
}

void HttpSession::written(std::size_t slots, bool failed) {
    writing_ = false;
    if (closed_) return;
    if (failed) return close();
    release_if_large(output_);
    auto stream = std::move(slots_[slots - 1].stream);
    slots_.erase(slots_.begin(), slots_.begin() + static_cast<std::ptrdiff_t>(slots));
    change_.cancel();
    if (stream) return begin_stream(std::move(stream));
    flush();
}

HttpSession::Task HttpSession::changed() {
    error_code ignored;
    co_await change_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

HttpSession::Task HttpSession::finish() {
    while (!closed_ && !stream_ && !slots_.empty()) co_await changed();
    if (closed_) co_return;
    if (!stream_) {
        error_code ignored;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        read_deadline_ = SteadyClock::now() + context_.limits.linger_ms;
    }
    co_await drain();
}

/// Reads on until the client ends: closing on unread bytes would take the last answer from it.
HttpSession::Task HttpSession::drain() {
    error_code ec;
    while (!closed_) {
        socket_.read_some(asio::buffer(context_.scratch), ec);
        if (ec && !is_would_block(ec)) co_return;
        co_await socket_.async_wait(asio::ip::tcp::socket::wait_read,
                                    asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return;
    }
}

void HttpSession::begin_stream(std::shared_ptr<EventStream> stream) {
    stream_ = std::make_shared<StreamState>(context_.io, std::move(stream));
    read_deadline_ = TimePoint::max();
    change_.cancel();
    asio::co_spawn(context_.io, send_events(shared_from_this(), stream_), asio::detached);
}

void HttpSession::end_stream() {
    if (stream_) stream_->change.cancel();
    stream_.reset();
    context_.streams -= std::exchange(streams_held_, 0);
    context_.metrics.set_streams(context_.streams);
}

/// What the stream says goes to the thread of the session.
std::function<void(StreamEvents)> HttpSession::events_to(std::weak_ptr<StreamState> state) {
    return [state = std::move(state), executor = context_.io.get_executor()](StreamEvents events) {
        asio::post(executor, [state, events = std::move(events)]() mutable {
            auto const waiting = state.lock();
            if (!waiting) return;
            waiting->events = std::move(events);
            waiting->change.cancel();
        });
    };
}

asio::awaitable<bool> HttpSession::next_events(std::shared_ptr<StreamState> state) {
    error_code ignored;
    state->events.reset();
    state->change.expires_at(TimePoint::max());
    state->stream->next(events_to(state));
    while (!state->events && !closed_ && !stopping_) {
        co_await state->change.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return state->events.has_value();
}

asio::awaitable<bool> HttpSession::write_events(std::string const& text) {
    error_code ec;
    writing_ = true;
    write_deadline_ = SteadyClock::now() + context_.limits.write_ms;
    co_await asio::async_write(socket_, asio::buffer(text),
                               asio::redirect_error(asio::use_awaitable, ec));
    writing_ = false;
    co_return !ec;
}

HttpSession::Task HttpSession::send_events(std::shared_ptr<HttpSession> self,
                                           std::shared_ptr<StreamState> state) {
    auto const& limits = self->context_.limits;
    std::string text = "retry: 1000\n\n";
    error_code ignored;
    auto heartbeat_at = SteadyClock::now() + limits.stream_heartbeat_ms;
    for (bool goes_on = true; goes_on && !self->closed_ && !self->stopping_;) {
        goes_on = co_await self->next_events(state);
        if (!goes_on) break;
        text += state->events->text;
        if (text.empty() && SteadyClock::now() >= heartbeat_at) text = ": heartbeat\n\n";
        if (!text.empty()) {
            goes_on = co_await self->write_events(text);
            heartbeat_at = SteadyClock::now() + limits.stream_heartbeat_ms;
            release_if_large(text);
        }
        goes_on = goes_on && !state->events->ended;
        if (!goes_on || state->events->more || self->closed_ || self->stopping_) continue;
        state->change.expires_after(limits.stream_poll_ms);
        co_await state->change.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    self->close();
}

}  // namespace daybook::http
