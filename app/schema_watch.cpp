#include "app/schema_watch.hpp"

#include <utility>

#include "app/lane_health.hpp"
#include "app/schema_gate.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

namespace {

using Kind = ports::StorageError::Kind;

std::optional<std::string> unusable_because(services::MigrationPlan const& plan) {
    try {
        require_usable(plan);
        return std::nullopt;
    } catch (Failure const& failure) {
        return failure.what();
    }
}

/// Never the store's own words, which may name hosts and paths.
std::string reason_for(Kind kind) {
    return *not_ready_because(kind == Kind::corrupt ? StoreState::corrupt : StoreState::away);
}

}  // namespace

SchemaWatch::SchemaWatch(ports::Storage& storage, std::span<ports::Migration const> embedded,
                         Timing timing)
    : storage_{storage}, embedded_{embedded}, timing_{timing} {
    keep(read());
    if (embedded_.empty()) return;
    thread_ = std::jthread{[this](std::stop_token const& stop) { work(stop); }};
}

SchemaWatch::View SchemaWatch::view() const {
    std::scoped_lock const lock{mutex_};
    View view{report_, {}};
    if (unusable_) view.reasons.push_back(*unusable_);
    bool const is_late =
        look_began_ && std::chrono::steady_clock::now() - *look_began_ >= timing_.look_ms_max;
    if (failure_) {
        view.reasons.push_back(*failure_);
    } else if (is_late) {
        view.reasons.push_back(reason_for(Kind::unavailable));
    }
    return view;
}

SchemaReport SchemaWatch::read() const {
    if (embedded_.empty()) {
        SchemaReport none{storage_.describe(), {}, {}};
        none.plan.state = services::SchemaState::current;
        return none;
    }
    auto history = storage_.history();
    auto plan = services::plan_migrations(embedded_, history);
    return {storage_.describe(), std::move(plan), std::move(history)};
}

void SchemaWatch::work(std::stop_token const& stop) {
    while (true) {
        {
            std::unique_lock lock{mutex_};
            woken_.wait_for(lock, stop, timing_.interval, [&] { return stop.stop_requested(); });
            if (stop.stop_requested()) return;
            look_began_ = std::chrono::steady_clock::now();
        }
        look();
    }
}

void SchemaWatch::look() {
    try {
        keep(read());
    } catch (ports::StorageError const& error) {
        keep_failure(reason_for(error.kind()));
    } catch (std::exception const& error) {
        log::error("schema watch failed", {{"reason", error.what()}});
        keep_failure("the schema cannot be read; see the log");
    }
}

void SchemaWatch::keep(SchemaReport report) {
    auto const unusable = unusable_because(report.plan);
    auto const schema = report.plan.current;
    std::optional<std::string> before;
    {
        std::scoped_lock const lock{mutex_};
        before = std::exchange(unusable_, unusable);
        report_ = std::move(report);
        failure_.reset();
        look_began_.reset();
    }
    if (unusable == before) return;
    if (unusable) {
        log::error("schema unusable", {{"schema", schema}, {"reason", *unusable}});
    } else {
        log::info("schema usable", {{"schema", schema}});
    }
}

void SchemaWatch::keep_failure(std::string const& reason) {
    std::scoped_lock const lock{mutex_};
    failure_ = reason;
    look_began_.reset();
}

}  // namespace daybook::app
