#include "bench/load/load_run.hpp"

#include <deque>
#include <memory>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "bench/load/load_requests.hpp"

namespace daybook::bench {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using Error = boost::system::error_code;
using Steady = std::chrono::steady_clock;
using Time = Steady::time_point;

namespace {

/// How long the last answers are waited for.
constexpr std::chrono::seconds patience{30};

/// One keep-alive connection with at most one request on its way.
struct Connection {
    explicit Connection(boost::asio::io_context& io) : socket{io} {}

    tcp::socket socket;
    boost::beast::flat_buffer buffer;
    LoadRequest request;
    http::response<http::string_body> answer;
    Time intended;
    bool is_busy = false;
};

/// Everything happens on one thread: the generator is one client machine, and a request waits for
/// nothing but a free connection.
class Load {
  public:
    Load(LoadOptions const& options, std::vector<std::string> targets)
        : options_{options}, targets_{std::move(targets)} {
        auto const endpoints = tcp::resolver{io_}.resolve(options.host, options.port);
        for (std::size_t i = 0; i < options.connections; ++i) {
            connections_.push_back(std::make_unique<Connection>(io_));
            auto& socket = connections_.back()->socket;
            boost::asio::connect(socket, endpoints);
            socket.set_option(tcp::no_delay{true});
        }
    }

    LoadResult run() {
        start_ = Steady::now();
        measured_from_ = start_ + std::chrono::duration_cast<Steady::duration>(options_.warmup);
        end_ = measured_from_ + std::chrono::duration_cast<Steady::duration>(options_.duration);
        last_answer_ = measured_from_;
        deadline_.expires_at(end_ + patience);
        deadline_.async_wait([this](Error error) {
            if (!error) give_up();
        });
        for (auto& connection : connections_) idle_.push_back(connection.get());
        if (options_.rate > 0) {
            tick();
        } else {
            while (!idle_.empty()) send_now(take_idle());
        }
        io_.run();
        result_.took = last_answer_ - measured_from_;
        return std::move(result_);
    }

  private:
    [[nodiscard]] Time intended_time(std::uint64_t number) const {
        std::chrono::duration<double> const offset{static_cast<double>(number) / options_.rate};
        return start_ + std::chrono::duration_cast<Steady::duration>(offset);
    }

    /// Queues every request whose time has come, and sleeps until that of the next.
    void tick() {
        auto const now = Steady::now();
        while (intended_time(scheduled_) <= now && intended_time(scheduled_) < end_) {
            waiting_.push_back(intended_time(scheduled_++));
        }
        serve_waiting();
        if (intended_time(scheduled_) >= end_) {
            all_scheduled_ = true;
            end_if_done();
            return;
        }
        timer_.expires_at(intended_time(scheduled_));
        timer_.async_wait([this](Error error) {
            if (!error) tick();
        });
    }

    void serve_waiting() {
        while (!waiting_.empty() && !idle_.empty()) {
            auto const intended = waiting_.front();
            waiting_.pop_front();
            send(take_idle(), intended);
        }
    }

    Connection& take_idle() {
        auto& connection = *idle_.front();
        idle_.pop_front();
        return connection;
    }

    void send_now(Connection& connection) {
        auto const now = Steady::now();
        if (now < end_) {
            send(connection, now);
            return;
        }
        all_scheduled_ = true;
        idle_.push_back(&connection);
        end_if_done();
    }

    void send(Connection& connection, Time intended) {
        connection.intended = intended;
        connection.is_busy = true;
        connection.request =
            options_.reads ? load_request(http::verb::get, targets_[sent_ % targets_.size()], {})
                           : place_request(first_number + sent_, options_.accounts);
        connection.request.set(http::field::host, host_header(options_));
        ++sent_;
        connection.answer = {};
        http::async_write(connection.socket, connection.request,
                          [this, &connection](Error error, std::size_t) {
                              if (error) return fail(connection, error.message());
                              read(connection);
                          });
    }

    void read(Connection& connection) {
        http::async_read(connection.socket, connection.buffer, connection.answer,
                         [this, &connection](Error error, std::size_t) {
                             if (error) return fail(connection, error.message());
                             take(connection);
                         });
    }

    void take(Connection& connection) {
        auto const now = Steady::now();
        auto const expected = options_.reads ? http::status::ok : http::status::created;
        if (connection.intended >= measured_from_) {
            result_.latency.record(now - connection.intended);
            last_answer_ = now;
            ++result_.answered;
            if (connection.answer.result() != expected) {
                count_failure(std::to_string(connection.answer.result_int()) + " " +
                              connection.answer.body());
            }
        }
        connection.is_busy = false;
        if (options_.rate <= 0) return send_now(connection);
        idle_.push_back(&connection);
        serve_waiting();
        end_if_done();
    }

    /// The connection is of no use any more.
    void fail(Connection& connection, std::string const& why) {
        if (is_given_up_) return;
        connection.is_busy = false;
        ++broken_;
        count_failure(why);
        if (broken_ == connections_.size()) return give_up();
        end_if_done();
    }

    void count_failure(std::string const& why) {
        if (result_.failed++ == 0) result_.first_failure = why;
    }

    void end_if_done() {
        if (!all_scheduled_ || !waiting_.empty()) return;
        if (idle_.size() + broken_ < connections_.size()) return;
        timer_.cancel();
        deadline_.cancel();
    }

    void give_up() {
        is_given_up_ = true;
        auto const now = Steady::now();
        last_answer_ = now;
        for (auto const& connection : connections_) {
            if (connection->is_busy) count_unanswered(now, connection->intended);
        }
        for (auto const intended : waiting_) count_unanswered(now, intended);
        io_.stop();
    }

    void count_unanswered(Time now, Time intended) {
        if (intended < measured_from_) return;
        result_.latency.record(now - intended);
        ++result_.unanswered;
    }

    /// Below are those that place_orders() has used.
    static constexpr std::uint64_t first_number = 1'000'000;

    LoadOptions const& options_;
    std::vector<std::string> targets_;
    boost::asio::io_context io_{1};
    std::vector<std::unique_ptr<Connection>> connections_;
    std::deque<Connection*> idle_;
    /// When those should have been sent that no connection was free for.
    std::deque<Time> waiting_;
    boost::asio::steady_timer timer_{io_};
    boost::asio::steady_timer deadline_{io_};
    Time start_;
    Time measured_from_;
    Time end_;
    Time last_answer_;
    std::uint64_t scheduled_ = 0;
    std::uint64_t sent_ = 0;
    std::size_t broken_ = 0;
    bool all_scheduled_ = false;
    bool is_given_up_ = false;
    LoadResult result_;
};

}  // namespace

LoadResult run_load(LoadOptions const& options, std::vector<std::string> targets) {
    return Load{options, std::move(targets)}.run();
}

}  // namespace daybook::bench
