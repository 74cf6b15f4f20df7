#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/answer.hpp"
#include "model/command.hpp"
#include "services/account_book.hpp"
#include "services/account_replay.hpp"
#include "services/ledger.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::support {

/// A ledger on books in memory that checks itself: after every command the book keeps every
/// invariant, its entries replay to the same book, and a command without an entry changed nothing.
/// What is broken fails the running test, naming the command.
///
/// Shape: USD, BTC and BNB are defined, and BTC-USD on PAPER with increments of 0.01 USD and
/// 0.00000001 BTC, a maker fee of 0.001 and a taker fee of 0.002; the account alpha is open.
class LedgerBench {
  public:
    explicit LedgerBench(std::string_view account = "funding=PREFUNDED cost_basis=FIFO");

    /// Decides one command; see command_text.hpp for the language.
    model::Answer run(std::string_view text);
    model::Answer run(model::Command const& command, std::string_view text);
    /// The same, said in a line: `DONE`, `REFUSED insufficient_funds price_quote`,
    /// `DISCREPANCY overfill`.
    std::string said(std::string_view text);
    /// Runs line after line. Shape: each is `command` or `command -> what said() answers`, DONE
    /// where nothing is said; a line that begins with `+` or `->` goes on with the one before.
    void story(std::string_view lines);

    /// From now on the exchange is told what is asked of its orders.
    void route(std::string_view exchange) {
        reference_.routed_exchanges.insert(model::ExchangeCode{exchange});
    }
    /// What the latest command wants an exchange to be told.
    [[nodiscard]] std::vector<model::OutboxRequest> const& requests() const { return requests_; }

    [[nodiscard]] services::AccountBook const& book(std::string_view account = "alpha") const;
    [[nodiscard]] std::vector<model::Entry> const& entries(std::string_view account = "alpha");
    [[nodiscard]] model::Order const& order(std::string_view key) const;
    [[nodiscard]] services::ReferenceData const& reference() const { return reference_; }

    /// `NEW 0 10`: status, filled_base, leaves_base.
    [[nodiscard]] std::string status(std::string_view key) const;
    /// `90 10`: available and held.
    [[nodiscard]] std::string balance(std::string_view asset) const;
    /// `2 200 0 0.4`: quantity, cost, realised profit and loss, fees in quote.
    [[nodiscard]] std::string position() const;
    /// `1@100 2@201`: quantity and cost of each lot, the oldest first.
    [[nodiscard]] std::string lots() const;
    /// `AVAILABLE USD -10, HELD USD 10`: what the latest entry of the account posted.
    [[nodiscard]] std::string postings();
    /// `1 overfill OPEN, 2 unknown_order RESOLVED`.
    [[nodiscard]] std::string discrepancies() const;

  private:
    struct AccountOnBench {
        services::AccountBook book;
        std::vector<model::Entry> entries;
        std::optional<services::AccountReplay> replay;
    };

    AccountOnBench& on_bench(model::AccountId const& id);
    [[nodiscard]] AccountOnBench* other_account(model::Command const& command);
    void take_entries(AccountOnBench& account, std::string_view text);
    void check_unchanged(services::AccountBook const& before, services::AccountBook const& after,
                         std::string_view text);
    void check_booked(AccountOnBench& account, std::string_view text);

    system::OpensslSha256 sha256_;
    services::ReferenceData reference_;
    /// What the replays of the same entries define.
    services::ReferenceData replayed_reference_;
    services::Ledger ledger_;
    std::map<model::AccountId, AccountOnBench> accounts_;
    std::vector<model::OutboxRequest> requests_;
    std::uint32_t commands_ = 0;
};

}  // namespace daybook::support
