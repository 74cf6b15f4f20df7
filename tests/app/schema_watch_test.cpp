#include "app/schema_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <functional>
#include <semaphore>
#include <stdexcept>

#include "ports/outbound/storage_error.hpp"

namespace daybook::app {
namespace {

using ports::StorageError;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using History = std::vector<ports::AppliedMigration>;

constexpr auto embedded = std::to_array<ports::Migration>(
    {{.version = 1, .name = "init", .fingerprint = "v1:1", .compatible_from = 1, .sql = ""},
     {.version = 2, .name = "venue", .fingerprint = "v1:2", .compatible_from = 1, .sql = ""}});

ports::AppliedMigration row(int version, std::string name, int compatible_from) {
    ports::AppliedMigration applied;
    applied.version = version;
    applied.name = std::move(name);
    applied.fingerprint = "v1:" + std::to_string(version);
    applied.compatible_from = compatible_from;
    return applied;
}

History const current{row(1, "init", 1), row(2, "venue", 1)};

/// A store of which only the history is ever asked, with what a test says.
class HistoryOnly final : public ports::Storage {
  public:
    explicit HistoryOnly(History history) : history_{std::move(history)} {}

    std::unique_ptr<ports::UnitOfWork> open_unit_of_work() override { throw unexpected(); }
    std::unique_ptr<ports::BookSnapshots> open_snapshots() override { throw unexpected(); }
    std::size_t useful_writers() const override { return 1; }
    std::string describe() const override { return "postgres:db/daybook"; }
    History history() override {
        std::function<History()> script;
        {
            std::scoped_lock const lock{mutex_};
            script = script_;
        }
        return script ? script() : history_;
    }
    void require_writable() override {
        std::scoped_lock const lock{mutex_};
        if (!refusal_.empty()) throw StorageError{StorageError::Kind::forbidden, refusal_};
    }
    /// Empty: it may be written.
    void refuse_writing(std::string because) {
        std::scoped_lock const lock{mutex_};
        refusal_ = std::move(because);
    }
    void say(std::function<History()> script) {
        std::scoped_lock const lock{mutex_};
        script_ = std::move(script);
    }

  private:
    static std::logic_error unexpected() { return std::logic_error{"nobody reads the book"}; }

    History history_;
    std::mutex mutex_;
    std::function<History()> script_;
    std::string refusal_;
};

/// A database whose schema has the table of its migrations, and those that a test says.
class SchemaOf final : public ports::SchemaReader {
  public:
    SchemaOf(std::vector<std::string> more, std::atomic<int>& replays)
        : more_{std::move(more)}, replays_{replays} {}

    std::vector<ports::SchemaItem> live() override {
        auto items = wanted();
        for (auto const& table : more_) items.push_back(item(table));
        return items;
    }
    std::vector<ports::SchemaItem> after(std::span<std::string_view const>) override {
        ++replays_;
        return wanted();
    }

  private:
    static ports::SchemaItem item(std::string const& table) {
        return {
            .kind = ports::SchemaItem::Kind::table, .table = table, .name = {}, .definition = {}};
    }
    static std::vector<ports::SchemaItem> wanted() { return {item("orders")}; }

    std::vector<std::string> more_;
    std::atomic<int>& replays_;
};

constexpr SchemaWatch::Timing quick{.interval = std::chrono::milliseconds{1},
                                    .look_ms_max = std::chrono::minutes{10}};

/// Waits until the watch has reasons, or has none.
std::vector<std::string> reasons(SchemaWatch const& watch, bool any) {
    while (watch.view().reasons.empty() == any) {
    }
    return watch.view().reasons;
}

TEST(SchemaWatchView, ShowsTheSchemaThatIsThere) {
    HistoryOnly storage{current};
    SchemaWatch const watch{storage, {.embedded = embedded}, quick};
    EXPECT_THAT(watch.view().reasons, IsEmpty());
    auto const report = watch.view().report;
    EXPECT_EQ(report.database, "postgres:db/daybook");
    EXPECT_EQ(report.plan.state, services::SchemaState::current);
    EXPECT_EQ(report.history, current);
    EXPECT_EQ(report.drift, std::nullopt);
}

TEST(SchemaWatchView, SaysWhenANewerReleaseMigratesTheStoreAndThisOneCannotUseIt) {
    HistoryOnly storage{current};
    SchemaWatch const watch{storage, {.embedded = embedded}, quick};
    auto history = current;
    history.push_back(row(3, "drop_venue", 3));
    storage.say([&] { return history; });
    EXPECT_THAT(reasons(watch, true), ElementsAre(HasSubstr("schema 3; this binary knows 2")));
    EXPECT_EQ(watch.view().report.plan.state, services::SchemaState::ahead);
}

TEST(SchemaWatchView, IsCalmWhenTheNewerSchemaIsCompatible) {
    auto history = current;
    history.push_back(row(3, "add_desk", 1));
    HistoryOnly storage{history};
    SchemaWatch const watch{storage, {.embedded = embedded}, quick};
    EXPECT_THAT(watch.view().reasons, IsEmpty());
    EXPECT_EQ(watch.view().report.plan.state, services::SchemaState::ahead_compatible);
}

TEST(SchemaWatchView, SaysWhatIsMissingWhenAnOlderCopyWasRestored) {
    HistoryOnly storage{current};
    SchemaWatch const watch{storage, {.embedded = embedded}, quick};
    storage.say([] { return History{row(1, "init", 1)}; });
    EXPECT_THAT(reasons(watch, true), ElementsAre(HasSubstr("at schema 1; this binary needs 2")));
}

TEST(SchemaWatchView, SaysThatTheStoreIsAwayUntilItIsBack) {
    HistoryOnly storage{current};
    SchemaWatch const watch{storage, {.embedded = embedded}, quick};
    storage.say([]() -> History {
        throw StorageError{StorageError::Kind::unavailable, "10.0.0.1 refused"};
    });
    EXPECT_THAT(reasons(watch, true), ElementsAre("the store does not answer"));
    EXPECT_EQ(watch.view().report.plan.current, 2);
    storage.say({});
    EXPECT_THAT(reasons(watch, false), IsEmpty());
}

TEST(SchemaWatchView, SaysWhichRightIsMissingUntilItIsGiven) {
    HistoryOnly storage{current};
    storage.refuse_writing("role auditor has no right to INSERT on table assets");
    SchemaWatch const watch{storage, {.embedded = embedded}, quick};
    EXPECT_THAT(watch.view().reasons,
                ElementsAre("role auditor has no right to INSERT on table assets"));
    storage.refuse_writing("");
    EXPECT_THAT(reasons(watch, false), IsEmpty());
}

TEST(SchemaWatchView, SaysThatTheStoreMayNotBeReadWithoutTheStoresWords) {
    HistoryOnly storage{current};
    SchemaWatch const watch{storage, {.embedded = embedded}, quick};
    storage.say([]() -> History {
        throw StorageError{StorageError::Kind::forbidden, "10.0.0.1: permission denied"};
    });
    EXPECT_THAT(reasons(watch, true),
                ElementsAre("the store may not be read: a right is missing; see the log"));
}

TEST(SchemaWatchView, TellsOfDriftAndIsReadyAllTheSame) {
    HistoryOnly storage{current};
    std::atomic<bool> has_drifted_now{true};
    std::atomic<int> replays{0};
    auto timing = quick;
    timing.drift_interval = std::chrono::milliseconds{1};
    SchemaWatch const watch{storage,
                            {.embedded = embedded,
                             .open_reader =
                                 [&] {
                                     std::vector<std::string> more;
                                     if (has_drifted_now) more.emplace_back("scratch");
                                     return std::make_unique<SchemaOf>(std::move(more), replays);
                                 }},
                            timing};
    while (!has_drifted(watch.view().report)) {
    }
    EXPECT_THAT(*watch.view().report.drift,
                ElementsAre("table scratch is in the database and not in its migrations"));
    EXPECT_EQ(state_name(watch.view().report), "drift");
    EXPECT_THAT(watch.view().reasons, IsEmpty());
    has_drifted_now = false;
    while (has_drifted(watch.view().report)) {
    }
    EXPECT_EQ(state_name(watch.view().report), "current");
    EXPECT_EQ(replays, 1);
}

TEST(SchemaWatchView, DoesNotWaitForAStoreThatHangs) {
    HistoryOnly storage{current};
    std::binary_semaphore let_go{0};
    std::atomic<bool> hangs{false};
    SchemaWatch const watch{
        storage,
        {.embedded = embedded},
        {.interval = std::chrono::milliseconds{1}, .look_ms_max = std::chrono::milliseconds{0}}};
    storage.say([&] {
        if (!hangs.exchange(true)) let_go.acquire();
        return current;
    });
    while (!hangs) {
    }
    EXPECT_THAT(watch.view().reasons, ElementsAre("the store does not answer"));
    let_go.release();
    EXPECT_THAT(reasons(watch, false), IsEmpty());
}

TEST(SchemaWatchView, OfAStoreWithoutASchemaIsCurrent) {
    HistoryOnly storage{{}};
    SchemaWatch const watch{storage, SchemaWatch::Schema{}};
    EXPECT_THAT(watch.view().reasons, IsEmpty());
    EXPECT_EQ(watch.view().report.plan.state, services::SchemaState::current);
}

TEST(SchemaWatchStart, FailsWithTheStore) {
    HistoryOnly storage{current};
    storage.say([]() -> History { throw StorageError{StorageError::Kind::unavailable, "away"}; });
    EXPECT_THROW((SchemaWatch{storage, {.embedded = embedded}, quick}), StorageError);
}

}  // namespace
}  // namespace daybook::app
