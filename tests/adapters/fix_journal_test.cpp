#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "fix/engine/session_journal.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

class SessionJournalFile : public testing::Test {
  protected:
    SessionJournal& open() {
        journal_.reset();
        return journal_.emplace(path(), false, 1'000);
    }
    [[nodiscard]] std::string path() const { return folder_.file("a.journal"); }
    [[nodiscard]] std::string content() const {
        std::ifstream file{path()};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    void write(std::string const& text) {
        journal_.reset();
        std::ofstream{path()} << text;
    }

  private:
    support::TemporaryFolder folder_;
    std::optional<SessionJournal> journal_;
};

TEST_F(SessionJournalFile, NumbersAndMessagesSurvive) {
    auto* journal = &open();
    EXPECT_EQ(journal->next_to_send(), 1);
    journal->append_sent(1, "8=FIX\n\x01one");
    journal->set_next_to_send(2);
    journal->append_sent(2, "two");
    journal->set_next_to_send(3);
    journal->set_next_expected(8);
    journal = &open();
    EXPECT_EQ(journal->created_seconds(), 1'000);
    EXPECT_EQ(journal->next_to_send(), 3);
    EXPECT_EQ(journal->next_expected(), 8);
    EXPECT_EQ(journal->sent(1, 9), (std::vector<std::string>{"8=FIX\n\x01one", "two"}));
    EXPECT_EQ(journal->sent(2, 2), (std::vector<std::string>{"two"}));
}

TEST_F(SessionJournalFile, WhatIsNotAcknowledgedIsExpectedAgain) {
    auto* journal = &open();
    auto const first = journal->receive(1);
    journal->count_expected();
    auto const second = journal->receive(2);
    journal->count_expected();
    journal->count_expected();  // A heartbeat.
    EXPECT_EQ(journal->next_expected(), 4);
    journal->acknowledge(second);
    journal = &open();
    EXPECT_EQ(journal->next_expected(), 1) << "the first is not durable, whatever came later";
    journal->acknowledge(first);
    EXPECT_EQ(journal->next_expected(), 1) << "a receipt of an earlier process is nothing";
}

TEST_F(SessionJournalFile, AcknowledgedInAnyOrderItAdvancesPastAllThatAre) {
    auto* journal = &open();
    auto const first = journal->receive(1);
    journal->count_expected();
    auto const second = journal->receive(2);
    journal->count_expected();
    journal->acknowledge(second);
    journal->acknowledge(first);
    journal->acknowledge(first);
    EXPECT_EQ(open().next_expected(), 3);
}

TEST_F(SessionJournalFile, AMessageAcknowledgedBeforeItIsCountedCounts) {
    auto* journal = &open();
    journal->acknowledge(journal->receive(1));
    EXPECT_EQ(journal->next_expected(), 1);
    journal->count_expected();
    EXPECT_EQ(open().next_expected(), 2);
}

TEST_F(SessionJournalFile, AMessageOutOfTurnIsNotCounted) {
    auto& journal = open();
    journal.skip_next_count();
    journal.count_expected();
    EXPECT_EQ(journal.next_expected(), 1);
    journal.count_expected();
    EXPECT_EQ(journal.next_expected(), 2);
}

TEST_F(SessionJournalFile, AResetForgetsEverythingAndReceiptsOfBefore) {
    auto* journal = &open();
    journal->append_sent(1, "one");
    journal->set_next_to_send(2);
    auto const before = journal->receive(1);
    journal->count_expected();
    journal->reset(2'000);
    EXPECT_EQ(journal->next_to_send(), 1);
    EXPECT_EQ(journal->next_expected(), 1);
    EXPECT_TRUE(journal->sent(1, 9).empty());
    static_cast<void>(journal->receive(1));
    journal->count_expected();
    journal->acknowledge(before);
    journal = &open();
    EXPECT_EQ(journal->created_seconds(), 2'000);
    EXPECT_EQ(journal->next_expected(), 1);
}

TEST_F(SessionJournalFile, AnEndThatWasCutOffIsDropped) {
    for (auto const* tail : {"S 2 9\ncut", "S 2 9\n123456789", "S 2", "T 9", "X 1\n", "S x\n"}) {
        write(std::string{"daybook-fix-journal 1 1000\nS 1 3\none\nT 4\n"} + tail);
        auto* journal = &open();
        EXPECT_EQ(journal->next_to_send(), 2) << tail;
        EXPECT_EQ(journal->next_expected(), 4) << tail;
        journal->append_sent(2, "two");
        journal = &open();
        EXPECT_EQ(journal->sent(1, 2), (std::vector<std::string>{"one", "two"})) << tail;
    }
}

TEST_F(SessionJournalFile, AJournalThatWasNeverBegunIsBegun) {
    write("daybook-fix-jou");
    EXPECT_EQ(open().next_expected(), 1);
    EXPECT_EQ(content(), "daybook-fix-journal 1 1000\n");
}

TEST_F(SessionJournalFile, AnotherFileIsRefused) {
    write("something else\n");
    EXPECT_THROW(open(), std::runtime_error);
    EXPECT_EQ(content(), "something else\n");
}

TEST_F(SessionJournalFile, OnlyOneSessionMayHaveIt) {
    auto& journal = open();
    journal.reset(1'000);  // The lock goes with the new file.
    EXPECT_THROW((SessionJournal{path(), false, 0}), std::runtime_error);
    journal.close();
    EXPECT_NO_THROW((SessionJournal{path(), false, 0}));
}

TEST_F(SessionJournalFile, AfterItsEndReceiptsAreNothing) {
    auto& journal = open();
    auto const receipt = journal.receive(1);
    journal.close();
    journal.acknowledge(receipt);
    EXPECT_THROW(journal.append_sent(1, "one"), std::runtime_error);
}

}  // namespace
}  // namespace daybook::fix
