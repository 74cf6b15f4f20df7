#include "support/ledger_bench.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

#include "model/assert.hpp"
#include "model/names.hpp"
#include "services/projection_check.hpp"
#include "support/book_check.hpp"
#include "support/command_text.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {
namespace {

using namespace model;

std::string joined(std::string const& first, std::string const& second, char const* between) {
    return first.empty() ? second : first + between + second;
}

std::string trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t") - first + 1)};
}

std::vector<std::string> joined_lines(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream in{std::string{text}};
    for (std::string word; std::getline(in, word);) {
        auto line = trimmed(word);
        if (line.starts_with("+")) {
            lines.back() += " " + line.substr(1);
        } else if (line.starts_with("->")) {
            lines.back() += " " + line;
        } else if (!line.empty()) {
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

}  // namespace

LedgerBench::LedgerBench(std::string_view account) : ledger_{reference_, sha256_} {
    for (auto const* asset : {"USD", "BTC", "BNB"}) {
        run("define_asset display_decimals=2 asset=" + std::string{asset});
    }
    run("define_instrument exchange=PAPER symbol=BTC-USD base_asset=BTC quote_asset=USD "
        "price_increment_quote=0.01 quantity_increment_base=0.00000001 maker_fee_rate=0.001 "
        "taker_fee_rate=0.002");
    run("open_account " + std::string{account});
}

LedgerBench::AccountOnBench& LedgerBench::on_bench(AccountId const& id) {
    auto& account = accounts_[id];
    if (!account.replay) {
        account.book.id = id;
        account.book.is_whole = true;
        account.replay.emplace(id, replayed_reference_, sha256_);
    }
    return account;
}

Answer LedgerBench::run(std::string_view text) { return run(command(text), text); }

Answer LedgerBench::run(Command const& command, std::string_view text) {
    auto& account = on_bench(command.account_id);
    auto const before = account.book;
    services::Stamp const stamp{at_micros(std::int64_t{++commands_} * 1'000'000),
                                order_id(commands_)};
    auto* const other = other_account(command);
    auto answer =
        ledger_.decide(account.book, command, stamp, other == nullptr ? nullptr : &other->book);
    if (other != nullptr) {
        take_entries(*other, text);
        other->book.changes = {};
    }
    auto const written = account.book.changes.entries.size();
    auto const accepted = [&] {
        switch (answer.status) {
            case AnswerStatus::DONE:
            case AnswerStatus::DISCREPANCY:
                return true;
            case AnswerStatus::REFUSED:
                return answer.entry_seq.has_value();
            default:
                return false;
        }
    }();
    EXPECT_EQ(written, accepted ? 1U : 0U) << text;
    if (written == 0) {
        check_unchanged(before, account.book, text);
    } else {
        EXPECT_EQ(answer.entry_seq, account.book.changes.entries.back().seq) << text;
        take_entries(account, text);
    }
    requests_ = std::move(account.book.changes.outbox);
    account.book.changes = {};
    return answer;
}

/// The account, other than its own, in which a command books.
LedgerBench::AccountOnBench* LedgerBench::other_account(Command const& command) {
    auto const* resolve = std::get_if<ResolveDiscrepancy>(&command.content);
    if (resolve == nullptr || !resolve->order_account_id) return nullptr;
    return *resolve->order_account_id == command.account_id ? nullptr
                                                            : &on_bench(*resolve->order_account_id);
}

void LedgerBench::take_entries(AccountOnBench& account, std::string_view text) {
    for (auto& entry : account.book.changes.entries) {
        account.entries.push_back(std::move(entry));
        check_booked(account, text);
    }
    account.book.changes.entries.clear();
}

void LedgerBench::check_unchanged(services::AccountBook const& before,
                                  services::AccountBook const& after, std::string_view text) {
    auto const changed = difference(before, after);
    EXPECT_FALSE(changed) << text << "\nchanged without an entry: " << *changed;
    auto const& changes = after.changes;
    EXPECT_TRUE(changes.new_orders.empty() && changes.updated_orders.empty() &&
                changes.executions.empty() && changes.balances.empty() &&
                changes.positions.empty() && changes.discrepancies.empty() &&
                changes.outbox.empty())
        << text << "\nwould write without an entry";
}

void LedgerBench::check_booked(AccountOnBench& account, std::string_view text) {
    auto const wrong = check_book(account.book, account.entries, reference_);
    EXPECT_FALSE(wrong) << text << "\n" << *wrong;
    auto const refuted = account.replay->take(account.entries.back());
    EXPECT_FALSE(refuted) << text << "\nreplay: " << *refuted;
    if (refuted) return;
    auto const differs = difference(account.book, account.replay->book());
    EXPECT_FALSE(differs) << text << "\nthe replay has another: " << *differs;
    auto const broken = services::check_invariants(
        account.replay->book(), reference_, account.replay->trading(), account.replay->fees());
    EXPECT_FALSE(broken) << text << "\n" << *broken;
}

std::string LedgerBench::said(std::string_view text) {
    auto const to = command(text);
    auto const answer = run(to, text);
    std::string said{name_of(answer.status)};
    if (answer.refusal) said += " " + std::string{name_of(*answer.refusal)};
    if (!answer.field.empty()) said += " " + answer.field;
    if (answer.discrepancy) said += " " + std::string{name_of(*answer.discrepancy)};
    EXPECT_EQ(answer.status == AnswerStatus::DISCREPANCY, answer.discrepancy.has_value()) << text;
    EXPECT_EQ(answer.status == AnswerStatus::REFUSED, answer.refusal && !answer.detail.empty())
        << text;
    return said;
}

void LedgerBench::story(std::string_view lines) {
    for (auto const& line : joined_lines(lines)) {
        auto const arrow = line.find("->");
        auto const text = trimmed(std::string_view{line}.substr(0, arrow));
        auto const expected =
            arrow == std::string::npos ? "DONE" : trimmed(std::string_view{line}.substr(arrow + 2));
        EXPECT_EQ(said(text), expected) << text;
    }
}

services::AccountBook const& LedgerBench::book(std::string_view account) const {
    return accounts_.at(AccountId{account}).book;
}

std::vector<Entry> const& LedgerBench::entries(std::string_view account) {
    return accounts_.at(AccountId{account}).entries;
}

Order const& LedgerBench::order(std::string_view key) const {
    auto const& book = accounts_.at(AccountId{"alpha"}).book;
    return book.orders.at(*book.keys.at(IdempotencyKey{key}).order_id);
}

std::string LedgerBench::status(std::string_view key) const {
    auto const& order = this->order(key);
    return std::string{name_of(order.status())} + " " +
           order.state().filled_base.value().to_string() + " " +
           order.leaves_base().value().to_string();
}

std::string LedgerBench::balance(std::string_view asset) const {
    auto const balance = book().balance_or_zero(AssetCode{asset});
    return balance.available.value().to_string() + " " + balance.held.value().to_string();
}

std::string LedgerBench::position() const {
    auto const found = book().positions.find(btc_usd());
    if (found == book().positions.end()) return "none";
    auto const& state = found->second.position.state();
    return state.quantity_base.value().to_string() + " " + state.cost_quote.value().to_string() +
           " " + state.realized_pnl_quote.value().to_string() + " " +
           state.fees_quote.value().to_string();
}

std::string LedgerBench::lots() const {
    auto const found = book().positions.find(btc_usd());
    if (found == book().positions.end()) return "none";
    std::string text;
    for (auto const& lot : found->second.position.lots()) {
        text = joined(
            text, lot.quantity_base.value().to_string() + "@" + lot.cost_quote.value().to_string(),
            " ");
    }
    return text;
}

std::string LedgerBench::postings() {
    std::string text;
    for (auto const& posting : entries().back().postings) {
        auto const where = std::string{name_of(posting.bucket)} + " " + posting.asset.value();
        text = joined(text, where + " " + posting.amount.value().to_string(), ", ");
    }
    return text;
}

std::string LedgerBench::discrepancies() const {
    std::string text;
    for (auto const& [number, each] : book().discrepancies) {
        text = joined(text,
                      std::to_string(number) + " " + std::string{name_of(each.kind)} + " " +
                          std::string{name_of(each.state)},
                      ", ");
    }
    return text;
}

}  // namespace daybook::support
