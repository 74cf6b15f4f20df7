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

/// Never the store's own words, which may name hosts, but where they may be shown to anybody.
std::string reason_for(ports::StorageError const& error) {
    switch (error.kind()) {
        case Kind::forbidden:
            return "the store may not be read: a right is missing; see the log";
        case Kind::full:
            return *not_ready_because(StoreState::full);
        case Kind::replaced:
            return error.what();
        case Kind::corrupt:
            return *not_ready_because(StoreState::corrupt);
        default:
            return *not_ready_because(StoreState::away);
    }
}

}  // namespace

SchemaWatch::SchemaWatch(ports::Storage& storage, Schema schema, Timing timing)
    : storage_{storage}, schema_{std::move(schema)}, timing_{timing}, drift_{schema_.embedded} {
    auto report = read();
    keep(std::move(report), why_not_writable());
    if (schema_.embedded.empty()) return;
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
        view.reasons.push_back(*not_ready_because(StoreState::away));
    }
    return view;
}

SchemaReport SchemaWatch::read() const {
    SchemaReport report{.database = storage_.describe(), .plan = {}, .history = {}};
    if (schema_.embedded.empty()) {
        report.plan.state = services::SchemaState::current;
        return report;
    }
    report.history = storage_.history();
    report.plan = services::plan_migrations(schema_.embedded, report.history);
    return report;
}

void SchemaWatch::work(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
        look();
        std::unique_lock lock{mutex_};
        woken_.wait_for(lock, stop, timing_.interval, [&] { return stop.stop_requested(); });
    }
}

void SchemaWatch::look() {
    {
        std::scoped_lock const lock{mutex_};
        look_began_ = std::chrono::steady_clock::now();
    }
    try {
        auto report = read();
        keep(std::move(report), why_not_writable());
        look_for_drift();
    } catch (ports::StorageError const& error) {
        bool const is_news = keep_failure(reason_for(error));
        bool const is_named = error.kind() == Kind::forbidden || error.kind() == Kind::replaced;
        if (is_news && is_named) log::error("store not readable", {{"reason", error.what()}});
    } catch (std::exception const& error) {
        log::error("schema watch failed", {{"reason", error.what()}});
        keep_failure("the schema cannot be read; see the log");
    }
}

std::optional<std::string> SchemaWatch::why_not_writable() {
    try {
        storage_.require_writable();
        return std::nullopt;
    } catch (ports::StorageError const& error) {
        bool const is_said = error.kind() == Kind::forbidden || error.kind() == Kind::full ||
                             error.kind() == Kind::replaced;
        if (!is_said) throw;
        return error.what();
    }
}

void SchemaWatch::keep(SchemaReport report, std::optional<std::string> const& failure) {
    auto const unusable = unusable_because(report.plan);
    auto const schema = report.plan.current;
    std::optional<std::string> unusable_before;
    std::optional<std::string> failure_before;
    {
        std::scoped_lock const lock{mutex_};
        unusable_before = std::exchange(unusable_, unusable);
        failure_before = std::exchange(failure_, failure);
        report.drift = std::move(report_.drift);
        report.drift_unchecked = std::move(report_.drift_unchecked);
        report_ = std::move(report);
        look_began_.reset();
    }
    if (failure && failure != failure_before) {
        log::error("store not writable", {{"reason", *failure}});
    }
    if (unusable == unusable_before) return;
    if (unusable) {
        log::error("schema unusable", {{"schema", schema}, {"reason", *unusable}});
    } else {
        log::info("schema usable", {{"schema", schema}});
    }
}

bool SchemaWatch::keep_failure(std::string const& reason) {
    std::scoped_lock const lock{mutex_};
    look_began_.reset();
    return std::exchange(failure_, reason) != reason;
}

void SchemaWatch::look_for_drift() {
    if (!schema_.open_reader) return;
    auto report = view().report;
    auto const now = std::chrono::steady_clock::now();
    if (now < drift_due_ && report.history == drift_history_) return;
    drift_due_ = now + timing_.drift_interval;
    drift_history_ = report.history;
    auto const before = report.drift;
    drift_.look(report, *schema_.open_reader());
    {
        std::scoped_lock const lock{mutex_};
        report_.drift = report.drift;
        report_.drift_unchecked = report.drift_unchecked;
    }
    if (has_drifted(report) && report.drift != before) {
        log::warn("schema drifted",
                  {{"differences", report.drift->size()}, {"reason", report.drift->front()}});
    }
}

}  // namespace daybook::app
