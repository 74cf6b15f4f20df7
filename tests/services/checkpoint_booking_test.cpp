#include "services/checkpoint_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/command_fields.hpp"
#include "services/book_verifier.hpp"
#include "support/processor_bench.hpp"
#include "support/tampered_reader.hpp"

namespace daybook::services {
namespace {

using model::AnswerStatus;
using model::EntryKind;
using support::TamperedReader;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char const* story = R"(
    define_asset asset=USD display_decimals=2
    open_account funding=PREFUNDED cost_basis=FIFO
    deposit 1000 USD key=d-1
    open_account account=beta funding=MARGIN cost_basis=HIFO
    deposit 5 USD key=d-1 account=beta
)";

class CheckpointOn : public testing::Test {
  protected:
    using Tamper = std::function<void(TamperedReader&)>;

    CheckpointOn() { bench_.setup(story); }

    CheckpointPlan plan(CheckpointExtent const& extent = {}, Tamper const& tamper = {}) {
        CheckpointPlan made;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& real) {
            TamperedReader reader{real};
            if (tamper) tamper(reader);
            made = plan_checkpoint(reader, bench_.sha256(), extent);
        });
        return made;
    }
    /// Enters a checkpoint of the book as `tamper` shows it; how its first command was answered.
    AnswerStatus enter(CheckpointPlan const& made) {
        return bench_.run(std::vector{made.batch}).front().front().status;
    }
    Finding verify(Tamper const& tamper) {
        VerifyReport report;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& real) {
            TamperedReader reader{real};
            tamper(reader);
            report = BookVerifier{bench_.sha256()}.verify(reader, std::nullopt, {});
        });
        return report.finding.value_or(Finding{});
    }

    support::ProcessorBench bench_;
};

/// Takes away every row of an account, as far as a reader shows them.
void wipe(TamperedReader& reader, std::string const& account) {
    auto const erase = [account](auto& rows) {
        std::erase_if(rows, [&](auto const& row) {
            if constexpr (requires { row.account_id; }) {
                return row.account_id.value() == account;
            } else {
                return row.id.value() == account;
            }
        });
    };
    reader.on_account_list = erase;
    reader.on_accounts = erase;
    reader.on_entries = erase;
    reader.on_balances = erase;
    reader.on_checkpoint_heads = erase;
}

/// Takes an account back to its first entry, as somebody does who knows all its tables.
void roll_back(TamperedReader& reader, std::string const& account, model::Entry const& first) {
    auto const rewrite = [account, first](std::vector<model::Account>& rows) {
        for (auto& row : rows) {
            if (row.id.value() != account) continue;
            row.last_seq = first.seq;
            row.last_hash = first.hash;
        }
    };
    reader.on_account_list = rewrite;
    reader.on_accounts = rewrite;
    reader.on_entries = [account](std::vector<model::Entry>& rows) {
        std::erase_if(rows, [&](auto const& row) {
            return row.account_id.value() == account && row.seq > 1;
        });
    };
    reader.on_balances = [account](std::vector<model::Balance>& rows) {
        std::erase_if(rows, [&](auto const& row) { return row.account_id.value() == account; });
    };
}

TEST_F(CheckpointOn, ABookSaysHowManyAccountsThereAreAndIsRight) {
    auto const made = plan();
    EXPECT_EQ(made.accounts, 2U);
    EXPECT_THAT(made.losses, IsEmpty());
    ASSERT_EQ(enter(made), AnswerStatus::DONE);
    auto const entry = bench_.entries("@book").back();
    EXPECT_EQ(entry.kind, EntryKind::checkpoint);
    auto const alpha = bench_.entries("alpha").back();
    EXPECT_THAT(entry.payload, HasSubstr("alpha 2 " + model::to_hex(alpha.hash) + ";beta 2 "));
    EXPECT_THAT(entry.payload, HasSubstr("\"accounts\":2,\"digest\":\""));
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CheckpointOn, ABookOfWhichAllIsSaidSaysNothingAgain) {
    enter(plan());
    EXPECT_THAT(plan().batch.commands, IsEmpty());
    bench_.run({"deposit 1 USD key=d-2 account=beta"});
    auto const made = plan();
    ASSERT_THAT(made.batch.commands, SizeIs(1));
    auto const& checkpoint = std::get<model::Checkpoint>(made.batch.commands.front().content);
    ASSERT_THAT(checkpoint.heads.all(), SizeIs(1));
    EXPECT_EQ(checkpoint.heads.all().front().account_id.value(), "beta");
    EXPECT_EQ(checkpoint.accounts, 2U);
    enter(made);
    EXPECT_EQ(bench_.verify(), "");
    bench_.run({"define_asset asset=BTC display_decimals=8"});
    EXPECT_THAT(plan().batch.commands, SizeIs(1)) << "a definition takes one along";
}

TEST_F(CheckpointOn, ManyAccountsBecomeSeveralEntriesAndSeveralPlans) {
    for (int i = 0; i < 9; ++i) {
        bench_.run(
            {"open_account account=c" + std::to_string(i) + " funding=PREFUNDED cost_basis=FIFO"});
    }
    CheckpointExtent const few{.entry_heads_max = 2, .heads_max = 7};
    auto const first = plan(few);
    EXPECT_THAT(first.batch.commands, SizeIs(4));
    EXPECT_FALSE(first.is_whole);
    enter(first);
    EXPECT_EQ(bench_.verify(), "");
    auto const second = plan(few);
    EXPECT_TRUE(second.is_whole);
    enter(second);
    EXPECT_EQ(bench_.verify(), "");
    EXPECT_THAT(plan(few).batch.commands, IsEmpty());
}

TEST_F(CheckpointOn, OneThatWasPlannedBeforeAnotherIsNotEntered) {
    auto const early = plan();
    bench_.run({"deposit 1 USD key=d-2"});
    EXPECT_EQ(enter(plan()), AnswerStatus::DONE);
    EXPECT_EQ(enter(early), AnswerStatus::REFUSED);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CheckpointOn, AnAccountThatIsWipedFromEveryTableIsNamed) {
    EXPECT_EQ(verify([](TamperedReader& reader) { wipe(reader, "beta"); }).what, "")
        << "nothing can be missed before the first checkpoint";
    enter(plan());
    auto const found = verify([](TamperedReader& reader) { wipe(reader, "beta"); });
    EXPECT_EQ(found.account_id.value(), "beta");
    EXPECT_EQ(found.entry_seq, 2U);
    EXPECT_EQ(found.what,
              "the account is missing: the checkpoint in entry 2 of @book has seen its entry 2");
}

TEST_F(CheckpointOn, AnAccountThatWasWipedBeforeTheNextCheckpointIsNamedAllTheSame) {
    enter(plan());
    auto const tamper = [](TamperedReader& reader) { wipe(reader, "beta"); };
    bench_.run({"deposit 1 USD key=d-2"});
    auto const made = plan({}, tamper);
    EXPECT_EQ(made.accounts, 1U);
    enter(made);
    auto const found = verify(tamper);
    EXPECT_EQ(found.account_id.value(), "beta") << found.what;
    EXPECT_THAT(found.what, HasSubstr("the account is missing"));
}

TEST_F(CheckpointOn, AnAccountThatWentBackIsNamed) {
    enter(plan());
    auto const first = bench_.entries("beta").front();
    auto const tamper = [&](TamperedReader& reader) { roll_back(reader, "beta", first); };
    auto const found = verify(tamper);
    EXPECT_EQ(found.account_id.value(), "beta");
    EXPECT_THAT(found.what, HasSubstr("the account is shorter than it was"));
    auto const next = plan({}, tamper);
    EXPECT_THAT(next.losses,
                testing::ElementsAre("account beta went back from entry 2 to entry 1"));
    enter(next);
    auto const later = verify(tamper);
    EXPECT_EQ(later.account_id.value(), "beta");
    EXPECT_THAT(later.what, HasSubstr("the account went back"));
}

TEST_F(CheckpointOn, AHistoryThatIsAnotherThanTheCheckpointSawIsNamed) {
    enter(plan());
    auto const found = verify([](TamperedReader& reader) {
        reader.on_checkpoint_heads = [](std::vector<model::ChainHead>& rows) {
            for (auto& row : rows) row.hash[0] ^= 1;
        };
    });
    EXPECT_THAT(found.what, HasSubstr("checkpoint_heads differs"));
}

TEST_F(CheckpointOn, CallersCannotGiveOne) {
    auto const command =
        model::command_from_fields({{"command", "checkpoint", model::Field::Kind::text},
                                    {"heads", "", model::Field::Kind::text}});
    ASSERT_FALSE(command);
    EXPECT_EQ(command.error().refusal, model::Refusal::unknown_command);
}

}  // namespace
}  // namespace daybook::services
