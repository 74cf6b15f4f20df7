#include "app/composition_root.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include "app/exit_code.hpp"
#include "app/measurements.hpp"
#include "app/readiness.hpp"
#include "memory/memory_storage.hpp"
#include "services/command_processor.hpp"
#include "sqlite/sqlite_schema_reader.hpp"
#include "system/openssl_sha256.hpp"
#include "system/openssl_uuid_v5.hpp"
#include "system/system_clock.hpp"
#include "system/uuid_v7_source.hpp"

namespace daybook::app {

namespace {

using Kind = DatabaseUrl::Kind;

/// A worker that stops does not wait for a server that does not answer.
constexpr std::chrono::milliseconds drift_answer_max{10'000};

/// A lane's processor with what belongs to the lane alone.
class ProcessorRunner final : public BatchRunner {
  public:
    ProcessorRunner(ports::Storage& storage, ports::Clock& clock, ports::OrderIdSource& order_ids)
        : unit_of_work_{storage.open_unit_of_work()},
          processor_{{.unit_of_work = *unit_of_work_,
                      .clock = clock,
                      .order_ids = order_ids,
                      .sha256 = sha256_,
                      .pause = [](auto duration) { std::this_thread::sleep_for(duration); }}} {}

    std::vector<std::vector<model::Answer>> run(
        std::span<model::CommandBatch const> batches) override {
        return processor_.run(batches);
    }

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

http::HttpLimits http_limits(Limits const& limits) {
    using std::chrono::seconds;
    http::HttpLimits http;
    http.connections_max = limits.http_connections_max;
    http.header_bytes_max = limits.http_header_bytes_max;
    http.body_bytes_max = limits.http_body_bytes_max;
    http.bodies_bytes_max = limits.http_bodies_bytes_max;
    http.answers_bytes_max = limits.http_answers_bytes_max;
    http.pipelined_requests_max = limits.http_pipelined_requests_max;
    http.unsent_bytes_max = limits.http_unsent_bytes_max;
    http.commands_max = limits.http_commands_max;
    http.streams_max = limits.http_streams_max;
    http.idle_ms = seconds{limits.http_idle_seconds_max};
    http.request_ms = seconds{limits.http_request_seconds_max};
    http.answer_ms = seconds{limits.http_answer_seconds_max};
    http.write_ms = seconds{limits.http_write_seconds_max};
    http.stop_ms = http.answer_ms + seconds{5};
    return http;
}

}  // namespace

CompositionRoot::CompositionRoot(Configuration configuration)
    : configuration_{std::move(configuration)},
      clock_{std::make_unique<system::SystemClock>()},
      order_ids_{std::make_unique<system::UuidV7Source>(*clock_)},
      sha256_{std::make_unique<system::OpensslSha256>()} {}

std::unique_ptr<ports::Sha256> CompositionRoot::make_sha256() const {
    return std::make_unique<system::OpensslSha256>();
}

std::unique_ptr<ports::UuidV5> CompositionRoot::make_uuid_v5() const {
    return std::make_unique<system::OpensslUuidV5>();
}

std::unique_ptr<ports::Storage> CompositionRoot::open_for_booking() {
    switch (configuration_.database.kind) {
        case Kind::memory:
            return std::make_unique<memory::MemoryStorage>();
        case Kind::sqlite:
            return embedded_database().open_for_booking();
        case Kind::postgres:
            return postgres_database().open_for_booking(configuration_.migrate);
    }
    return nullptr;
}

std::unique_ptr<ports::Storage> CompositionRoot::open_for_reading() {
    if (configuration_.database.kind == Kind::postgres) {
        return postgres_database().open_for_reading();
    }
    return embedded_database().open_for_reading();
}

SchemaTarget CompositionRoot::schema_target(MigratorPatience patience) {
    if (configuration_.database.kind == Kind::postgres) {
        auto& database = postgres_database();
        return {.dialect = sql::Dialect::postgres,
                .migrator = database.open_migrator(std::move(patience)),
                .reader = database.open_schema_reader(),
                .eraser = database.open_schema_eraser(),
                .embedded = database.schema().migrations(),
                .require_own_tables = [] {},
                .prepare = [] {},
                .back_up = [](int) {}};
    }
    auto& database = embedded_database();
    return {.dialect = sql::Dialect::sqlite,
            .migrator = database.open_migrator(std::move(patience)),
            .reader = database.open_schema_reader(),
            .eraser = database.open_schema_eraser(),
            .embedded = database.schema().migrations(),
            .require_own_tables = [&database] { database.require_own_tables(); },
            .prepare = [&database] { database.prepare_migration(); },
            .back_up = [&database](int version) { database.back_up_schema(version); }};
}

std::unique_ptr<ports::SchemaReader> CompositionRoot::replay_reader() const {
    return std::make_unique<sqlite::SqliteSchemaReader>(sqlite::SqliteOptions{.path = ":memory:"});
}

EmbeddedDatabase& CompositionRoot::embedded_database() {
    switch (configuration_.database.kind) {
        case Kind::sqlite:
            break;
        case Kind::memory:
            throw Failure{ExitCode::configuration_wrong,
                          "memory: is a book that ends with its process: only worker and apply "
                          "can use it"};
        case Kind::postgres:
            throw Failure{ExitCode::configuration_wrong,
                          "this command looks after a file: use sqlite:PATH here"};
    }
    if (!embedded_) {
        embedded_ =
            std::make_unique<EmbeddedDatabase>(configuration_.database.path, *clock_, *sha256_);
    }
    return *embedded_;
}

PostgresDatabase& CompositionRoot::postgres_database() {
    if (!postgres_) {
        postgres_ = std::make_unique<PostgresDatabase>(
            configuration_.database, configuration_.migrate_url, *clock_, *sha256_);
    }
    return *postgres_;
}

std::unique_ptr<Engine> CompositionRoot::make_engine(
    ports::Storage& storage, std::function<void(std::span<model::AccountId const>)> tell) {
    auto const lanes = configuration_.lanes.value_or(storage.useful_writers());
    std::vector<std::unique_ptr<BatchRunner>> runners;
    for (std::size_t i = 0; i < lanes; ++i) {
        std::unique_ptr<BatchRunner> runner =
            std::make_unique<ProcessorRunner>(storage, *clock_, *order_ids_);
        if (tell) runner = std::make_unique<RequestingRunner>(std::move(runner), tell);
        runners.push_back(std::move(runner));
    }
    auto const& limits = configuration_.limits;
    return std::make_unique<Engine>(std::move(runners),
                                    EngineLimits{.run_commands_max = limits.run_commands_max,
                                                 .queue_commands_max = limits.queue_commands_max,
                                                 .queue_bytes_max = limits.queue_bytes_max});
}

std::unique_ptr<WorkerExchanges> CompositionRoot::make_exchanges(ports::Storage& storage) {
    return std::make_unique<WorkerExchanges>(configuration_.exchange, storage, *clock_);
}

std::unique_ptr<QueryPool> CompositionRoot::make_query_pool(ports::Storage& storage) const {
    std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots;
    for (std::size_t i = 0; i < configuration_.limits.query_threads_max; ++i) {
        snapshots.push_back(storage.open_snapshots());
    }
    return std::make_unique<QueryPool>(std::move(snapshots), configuration_.limits.queue_reads_max);
}

std::unique_ptr<SchemaWatch> CompositionRoot::make_schema_watch(ports::Storage& storage) {
    SchemaWatch::Schema schema;
    if (configuration_.database.kind == Kind::sqlite) {
        auto& database = embedded_database();
        schema = {.embedded = database.schema().migrations(),
                  .open_reader = [&database] { return database.open_schema_reader(); }};
    }
    if (configuration_.database.kind == Kind::postgres) {
        auto& database = postgres_database();
        schema = {.embedded = database.schema().migrations(), .open_reader = [&database] {
                      return database.open_schema_reader(drift_answer_max);
                  }};
    }
    return std::make_unique<SchemaWatch>(storage, std::move(schema));
}

std::unique_ptr<BookWatch> CompositionRoot::make_book_watch(ports::Storage& storage) {
    return std::make_unique<BookWatch>(storage, std::chrono::seconds{1});
}

std::unique_ptr<http::HttpServer> CompositionRoot::make_http_server(boost::asio::io_context& io,
                                                                    Served served) {
    http::HttpServices services{
        .commands = served.engine,
        .queries = served.queries,
        .exchanges = served.exchanges,
        .market = served.market,
        .clock = *clock_,
        .readiness =
            [served] { return report_readiness(served.engine, served.schema, served.exchanges); },
        .metrics = {[&engine = served.engine] { return measure(engine); },
                    [&exchanges = served.exchanges] { return measure(exchanges); },
                    [&book = served.book] { return measure(book.counts()); }, measure_log}};
    http::HttpOptions options;
    options.listen = configuration_.listen;
    options.public_hosts = configuration_.public_hosts;
    options.limits = http_limits(configuration_.limits);
    return std::make_unique<http::HttpServer>(io, std::move(services), std::move(options));
}

}  // namespace daybook::app
