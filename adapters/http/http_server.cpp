#include "http/http_server.hpp"

#include <sys/resource.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

#include "http/authority.hpp"
#include "http/http_acceptor.hpp"
#include "http/http_errors.hpp"
#include "http/http_session.hpp"
#include "http/response_text.hpp"
#include "log/log.hpp"

namespace daybook::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// Descriptors for the store, exchanges and files, and for connections that are kept.
constexpr std::size_t descriptors_kept = 128;

/// How often deadlines are looked at: often enough for the shortest of them.
std::chrono::milliseconds sweep_interval(HttpLimits const& limits) {
    auto const shortest =
        std::min({limits.idle_ms, limits.request_ms, limits.answer_ms, limits.write_ms,
                  limits.stall_ms, limits.linger_ms, limits.stop_ms});
    return std::clamp(shortest / 4, std::chrono::milliseconds{5}, std::chrono::milliseconds{1'000});
}

}  // namespace

/// The open port and its sessions. Belongs to the thread of `io`.
class HttpServer::Listener : public std::enable_shared_from_this<Listener> {
  public:
    Listener(asio::io_context& io, HttpServices services, HttpOptions options)
        : options_{std::move(options)},
          metrics_{std::make_shared<HttpMetrics>(std::move(services.metrics))},
          api_{make_backend(services), {hosts_of(options_), options_.public_hosts}},
          context_{io, DateHeader{services.clock}, options_.limits, *metrics_, api_},
          sweep_{io} {}

    std::vector<ListenAddress> listen(std::vector<ListenSocket> sockets) {
        lower_connections_max();
        std::vector<ListenAddress> opened;
        for (auto& socket : sockets) {
            bool const is_unix = socket.address().is_unix();
            acceptors_.push_back(std::make_shared<HttpAcceptor>(
                context_.io, std::move(socket),
                HttpAcceptor::Callbacks{
                    .accepted = [this, is_unix](Socket peer) { take(std::move(peer), is_unix); },
                    .exhausted = [this] { return evict(Admission::full); }}));
            acceptors_.back()->open();
            opened.push_back(acceptors_.back()->address());
            log_opened(opened.back());
        }
        asio::co_spawn(context_.io, sweep(shared_from_this()), asio::detached);
        return opened;
    }

    [[nodiscard]] std::vector<ListenSocket> bind() const {
        std::vector<ListenSocket> sockets;
        for (auto const& address : options_.listen) sockets.emplace_back(address);
        return sockets;
    }

    void stop(std::function<void()> stopped) {
        stopped_ = std::move(stopped);
        stop_deadline_ = std::chrono::steady_clock::now() + options_.limits.stop_ms;
        close_ports();
        auto const sessions = sessions_;
        for (auto const& session : sessions) session->stop();
        report_if_stopped();
    }

    /// Closes everything at once; nothing is decoded any more when it returns.
    void abort() {
        decoder_.stop();
        decoder_.join();
        close_ports();
        sweep_.cancel();
        auto const sessions = sessions_;
        for (auto const& session : sessions) session->close();
    }

    [[nodiscard]] asio::io_context& io() { return context_.io; }

  private:
    using Task = asio::awaitable<void>;
    using Admission = HttpSession::Admission;
    using TimePoint = HttpSession::TimePoint;

    Backend make_backend(HttpServices const& services) {
        Backend backend{services.commands, services.queries,   services.exchanges,
                        services.market,   services.readiness, options_.limits,
                        metrics_};
        backend.elsewhere = [this](std::function<void()> task) {
            asio::post(decoder_, std::move(task));
        };
        return backend;
    }

    /// Every connection takes a descriptor, and the process needs some for itself.
    void lower_connections_max() {
        rlimit limit{};
        if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
        auto const files = static_cast<std::size_t>(limit.rlim_cur);
        auto const most = files - std::min(files - 1, descriptors_kept);
        if (options_.limits.connections_max <= most) return;
        log::warn("fewer connections than set",
                  {{"connections_max", most}, {"open_files_max", files}});
        options_.limits.connections_max = most;
    }

    void log_opened(ListenAddress const& address) const {
        std::string names;
        for (auto const& name : options_.public_hosts) {
            names += (names.empty() ? "" : ",") + to_string(name);
        }
        if (address.is_unix()) return log::info("http listening", {{"path", address.path}});
        log::info("http listening", {{"address", address.host},
                                     {"port", address.port},
                                     {"public_hosts", names.empty() ? "none" : names},
                                     {"connections_max", options_.limits.connections_max},
                                     {"body_bytes_max", options_.limits.body_bytes_max}});
    }

    /// As what a new connection comes; nullopt where there are too many of all kinds.
    std::optional<Admission> admit(bool is_unix) {
        auto const& limits = options_.limits;
        auto const has_place = [this](Admission kind, std::size_t most) {
            return count(kind) < most || evict(kind);
        };
        if (is_unix && has_place(Admission::operators, limits.operator_connections_max)) {
            return Admission::operators;
        }
        if (has_place(Admission::full, limits.connections_max)) return Admission::full;
        if (has_place(Admission::vital, limits.vital_connections_max)) return Admission::vital;
        return std::nullopt;
    }

    [[nodiscard]] std::size_t count(Admission kind) const {
        return static_cast<std::size_t>(std::ranges::count(
            sessions_, kind, [](auto const& each) { return each->admission(); }));
    }

    /// Closes the connection that has been idle for longest, or where none is, that whose request
    /// does not arrive. Returns whether there was one.
    bool evict(Admission kind) {
        auto const now = std::chrono::steady_clock::now();
        std::shared_ptr<HttpSession> found;
        auto oldest = TimePoint::max();
        auto const look = [&](auto since_of, TimePoint latest) {
            for (auto const& session : sessions_) {
                auto const since = ((*session).*since_of)();
                if (session->admission() != kind || since > latest || since >= oldest) continue;
                oldest = since;
                found = session;
            }
        };
        look(&HttpSession::idle_since, now);
        if (!found) look(&HttpSession::incomplete_since, now - options_.limits.stall_ms);
        if (!found) return false;
        metrics_->count_evicted();
        found->close();
        return true;
    }

    void take(Socket socket, bool is_unix) {
        auto const admission = admit(is_unix);
        if (!admission) return turn_away(socket);
        // Every session keeps what it works with alive.
        auto const closed = [self = shared_from_this()](auto const& gone) { self->remove(gone); };
        auto const session =
            std::make_shared<HttpSession>(context_, std::move(socket), *admission, closed);
        sessions_.insert(session);
        metrics_->set_connections(sessions_.size());
        session->start();
    }

    void turn_away(Socket& socket) {
        metrics_->count_turned_away();
        ResponseForm form;
        form.close = true;
        form.date = context_.date.text();
        auto const text = response_text(problem_too_many_connections(), form);
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(text), ignored);
        socket.shutdown(asio::socket_base::shutdown_send, ignored);
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
        if (context_.answers.is_short()) make_room(now);
    }

    /// Cuts off clients that do not take their answers, while others wait for the room that these
    /// take; those that have been written to for longest first, until half of the room is free.
    void make_room(TimePoint now) {
        std::multimap<TimePoint, std::shared_ptr<HttpSession>> stalled;
        for (auto const& session : sessions_) {
            auto const since = session->writing_since();
            if (since <= now - options_.limits.stall_ms) stalled.emplace(since, session);
        }
        for (auto const& [since, session] : stalled) {
            if (context_.answers.budget().held() <= options_.limits.answers_bytes_max / 2) return;
            session->cut_off("others wait for the room that its answers take");
        }
    }

    void report_if_stopped() {
        if (!stopped_ || !sessions_.empty()) return;
        finished_ = true;
        sweep_.cancel();
        std::exchange(stopped_, nullptr)();
    }

    void close_ports() {
        for (auto const& acceptor : acceptors_) acceptor->close();
    }

    /// What is listened on over TCP.
    static std::vector<std::string> hosts_of(HttpOptions const& options) {
        std::vector<std::string> hosts;
        for (auto const& address : options.listen) {
            if (!address.is_unix()) hosts.push_back(address.host);
        }
        return hosts;
    }

    /// Decodes large bodies.
    asio::thread_pool decoder_{1};
    HttpOptions options_;
    std::shared_ptr<HttpMetrics> metrics_;
    HttpApi api_;
    SessionContext context_;
    std::vector<std::shared_ptr<HttpAcceptor>> acceptors_;
    asio::steady_timer sweep_;
    std::unordered_set<std::shared_ptr<HttpSession>> sessions_;
    std::function<void()> stopped_;
    std::chrono::steady_clock::time_point stop_deadline_;
    bool finished_ = false;
};

HttpServer::HttpServer(asio::io_context& io, HttpServices services, HttpOptions options)
    : listener_{std::make_shared<Listener>(io, std::move(services), std::move(options))} {}

HttpServer::~HttpServer() { listener_->abort(); }

std::vector<ListenAddress> HttpServer::listen() { return listener_->listen(listener_->bind()); }

std::vector<ListenAddress> HttpServer::listen(std::vector<ListenSocket> sockets) {
    return listener_->listen(std::move(sockets));
}

void HttpServer::stop(std::function<void()> stopped) {
    asio::dispatch(listener_->io(), [listener = listener_, stopped = std::move(stopped)] {
        listener->stop(stopped);
    });
}

}  // namespace daybook::http
