#include "app/readiness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/no_exchanges.hpp"
#include "http/openapi_document.hpp"
#include "memory/memory_storage.hpp"
#include "ports/outbound/storage_error.hpp"
#include "support/scripted_runner.hpp"

namespace daybook::app {
namespace {

using ports::StorageError;
using Kind = StorageError::Kind;

constexpr auto embedded = std::to_array<ports::Migration>(
    {{.version = 1, .name = "init", .fingerprint = "v1:1", .compatible_from = 1, .sql = ""},
     {.version = 2, .name = "venue", .fingerprint = "v1:2", .compatible_from = 1, .sql = ""}});

/// A book in memory, which says to have been made by these migrations.
class MigratedStorage final : public ports::Storage {
  public:
    std::unique_ptr<ports::UnitOfWork> open_unit_of_work() override {
        return memory_.open_unit_of_work();
    }
    std::unique_ptr<ports::BookSnapshots> open_snapshots() override {
        return memory_.open_snapshots();
    }
    std::size_t useful_writers() const override { return 1; }
    std::string describe() const override { return "sqlite:/a \"quoted\"\npath"; }
    std::vector<ports::AppliedMigration> history() override {
        std::vector<ports::AppliedMigration> rows;
        for (int version = 1; version <= newest; ++version) {
            rows.push_back({.version = version,
                            .name = version == 1 ? "init" : "venue",
                            .fingerprint = (is_foreign ? "v1:x" : "v1:") + std::to_string(version),
                            .state = ports::MigrationState::applied,
                            .compatible_from = version,
                            .applied_by = "ci \"bot\"",
                            .daybook_version = "1.4.0",
                            .started_at = {},
                            .finished_at = {},
                            .error = "repaired \"so\""});
        }
        return rows;
    }
    void require_writable() override {
        if (!is_writable) throw StorageError{Kind::forbidden, "role \"x\" may not"};
    }

    int newest = 2;
    bool is_foreign = false;
    bool is_writable = true;

  private:
    memory::MemoryStorage memory_;
};

/// One exchange, in words that need escapes.
class OneExchange final : public ports::ExchangeControl {
  public:
    std::vector<ports::ExchangeStatus> exchanges() const override {
        ports::ExchangeStatus status;
        status.exchange = model::ExchangeCode{"PAPER"};
        status.reason = "tape \"x\"\n";
        status.paused_because = "x\" level=error";
        return {status, status};
    }
    void ask(model::ExchangeCode const&, ports::ExchangeWish, Done) override {}
};

/// What /readyz answers, as JSON.
boost::json::object answer(Engine const& engine, ports::Storage& storage,
                           ports::ExchangeControl const& exchanges) {
    SchemaWatch const watch{storage, {.embedded = embedded}};
    auto const report = report_readiness(engine, watch, exchanges, {"b-1", "t-2"});
    boost::system::error_code error;
    auto const json = boost::json::parse(report.json, error);
    EXPECT_FALSE(error) << report.json;
    auto const object = json.as_object();
    EXPECT_EQ(object.at("ready").as_bool(), report.is_ready);
    EXPECT_EQ(object.at("book_id").as_string(), "b-1");
    EXPECT_EQ(object.at("timeline").as_string(), "t-2");
    EXPECT_EQ(object.at("ready").as_bool(), object.at("reasons").as_array().empty());
    return object;
}

std::vector<std::string> names_of(boost::json::value const& object) {
    std::vector<std::string> names;
    for (auto const& member : object.as_object()) names.emplace_back(member.key());
    return names;
}

/// The members that a schema of the OpenAPI document requires: all of those of these records.
std::vector<std::string> described(std::string const& schema) {
    static auto const document = boost::json::parse(http::openapi_document());
    std::vector<std::string> names;
    for (auto const& name :
         document.at_pointer("/components/schemas/" + schema + "/required").as_array()) {
        names.emplace_back(name.as_string());
    }
    return names;
}

TEST(Readiness, IsJsonInEveryState) {
    EngineUnderTest test{{answers_with_names}};
    for (auto const& change : std::vector<std::function<void(MigratedStorage&)>>{
             [](auto&) {}, [](auto& storage) { storage.newest = 1; },
             [](auto& storage) { storage.newest = 0; }, [](auto& storage) { storage.newest = 3; },
             [](auto& storage) { storage.is_foreign = true; },
             [](auto& storage) { storage.is_writable = false; }}) {
        MigratedStorage storage;
        change(storage);
        static_cast<void>(answer(test.engine(), storage, NoExchanges{}));
        auto const object = answer(test.engine(), storage, OneExchange{});
        EXPECT_EQ(names_of(object), described("Readiness"));
        for (auto const& migration : object.at("migrations").as_array()) {
            EXPECT_EQ(names_of(migration), described("Migration"));
        }
        EXPECT_EQ(object.at("exchanges").as_array().size(), 2u);
    }
    memory::MemoryStorage memory;
    SchemaWatch const watch{memory, SchemaWatch::Schema{}};
    EXPECT_NO_THROW(static_cast<void>(
        boost::json::parse(report_readiness(test.engine(), watch, NoExchanges{}, {}).json)));
}

TEST(Readiness, NamesEachReasonOnce) {
    EngineUnderTest test{{[](Batches) -> Answers { throw StorageError{Kind::corrupt, "bad"}; }}};
    static_cast<void>(test.accept(batch_of({command_of("a")})).get());
    MigratedStorage storage;
    storage.is_writable = false;
    auto const object = answer(test.engine(), storage, NoExchanges{});
    EXPECT_EQ(boost::json::serialize(object.at("reasons")),
              R"(["what is stored breaks its own rules; see the log","role \"x\" may not"])");
}

}  // namespace
}  // namespace daybook::app
