#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "http/answer_queue.hpp"
#include "http/event_sender.hpp"
#include "http/http_acceptor.hpp"
#include "http/request_intake.hpp"
#include "http/session_context.hpp"

namespace daybook::http {

/// One connection: reads requests, has them answered, and writes the answers in order.
///
/// Requests that may overlap (see overlap_key()) are answered together, so that commands of a
/// pipelining client meet in one batch. No request is begun for whose answer there is no room, in
/// the connection or among all. An idle connection holds no buffers.
/// Threads: that of `io` alone.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Closed = std::function<void(std::shared_ptr<HttpSession> const&)>;

    /// What a connection may ask for, and among which others it is counted.
    enum class Admission {
        full,
        /// Over a Unix socket.
        operators,
        /// One answer of those for which connections are kept; see is_vital().
        vital
    };

    HttpSession(SessionContext& context, Socket socket, Admission admission, Closed closed);

    void start();
    /// Answers what was accepted and closes.
    void stop();
    /// Closes at once.
    void close();
    /// Closes because of what the client does or does not do.
    void cut_off(char const* reason);
    /// Cuts off what takes too long.
    void check_deadlines(TimePoint now);
    [[nodiscard]] Admission admission() const { return admission_; }
    /// Since when it waits for its client to ask for something; never where it does not.
    [[nodiscard]] TimePoint idle_since() const;
    /// Since when it waits for the rest of a request and has nothing else to do; never otherwise.
    [[nodiscard]] TimePoint incomplete_since() const;
    /// Since when answers are being written that the client has not taken; never for none.
    [[nodiscard]] TimePoint writing_since() const { return writing_since_; }

  private:
    using Task = boost::asio::awaitable<void>;

    static Task run(std::shared_ptr<HttpSession> self);
    /// Closes when the client has gone, whatever the session does meanwhile.
    static Task watch(std::shared_ptr<HttpSession> self);
    [[nodiscard]] bool has_failed();
    Task read_requests();
    /// Waits for bytes and hands them to the intake; false when there will be no more.
    boost::asio::awaitable<bool> read_input();
    Task start_request(Request request);
    /// Returns when there is room for an answer among those of all connections, or reading ends.
    Task wait_for_room(std::size_t answer_bytes);
    Task finish();
    Task drain();
    static Task send_events(std::shared_ptr<HttpSession> self, std::shared_ptr<EventSender> sender);
    Task changed();

    void refuse(Response response);
    void offer_continue();
    [[nodiscard]] bool may_start(std::string const& key, std::size_t answer_bytes) const;
    /// Whether nothing is computed or written.
    [[nodiscard]] bool is_quiet() const;
    [[nodiscard]] Reply reply_to(std::uint64_t number);
    AnswerQueue::Slot& add_slot(std::size_t answer_bytes);
    void complete(std::uint64_t number, Response response);
    void flush();
    void written(bool failed);
    void begin_stream(std::shared_ptr<EventStream> stream);
    void end_stream();

    SessionContext& context_;
    Socket socket_;
    Admission admission_;
    Closed closed_callback_;
    std::uint64_t client_;
    /// Stops what is read for the client once it has gone.
    std::stop_source gone_;
    /// Cancelled whenever an answer or the connection changes, or there may be room.
    boost::asio::steady_timer change_;

    RequestIntake intake_;
    AnswerQueue answers_;
    std::string in_flight_key_;
    AnswerQueue::Taken output_;
    std::shared_ptr<EventSender> stream_;
    std::size_t streams_held_ = 0;

    TimePoint active_at_;
    TimePoint request_deadline_ = TimePoint::max();
    TimePoint read_deadline_ = TimePoint::max();
    TimePoint writing_since_ = TimePoint::max();
    bool reads_ended_ = false;
    bool stopping_ = false;
    bool draining_ = false;
    bool closed_ = false;
};

}  // namespace daybook::http
