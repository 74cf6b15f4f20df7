#include "app/command_worker.hpp"

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/output.hpp"
#include "app/systemd_notifier.hpp"
#include "app/version.hpp"
#include "log/log.hpp"

namespace daybook::app {

namespace {

namespace asio = boost::asio;

[[noreturn]] void exit_at_once(int) { std::_Exit(static_cast<int>(ExitCode::second_signal)); }

/// Whether an address that cannot be had now may be had later: somebody has it, its interface is
/// not there yet, the system is short of something.
bool may_pass(std::error_code const& error) {
    constexpr auto passing = std::to_array({EADDRINUSE, EADDRNOTAVAIL, ENETDOWN, ENETUNREACH,
                                            ENOBUFS, ENOMEM, EMFILE, ENFILE, EAGAIN});
    return std::ranges::count(passing, error.value()) > 0;
}

[[noreturn]] void fail_to_listen(std::system_error const& error) {
    throw Failure{
        may_pass(error.code()) ? ExitCode::address_unavailable : ExitCode::configuration_wrong,
        std::string{"cannot listen on "} + error.what()};
}

std::vector<http::ListenSocket> take_addresses(std::vector<http::ListenAddress> const& addresses) {
    try {
        std::vector<http::ListenSocket> sockets;
        for (auto const& address : addresses) sockets.emplace_back(address);
        return sockets;
    } catch (std::system_error const& error) {
        fail_to_listen(error);
    }
}

/// Everything that runs, in the order in which it is started; it goes in the opposite order.
class Worker {
  public:
    explicit Worker(CompositionRoot& root)
        : root_{root},
          sockets_{take_addresses(root.configuration().listen)},
          storage_{root.open_for_booking()},
          exchanges_{root.make_exchanges(*storage_)},
          engine_{root.make_engine(*storage_,
                                   [this](auto const& accounts) { exchanges_->wake(accounts); })},
          queries_{root.make_query_pool(*storage_)},
          schema_{root.make_schema_watch(*storage_)},
          book_{CompositionRoot::make_book_watch(*storage_)} {}
    ~Worker() { exchanges_->stop(); }
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;

    void run() {
        exchanges_->start(*engine_);
        server_ = root_.make_http_server(io_, {.engine = *engine_,
                                               .queries = *queries_,
                                               .schema = *schema_,
                                               .book = *book_,
                                               .exchanges = exchanges_->control(),
                                               .market = exchanges_->market()});
        listen();
        wait_for_signal();
        notifier_.ready();
        keep_watchdog_quiet();
        log_start();
        io_.run();
        finish();
    }

  private:
    void listen() {
        try {
            for (auto const& address : server_->listen(std::move(sockets_))) {
                addresses_ += (addresses_.empty() ? "" : ",") + address.to_string();
                if (page_.empty() && !address.is_unix()) page_ = "http://" + address.to_string();
            }
        } catch (std::system_error const& error) {
            fail_to_listen(error);
        }
    }

    void wait_for_signal() {
        signals_.async_wait([this](boost::system::error_code const& error, int number) {
            if (error) return;
            if (stopping_) exit_at_once(number);
            stop(number);
            wait_for_signal();
        });
    }

    void stop(int number) {
        stopping_ = true;
        log::info("worker stopping", {{"signal", number == SIGTERM ? "SIGTERM" : "SIGINT"}});
        notifier_.stopping();
        server_->stop([this] { io_.stop(); });
    }

    /// Books what is still on its way; nobody waits for the answers any more.
    void finish() {
        signals_.clear();
        std::signal(SIGTERM, exit_at_once);
        std::signal(SIGINT, exit_at_once);
        server_.reset();
        book_.reset();
        schema_.reset();
        queries_->stop();
        exchanges_->stop();
        engine_->stop();
    }

    void keep_watchdog_quiet() {
        auto const interval = notifier_.alive_interval();
        if (!interval) return;
        watchdog_.expires_after(*interval);
        watchdog_.async_wait([this](boost::system::error_code const& error) {
            if (error) return;
            notifier_.alive();
            keep_watchdog_quiet();
        });
    }

    void log_start() const {
        auto const& limits = root_.configuration().limits;
        std::vector<log::Field> bounds;
        for (auto const& setting : limit_settings()) {
            bounds.push_back({log::Key::of(setting.variable), limits.*setting.member});
        }
        log::write(log::Level::info, "limits", bounds);
        log::info("worker ready", {{"listen", addresses_},
                                   {"database", storage_->describe()},
                                   {"lanes", engine_->lanes()},
                                   {"version", version()},
                                   {"commit", commit()}});
        if (::isatty(STDERR_FILENO) == 1) print_next_steps();
    }

    void print_next_steps() const {
        Output err{STDERR_FILENO};
        err.write("\nDaybook is ready. Ctrl-C stops it.\n");
        if (!page_.empty()) {
            err.write("  the operator's page    " + page_ +
                      "/\n"
                      "  the API, described     " +
                      page_ + "/openapi.json\n");
        }
        err.write(
            "  in another terminal    daybook apply commands.ndjson\n"
            "                         daybook show balances\n"
            "                         daybook verify\n\n");
        err.flush();
    }

    CompositionRoot& root_;
    /// Taken before anything else: a worker that nobody can reach must migrate nothing, and log on
    /// nowhere.
    std::vector<http::ListenSocket> sockets_;
    asio::io_context io_{1};
    asio::signal_set signals_{io_, SIGTERM, SIGINT};
    asio::steady_timer watchdog_{io_};
    SystemdNotifier notifier_ = SystemdNotifier::from_environment();
    std::unique_ptr<ports::Storage> storage_;
    std::unique_ptr<WorkerExchanges> exchanges_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<QueryPool> queries_;
    std::unique_ptr<SchemaWatch> schema_;
    std::unique_ptr<BookWatch> book_;
    std::unique_ptr<http::HttpServer> server_;
    /// Where it listens, and where a browser finds it.
    std::string addresses_;
    std::string page_;
    bool stopping_ = false;
};

void require_safe_listen(Configuration const& configuration) {
    for (auto const& address : configuration.listen) {
        if (address.is_local() || configuration.insecure_listen) continue;
        throw Failure{ExitCode::configuration_wrong,
                      address.to_string() +
                          " can be reached from other machines, and this worker lets everybody in "
                          "who reaches it: listen on 127.0.0.1, or add --insecure-listen"};
    }
}

}  // namespace

ExitCode run_worker(CompositionRoot& root) {
    require_safe_listen(root.configuration());
    Worker{root}.run();
    log::info("worker stopped");
    return ExitCode::done;
}

}  // namespace daybook::app
