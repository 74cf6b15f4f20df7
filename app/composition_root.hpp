#pragma once

#include <functional>
#include <memory>
#include <span>

#include "app/book_watch.hpp"
#include "app/configuration.hpp"
#include "app/embedded_database.hpp"
#include "app/engine.hpp"
#include "app/postgres_database.hpp"
#include "app/query_pool.hpp"
#include "app/schema_target.hpp"
#include "app/schema_watch.hpp"
#include "app/worker_exchanges.hpp"
#include "http/http_server.hpp"
#include "ports/inbound/exchange_control.hpp"
#include "ports/inbound/market_control.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/order_id_source.hpp"
#include "ports/outbound/sha256.hpp"
#include "ports/outbound/storage.hpp"
#include "ports/outbound/uuid_v5.hpp"

namespace daybook::app {

/// The one place that knows which adapter stands behind which port. Which store when nothing is
/// configured? The file that read_configuration() names.
///
/// Throws: Failure with the exit code and the sentence for whoever started the command.
class CompositionRoot {
  public:
    explicit CompositionRoot(Configuration configuration);

    [[nodiscard]] Configuration const& configuration() const { return configuration_; }
    [[nodiscard]] ports::Clock& clock() { return *clock_; }
    [[nodiscard]] std::unique_ptr<ports::Sha256> make_sha256() const;
    [[nodiscard]] std::unique_ptr<ports::UuidV5> make_uuid_v5() const;

    /// Opens the book to change it. An embedded one is made, or copied and migrated, first.
    [[nodiscard]] std::unique_ptr<ports::Storage> open_for_booking();
    /// Opens a book that exists, as it is.
    [[nodiscard]] std::unique_ptr<ports::Storage> open_for_reading();
    /// What commands about the schema work on; lives as long as the root.
    [[nodiscard]] SchemaTarget schema_target(MigratorPatience patience = {});
    /// A reader whose after() replays migrations of SQLite in memory.
    [[nodiscard]] std::unique_ptr<ports::SchemaReader> replay_reader() const;
    /// What commands about the database itself work on. Throws: Failure with configuration_wrong
    /// where the book is elsewhere.
    [[nodiscard]] EmbeddedDatabase& embedded_database();
    [[nodiscard]] PostgresDatabase& postgres_database();

    /// As many lanes as configured, or as the store has use for.
    /// `tell` hears whose requests to exchanges may have been committed; see RequestingRunner.
    [[nodiscard]] std::unique_ptr<Engine> make_engine(
        ports::Storage& storage, std::function<void(std::span<model::AccountId const>)> tell = {});
    /// The exchanges that are configured, not yet spoken to.
    [[nodiscard]] std::unique_ptr<WorkerExchanges> make_exchanges(ports::Storage& storage);
    [[nodiscard]] std::unique_ptr<QueryPool> make_query_pool(ports::Storage& storage) const;
    /// Lives as long as the root.
    [[nodiscard]] std::unique_ptr<SchemaWatch> make_schema_watch(ports::Storage& storage);

    [[nodiscard]] static std::unique_ptr<BookWatch> make_book_watch(ports::Storage& storage);

    /// What an HTTP server stands before.
    struct Served {
        Engine& engine;
        QueryPool& queries;
        SchemaWatch& schema;
        BookWatch& book;
        ports::ExchangeControl& exchanges;
        ports::MarketControl& market;
    };
    /// The HTTP API of these, on the thread that runs `io`.
    [[nodiscard]] std::unique_ptr<http::HttpServer> make_http_server(boost::asio::io_context& io,
                                                                     Served served);

  private:
    Configuration configuration_;
    std::unique_ptr<ports::Clock> clock_;
    std::unique_ptr<ports::OrderIdSource> order_ids_;
    std::unique_ptr<ports::Sha256> sha256_;
    std::unique_ptr<EmbeddedDatabase> embedded_;
    std::unique_ptr<PostgresDatabase> postgres_;
};

}  // namespace daybook::app
