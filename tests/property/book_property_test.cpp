#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>

#include "json/record_writer.hpp"
#include "memory/memory_storage.hpp"
#include "postgres/postgres_storage.hpp"
#include "services/account_replay.hpp"
#include "services/book_verifier.hpp"
#include "services/checkpoint_plan.hpp"
#include "services/command_processor.hpp"
#include "sqlite/sqlite_storage.hpp"
#include "support/book_text.hpp"
#include "support/counting_order_ids.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_cluster.hpp"
#include "support/random_commands.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::tests {
namespace {

using namespace model;
using namespace support;

/// DAYBOOK_TEST_SEED repeats a run; without it every run is another.
std::uint64_t first_seed() {
    auto const* text = std::getenv("DAYBOOK_TEST_SEED");
    auto const seed = text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device{}();
    std::cout << "DAYBOOK_TEST_SEED=" << seed << '\n';
    return seed;
}

/// A book with a processor of its own; time stands still and ids count.
class Desk {
  public:
    explicit Desk(ports::Storage& storage)
        : unit_of_work_{storage.open_unit_of_work()},
          snapshots_{storage.open_snapshots()},
          processor_{{*unit_of_work_, clock_, ids_, sha256_, [](auto) {}}} {}

    std::vector<Answer> run(CommandBatch const& batch) {
        return processor_.run({&batch, 1}).front();
    }
    std::vector<std::vector<Answer>> run(std::vector<CommandBatch> const& batches) {
        return processor_.run(batches);
    }
    /// Enters what the checkpoints before do not say.
    void enter_checkpoint() {
        services::CheckpointPlan plan;
        snapshots_->read([&](ports::BookReader& book) {
            plan =
                services::plan_checkpoint(book, sha256_, {.entry_heads_max = 2, .heads_max = 100});
        });
        if (!plan.batch.commands.empty()) run(plan.batch);
    }
    std::string text() { return support::text_of(*snapshots_); }
    std::optional<services::Finding> verify() {
        services::VerifyReport report;
        snapshots_->read([&](ports::BookReader& book) {
            report = services::BookVerifier{sha256_}.verify(book, {}, {});
        });
        return report.finding;
    }
    ports::BookSnapshots& snapshots() { return *snapshots_; }

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
    ManualClock clock_{Timestamp::from_micros(1'750'000'000'000'000)};
    CountingOrderIds ids_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

/// An empty book in a database, with what has to live as long as it.
struct StoredBook {
    explicit StoredBook(std::shared_ptr<void> keep, std::unique_ptr<ports::Storage> open)
        : environment{std::move(keep)}, storage{std::move(open)}, desk{*storage} {}

    std::shared_ptr<void> environment;
    std::unique_ptr<ports::Storage> storage;
    Desk desk;
};

/// One in every database that can be tested here.
std::vector<std::unique_ptr<StoredBook>> stored_books() {
    std::vector<std::unique_ptr<StoredBook>> books;
    auto folder = std::make_shared<TemporaryFolder>();
    auto const file = folder->file("book.db");
    make_sqlite_book(file);
    books.push_back(std::make_unique<StoredBook>(
        folder, std::make_unique<sqlite::SqliteStorage>(sqlite::SqliteOptions{.path = file})));
    if (postgres_is_expected()) {
        auto book = std::make_shared<PostgresBook>(PostgresCluster::shared());
        auto const url = postgres::PostgresUrl::parse(book->url()).value();
        books.push_back(std::make_unique<StoredBook>(
            book,
            std::make_unique<postgres::PostgresStorage>(postgres::PostgresOptions{.url = url})));
    }
    return books;
}

std::string explain(std::optional<services::Finding> const& finding) {
    if (!finding) return "holds";
    return finding->account_id.value() + " " + std::to_string(finding->entry_seq.value_or(0)) +
           ": " + finding->what;
}

std::string text_of(Answer const& answer) {
    std::string text;
    json::append_json(text, answer);
    return text;
}

bool wrote(Answer const& answer) {
    return answer.entry_seq &&
           (answer.status == AnswerStatus::DONE || answer.status == AnswerStatus::DISCREPANCY ||
            answer.status == AnswerStatus::REFUSED);
}

TEST(RandomBook, KeepsEveryInvariantAfterEveryEntryAndIsUnchangedByEveryRefusal) {
    auto const first = first_seed();
    for (std::uint64_t seed = first; seed < first + 12; ++seed) {
        SCOPED_TRACE("DAYBOOK_TEST_SEED=" + std::to_string(seed));
        RandomCommands commands{seed};
        memory::MemoryStorage storage;
        Desk desk{storage};
        desk.run({commands.setup(), false});
        for (int i = 0; i < 250; ++i) {
            if (i % 7 == 0) desk.enter_checkpoint();
            auto const before = desk.text();
            auto const answer = desk.run({{commands.next()}, false}).front();
            if (wrote(answer)) {
                auto const finding = desk.verify();
                ASSERT_FALSE(finding) << "command " << i << " " << explain(finding);
            } else {
                ASSERT_EQ(before, desk.text()) << "command " << i;
            }
        }
    }
}

TEST(RandomBook, IsTheSameInEveryStoreAndHoweverCommandsAreBatched) {
    auto const first = first_seed();
    for (std::uint64_t seed = first; seed < first + 12; ++seed) {
        SCOPED_TRACE("DAYBOOK_TEST_SEED=" + std::to_string(seed));
        RandomCommands commands{seed};
        memory::MemoryStorage memory_storage;
        Desk memory_desk{memory_storage};
        auto const books = stored_books();
        CommandBatch const setup{commands.setup(), false};
        memory_desk.run(setup);
        for (auto const& book : books) book->desk.run(setup);
        for (int run = 0; run < 40; ++run) {
            std::vector<CommandBatch> batches;
            for (std::size_t i = 0; i <= commands.below(4); ++i) {
                batches.push_back(commands.next_batch(30));
            }
            std::vector<std::vector<std::vector<Answer>>> together;
            for (auto const& book : books) together.push_back(book->desk.run(batches));
            for (std::size_t i = 0; i < batches.size(); ++i) {
                std::vector<Answer> apart;
                if (batches[i].atomic) {
                    apart = memory_desk.run(batches[i]);
                } else {
                    for (auto const& command : batches[i].commands) {
                        apart.push_back(memory_desk.run({{command}, false}).front());
                    }
                }
                for (auto const& answers : together) {
                    ASSERT_EQ(answers[i].size(), apart.size());
                    for (std::size_t j = 0; j < apart.size(); ++j) {
                        ASSERT_EQ(text_of(answers[i][j]), text_of(apart[j]))
                            << "run " << run << " batch " << i << " command " << j;
                    }
                }
            }
        }
        for (auto const& book : books) {
            ASSERT_EQ(memory_desk.text(), book->desk.text()) << book->storage->describe();
            EXPECT_EQ(explain(book->desk.verify()), "holds") << book->storage->describe();
        }
    }
}

}  // namespace
}  // namespace daybook::tests
