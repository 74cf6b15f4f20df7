#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "fix/engine/session_journal.hpp"
#include "support/fix_fixture.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

class SessionJournalFile : public testing::Test {
  protected:
    SessionJournal& open(std::string const& boot = "boot-1") {
        journal_.reset();
        return journal_.emplace(path(), false, 1'000, boot);
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
    journal->append_sent(1, "8=FIX\n\x01one", 7);
    journal->set_next_to_send(2);
    journal->append_sent(2, "two", 7);
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
    journal->append_sent(1, "one", 7);
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
        journal->append_sent(2, "two", 7);
        journal = &open();
        EXPECT_EQ(journal->sent(1, 2), (std::vector<std::string>{"one", "two"})) << tail;
    }
}

TEST_F(SessionJournalFile, AJournalThatWasNeverBegunIsBegun) {
    write("daybook-fix-jou");
    EXPECT_EQ(open().next_expected(), 1);
    EXPECT_EQ(content(), "daybook-fix-journal 2 1000\n");
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
    EXPECT_THROW(journal.append_sent(1, "one", 7), std::runtime_error);
}

constexpr auto yes = HandedBefore::yes;
constexpr auto no = HandedBefore::no;
constexpr auto unknown = HandedBefore::unknown;

/// A message of this type as QuickFIX writes it.
std::string message(std::string const& type, std::string const& name) {
    return support::fix_text("8=FIX.4.4|9=1|35=" + type + "|34=2|1=alpha|11=" + name + "|10=000|");
}

class HandedOver : public SessionJournalFile {
  protected:
    SessionJournal& begin(std::uint64_t generation, std::string const& boot = "boot-1") {
        auto& journal = open(boot);
        journal.begin_lease(generation);
        return journal;
    }
};

TEST_F(HandedOver, WhatIsInTheJournalWasHandedOverAndTheRestOfItsLeasesWasNot) {
    auto* journal = &begin(5);
    journal->append_sent(1, message("D", "a1"), 100);
    journal->append_sent(2, message("F", "c1"), 101);
    journal->append_sent(3, message("G", "r1"), 102);
    // A question, and a heartbeat, are no requests.
    journal->append_sent(4, message("H", "a2"), 103);
    journal->append_sent(5, support::fix_text("8=FIX.4.4|9=1|35=0|34=5|10=000|"), 104);
    // Killed, and begun again under the next lease.
    journal = &begin(6);
    for (auto const* name : {"a1", "c1", "r1"}) {
        EXPECT_EQ(journal->handed_before(name, 5, 99), yes) << name;
    }
    EXPECT_EQ(journal->handed_before("a2", 5, 99), no);
    EXPECT_EQ(journal->handed_before("a3", 6, 105), no);
    EXPECT_EQ(journal->handed_before("a3", 4, 99), unknown) << "another's lease";
    EXPECT_EQ(journal->handed_before("a1", 4, 99), yes);
    // Begun again under the same.
    journal = &open();
    EXPECT_EQ(journal->handed_before("a3", 6, 105), no);
}

TEST_F(HandedOver, WhatWasHandedOverOutlivesTheNumbers) {
    auto* journal = &begin(5);
    journal->append_sent(1, message("D", "a1"), 100);
    journal->reset(2'000);
    journal->append_sent(1, message("D", "a2"), 200);
    journal->reset(3'000);
    EXPECT_EQ(journal->handed_before("a1", 5, 99), yes);
    journal = &begin(6);
    EXPECT_EQ(journal->next_to_send(), 1);
    EXPECT_EQ(journal->handed_before("a1", 5, 99), yes);
    EXPECT_EQ(journal->handed_before("a2", 5, 99), yes);
    EXPECT_EQ(journal->handed_before("a3", 5, 99), no);
}

TEST_F(HandedOver, ANewJournalProvesNothingOfWhatWasBefore) {
    begin(5).append_sent(1, message("D", "a1"), 100);
    write("");
    auto& journal = begin(6);
    EXPECT_EQ(journal.handed_before("a1", 5, 99), unknown);
    EXPECT_EQ(journal.handed_before("a2", 6, 150), no);
}

TEST_F(HandedOver, AMachineThatWasBootedMayHaveLostWhatWasNotOnItsDisk) {
    begin(5, "boot-1");
    EXPECT_EQ(begin(6, "boot-2").handed_before("a1", 5, 99), unknown);
    EXPECT_EQ(begin(7, "-").handed_before("a1", 7, 99), unknown);
    support::TemporaryFolder folder;
    {
        SessionJournal synced{folder.file("b.journal"), true, 1'000, "boot-1"};
        synced.begin_lease(5);
    }
    SessionJournal synced{folder.file("b.journal"), true, 1'000, "boot-2"};
    synced.begin_lease(6);
    EXPECT_EQ(synced.handed_before("a1", 5, 99), no);
}

TEST_F(HandedOver, AJournalOfBeforeProvesNothingUntilItsNumbersBeginAgain) {
    write("daybook-fix-journal 1 1000\nS 1 5\nhello\nT 4\n");
    auto* journal = &begin(5);
    EXPECT_EQ(journal->next_to_send(), 2);
    EXPECT_EQ(journal->next_expected(), 4);
    EXPECT_EQ(journal->handed_before("a1", 5, 99), unknown);
    EXPECT_EQ(content().find('G'), std::string::npos);
    journal->reset(2'000);
    journal = &begin(6);
    EXPECT_EQ(journal->handed_before("a1", 5, 99), unknown);
    EXPECT_EQ(journal->handed_before("a1", 6, 99), no);
}

TEST_F(HandedOver, NamesAreBoundedAndProveNothingOfWhatIsOlder) {
    HandedRequests handed;
    handed.begin(5, "boot-1");
    auto const name = [](std::size_t i) { return "n" + std::to_string(i); };
    for (std::size_t i = 0; i < HandedRequests::names_max + 10; ++i) {
        handed.add(name(i), static_cast<std::int64_t>(1'000 + i));
    }
    EXPECT_EQ(handed.find(name(0), 5, 1'000, "boot-1"), unknown);
    EXPECT_EQ(handed.find(name(9), 5, 1'009, "boot-1"), unknown);
    EXPECT_EQ(handed.find(name(10), 5, 1'010, "boot-1"), yes);
    EXPECT_EQ(handed.find("x", 5, 1'009, "boot-1"), unknown);
    EXPECT_EQ(handed.find("x", 5, 1'010, "boot-1"), no);
    EXPECT_NE(handed.lines().find("C 1009\n"), std::string::npos);
}

}  // namespace
}  // namespace daybook::fix
