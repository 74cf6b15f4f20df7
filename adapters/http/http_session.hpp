#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/http_api.hpp"
#include "http/request_reader.hpp"
#include "http/response_text.hpp"

namespace daybook::http {

/// What the sessions of a server have in common. Belongs to the thread of `io`.
struct SessionContext {
    using SteadyClock = std::chrono::steady_clock;

    boost::asio::io_context& io;
    DateHeader date;
    HttpLimits limits;
    HttpMetrics& metrics;
    HttpApi& api;
    std::size_t body_bytes_held = 0;
    std::size_t streams = 0;
    /// Where bytes are read to; no session keeps it over a suspension.
    std::vector<char> scratch = std::vector<char>(64 * 1024);
};

/// One connection: reads requests, has them answered, and writes the answers in order.
///
/// Requests that may overlap (see overlap_key()) are answered together, so that commands of a
/// pipelining client meet in one batch. An idle connection holds no buffers.
/// Threads: that of `io` alone.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
  public:
    using TimePoint = SessionContext::SteadyClock::time_point;
    using Closed = std::function<void(std::shared_ptr<HttpSession> const&)>;

    HttpSession(SessionContext& context, boost::asio::ip::tcp::socket socket, Closed closed);

    void start();
    /// Answers what was accepted and closes.
    void stop();
    /// Closes at once.
    void close();
    /// Cuts off what takes too long.
    void check_deadlines(TimePoint now);

  private:
    /// One answer that is to be written, in its place.
    struct Slot {
        std::uint64_t number = 0;
        bool ready = false;
        bool head = false;
        bool close = false;
        TimePoint deadline;
        std::size_t body_bytes = 0;
        std::string text;
        std::shared_ptr<EventStream> stream;
    };
    struct StreamState;
    using Task = boost::asio::awaitable<void>;

    static Task run(std::shared_ptr<HttpSession> self);
    Task read_requests();
    /// Waits for bytes and puts them behind the input; false when there will be no more.
    boost::asio::awaitable<bool> read_input();
    Task start_request(Request request, std::size_t body_bytes);
    Task finish();
    Task drain();
    static Task send_events(std::shared_ptr<HttpSession> self, std::shared_ptr<StreamState> state);
    boost::asio::awaitable<bool> next_events(std::shared_ptr<StreamState> state);
    boost::asio::awaitable<bool> write_events(std::string const& text);
    Task changed();

    /// Parses input; true when a request is complete.
    bool parse_request();
    bool reserve_body();
    void refuse(Response response);
    void offer_continue();
    [[nodiscard]] bool may_start(std::string const& key) const;
    [[nodiscard]] Reply reply_to(std::uint64_t number);
    Slot& add_slot();
    void complete(std::uint64_t number, Response response);
    void flush();
    void written(std::size_t slots, bool failed);
    std::function<void(StreamEvents)> events_to(std::weak_ptr<StreamState> state);
    void begin_stream(std::shared_ptr<EventStream> stream);
    void end_stream();
    void cut_off(char const* reason);

    SessionContext& context_;
    boost::asio::ip::tcp::socket socket_;
    Closed closed_callback_;
    /// Cancelled whenever a slot or the connection changes.
    boost::asio::steady_timer change_;

    std::string input_;
    std::size_t input_used_ = 0;
    std::unique_ptr<RequestReader> reader_;
    std::size_t reserved_body_bytes_ = 0;
    bool continue_offered_ = false;

    std::deque<Slot> slots_;
    std::uint64_t next_number_ = 0;
    std::size_t in_flight_ = 0;
    std::string in_flight_key_;
    std::size_t unsent_bytes_ = 0;
    std::string output_;
    std::shared_ptr<StreamState> stream_;
    std::size_t streams_held_ = 0;

    TimePoint request_deadline_ = TimePoint::max();
    TimePoint read_deadline_ = TimePoint::max();
    TimePoint write_deadline_ = TimePoint::max();
    bool reads_ended_ = false;
    bool writing_ = false;
    bool stopping_ = false;
    bool closed_ = false;
};

}  // namespace daybook::http
