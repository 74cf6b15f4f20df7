#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"

namespace daybook::e2e {

/// A worker, and a FIX counterparty in another process that says what it is told to and nothing
/// else.
///
/// Shape: USD, EUR and ACME are defined; SHARE trades ACME in USD with increments of 0.01, and OIL
/// too, whose prices may be zero and below. An account has 1000 USD and 100 ACME, PREFUNDED.
class FixDesk {
  public:
    explicit FixDesk(fix::FixRole role, std::string version = "FIX.4.4");

    /// The status of the answer to a command: `DONE`, `REFUSED invalid_value`,
    /// `DISCREPANCY overfill`.
    std::string said(std::string const& command);
    /// Opens an account and pays in.
    void open(std::string const& account);
    /// Lets the counterparty send a message, and waits until the worker is done with it.
    void tell(std::string const& type, std::string const& body);
    /// The same while no worker runs: the message is sent again when one asks for it.
    void tell_nobody(std::string const& type, std::string const& body);
    /// The fields of the next message of ours of this type.
    std::map<int, std::string> wait_for(std::string const& type);
    void stop();
    void start();

    /// An account's newest order and its money: `NEW 0 10, held 100 USD`, with the open
    /// discrepancies after it: `, trades_missing`.
    [[nodiscard]] std::string standing(std::string const& account);
    /// The sentences of the account's discrepancies, a line each: `1 trades_missing OPEN: ...`.
    [[nodiscard]] std::string discrepancies(std::string const& account);
    /// What the worker answers to a GET.
    [[nodiscard]] std::string get(std::string const& target) { return client_->get(target).body; }
    /// What `daybook verify` has against the book; ends the worker.
    [[nodiscard]] std::string faults();

  private:
    void wait_until_booked();

    TemporaryFolder folder_;
    int port_ = support::free_port();
    fix::FixRole role_;
    std::string version_;
    std::unique_ptr<support::FixCounterparty> venue_;
    std::unique_ptr<DaybookProcess> worker_;
    std::unique_ptr<HttpClient> client_;
    /// What this worker was told.
    std::size_t told_ = 0;
    std::size_t marks_ = 0;
};

}  // namespace daybook::e2e
