#include "http/http_session.hpp"

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <exception>
#include <optional>
#include <utility>

#include "http/http_errors.hpp"
#include "log/log.hpp"

namespace daybook::http {

namespace asio = boost::asio;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

namespace {

/// How much is gathered into one write.
constexpr std::size_t write_bytes = 256 * 1024;
/// About what an answer takes that says no more than no.
constexpr std::size_t refusal_bytes = 512;

bool is_would_block(error_code const& ec) {
    return ec == asio::error::would_block || ec == asio::error::try_again;
}

}  // namespace

HttpSession::HttpSession(SessionContext& context, Socket socket, Admission admission, Closed closed)
    : context_{context},
      socket_{std::move(socket)},
      admission_{admission},
      closed_callback_{std::move(closed)},
      client_{++context.last_client},
      change_{context.io, TimePoint::max()},
      intake_{context.limits, context.requests},
      answers_{context.requests, context.answers.budget()},
      output_{{}, HeldBytes{context.answers.budget()}, nullptr},
      active_at_{SteadyClock::now()} {}

void HttpSession::start() {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    asio::co_spawn(context_.io, run(shared_from_this()), asio::detached);
    asio::co_spawn(context_.io, watch(shared_from_this()), asio::detached);
}

void HttpSession::stop() {
    stopping_ = true;
    reads_ended_ = true;
    error_code ignored;
    socket_.shutdown(asio::socket_base::shutdown_receive, ignored);
    change_.cancel();
    if (stream_) stream_->stop();
}

void HttpSession::close() {
    if (closed_) return;
    auto const self = shared_from_this();
    closed_ = true;
    reads_ended_ = true;
    error_code ignored;
    socket_.close(ignored);
    change_.cancel();
    gone_.request_stop();
    end_stream();
    answers_.clear();
    output_.held.set(0);
    intake_.clear();
    closed_callback_(self);
}

void HttpSession::cut_off(char const* reason) {
    log::debug("slow client cut off", {{"reason", reason}});
    context_.metrics.count_cut_off();
    close();
}

void HttpSession::check_deadlines(TimePoint now) {
    auto const is_late =
        writing_since_ != TimePoint::max() && now >= writing_since_ + context_.limits.write_ms;
    if (is_late || (stream_ && now >= stream_->write_deadline())) {
        return cut_off("it takes no answers");
    }
    for (auto const number : answers_.late(now)) {
        complete(number, problem_late());
    }
    if (now < read_deadline_) return;
    auto const waits_for_request = !intake_.is_within_request() && !reads_ended_;
    if (waits_for_request && !is_quiet()) {
        read_deadline_ = now + context_.limits.idle_ms;
        return;
    }
    if (waits_for_request || reads_ended_) return close();
    cut_off("its request does not arrive");
}

bool HttpSession::is_quiet() const {
    return !stream_ && answers_.empty() && writing_since_ == TimePoint::max();
}

HttpSession::TimePoint HttpSession::idle_since() const {
    bool const is_idle = !reads_ended_ && !intake_.is_within_request() && is_quiet();
    return is_idle ? active_at_ : TimePoint::max();
}

HttpSession::TimePoint HttpSession::incomplete_since() const {
    bool const waits = !reads_ended_ && request_deadline_ != TimePoint::max() && is_quiet();
    return waits ? request_deadline_ - context_.limits.request_ms : TimePoint::max();
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

/// Nothing may be read or written while answers are computed, so nothing else would tell.
HttpSession::Task HttpSession::watch(std::shared_ptr<HttpSession> self) {
    error_code ec;
    co_await self->socket_.async_wait(asio::socket_base::wait_error,
                                      asio::redirect_error(asio::use_awaitable, ec));
    if (ec || self->closed_) co_return;
    if (self->has_failed()) co_return self->close();
    // Both sides have ended: its place is free before the next connection comes.
    if (!self->draining_) co_return;
    co_await self->drain();
    self->close();
}

bool HttpSession::has_failed() {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_.native_handle(), SOL_SOCKET, SO_ERROR, &error, &size);
    return error != 0;
}

HttpSession::Task HttpSession::read_requests() {
    while (!reads_ended_) {
        auto const next = intake_.next();
        if (next == RequestIntake::Next::refusal) {
            refuse(intake_.take_refusal());
        } else if (next == RequestIntake::Next::request) {
            request_deadline_ = TimePoint::max();
            auto request = intake_.take();
            co_await start_request(std::move(request));
        } else {
            if (intake_.offers_continue()) offer_continue();
            auto const more = co_await read_input();
            if (!more) co_return;
        }
    }
}

void HttpSession::refuse(Response response) {
    reads_ended_ = true;
    context_.metrics.count_request(nullptr, response.status, std::chrono::nanoseconds{0});
    auto& slot = add_slot(refusal_bytes);
    slot.close = true;
    complete(slot.number, std::move(response));
}

/// The line stands in its place among the answers, so it comes after all before it.
void HttpSession::offer_continue() {
    constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
    answers_.put(add_slot(line.size()), std::string{line});
    flush();
}

asio::awaitable<bool> HttpSession::read_input() {
    intake_.rest();
    for (int reads = 0; !reads_ended_; ++reads) {
        error_code ec;
        auto const count = socket_.read_some(asio::buffer(context_.scratch), ec);
        if (!ec) {
            intake_.append({context_.scratch.data(), count});
            if (reads > 0) co_return true;
            // Somebody else's turn, should this client never stop sending.
            co_await asio::post(context_.io, asio::use_awaitable);
            co_return true;
        }
        if (!is_would_block(ec)) {
            // A client that has ended may wait for its answers; one that was reset does not.
            if (ec != asio::error::eof) close();
            co_return false;
        }
        auto const now = SteadyClock::now();
        if (intake_.is_within_request() && request_deadline_ == TimePoint::max()) {
            request_deadline_ = now + context_.limits.request_ms;
        }
        read_deadline_ =
            intake_.is_within_request() ? request_deadline_ : now + context_.limits.idle_ms;
        co_await socket_.async_wait(asio::socket_base::wait_read,
                                    asio::redirect_error(asio::use_awaitable, ec));
        read_deadline_ = TimePoint::max();
        if (ec) co_return false;
    }
    co_return false;
}

HttpSession::Task HttpSession::start_request(Request request) {
    if (admission_ == Admission::vital) {
        request.keep_alive = false;
        if (!is_vital(request)) co_return refuse(problem_too_many_connections());
    }
    auto const key = overlap_key(request);
    auto const answer_bytes = answer_bytes_estimate(request);
    HeldBytes held{context_.requests};
    held.set(request.body.size());
    while (!reads_ended_ && !may_start(key, answer_bytes)) co_await changed();
    co_await wait_for_room(answer_bytes);
    if (reads_ended_) co_return;
    auto& slot = add_slot(answer_bytes);
    slot.head = request.method == "HEAD";
    slot.close = !request.keep_alive;
    slot.request = std::move(held);
    if (slot.close) reads_ended_ = true;
    in_flight_key_ = key;
    request.caller = {client_, slot.deadline, gone_.get_token()};
    context_.api.handle(std::move(request), reply_to(slot.number));
}

bool HttpSession::may_start(std::string const& key, std::size_t answer_bytes) const {
    auto const& limits = context_.limits;
    auto const own_bytes = answers_.bytes() + output_.held.bytes();
    if (answers_.size() >= limits.pipelined_requests_max) return false;
    if (own_bytes > 0 && own_bytes + answer_bytes > limits.unsent_bytes_max) return false;
    return answers_.in_flight() == 0 || (!key.empty() && key == in_flight_key_);
}

HttpSession::Task HttpSession::wait_for_room(std::size_t answer_bytes) {
    auto& room = context_.answers;
    std::optional<AnswerRoom::Ticket> place;
    while (!reads_ended_ && !room.has_room(answer_bytes, place)) {
        place = room.wait(answer_bytes, place, [weak = weak_from_this()] {
            if (auto const self = weak.lock()) self->change_.cancel();
        });
        co_await changed();
    }
    if (place) room.leave(*place);
}

Reply HttpSession::reply_to(std::uint64_t number) {
    return [weak = weak_from_this(), executor = context_.io.get_executor(),
            number](Response response) {
        asio::dispatch(executor, [weak, number, response = std::move(response)]() mutable {
            if (auto const self = weak.lock()) self->complete(number, std::move(response));
        });
    };
}

AnswerQueue::Slot& HttpSession::add_slot(std::size_t answer_bytes) {
    return answers_.add(SteadyClock::now() + context_.limits.answer_ms, answer_bytes);
}

void HttpSession::complete(std::uint64_t number, Response response) {
    auto* const slot = answers_.awaited(number);
    if (slot == nullptr) return;
    if (response.stream && context_.streams >= context_.limits.streams_max) {
        response = problem(503, "busy", "there are too many event streams");
    }
    if (response.stream) {
        ++streams_held_;
        context_.metrics.set_streams(++context_.streams);
        slot->stream = response.stream;
        reads_ended_ = true;
    }
    ResponseForm form;
    form.close = slot->close || stopping_;
    form.head = slot->head;
    form.date = context_.date.text();
    answers_.put(*slot, response_text(response, form));
    change_.cancel();
    flush();
}

void HttpSession::flush() {
    if (writing_since_ != TimePoint::max() || closed_ || stream_) return;
    output_ = answers_.take_ready(write_bytes);
    if (output_.text.empty()) return;
    writing_since_ = SteadyClock::now();
    asio::async_write(
        socket_, asio::buffer(output_.text),
        [self = shared_from_this()](error_code ec, std::size_t) { self->written(ec.failed()); });
}

void HttpSession::written(bool failed) {
    writing_since_ = TimePoint::max();
    if (closed_) return;
    if (failed) return close();
    auto stream = std::move(output_.stream);
    output_ = {{}, HeldBytes{context_.answers.budget()}, nullptr};
    active_at_ = SteadyClock::now();
    change_.cancel();
    if (stream) return begin_stream(std::move(stream));
    flush();
}

HttpSession::Task HttpSession::changed() {
    error_code ignored;
    co_await change_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

HttpSession::Task HttpSession::finish() {
    while (!closed_ && !stream_ && !(answers_.empty() && writing_since_ == TimePoint::max())) {
        co_await changed();
    }
    if (closed_) co_return;
    if (!stream_) {
        error_code ignored;
        socket_.shutdown(asio::socket_base::shutdown_send, ignored);
        read_deadline_ = SteadyClock::now() + context_.limits.linger_ms;
    }
    draining_ = true;
    co_await drain();
}

/// Reads on until the client ends: closing on unread bytes would take the last answer from it.
HttpSession::Task HttpSession::drain() {
    error_code ec;
    while (!closed_) {
        socket_.read_some(asio::buffer(context_.scratch), ec);
        if (ec && !is_would_block(ec)) co_return;
        co_await socket_.async_wait(asio::socket_base::wait_read,
                                    asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return;
    }
}

void HttpSession::begin_stream(std::shared_ptr<EventStream> stream) {
    stream_ = std::make_shared<EventSender>(context_, socket_, std::move(stream));
    read_deadline_ = TimePoint::max();
    change_.cancel();
    asio::co_spawn(context_.io, send_events(shared_from_this(), stream_), asio::detached);
}

void HttpSession::end_stream() {
    if (stream_) stream_->stop();
    stream_.reset();
    context_.streams -= std::exchange(streams_held_, 0);
    context_.metrics.set_streams(context_.streams);
}

HttpSession::Task HttpSession::send_events(std::shared_ptr<HttpSession> self,
                                           std::shared_ptr<EventSender> sender) {
    co_await sender->run();
    self->close();
}

}  // namespace daybook::http
