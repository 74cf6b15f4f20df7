#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include "e2e/order_flow.hpp"

namespace daybook::e2e {

/// How commands are sent to a worker.
struct Sending {
    /// Connections for each account, used in turn; accounts are sent side by side.
    std::size_t connections_per_account = 1;
    std::size_t commands_per_request = 1000;
};

/// One answer as it came back.
struct Answered {
    std::string account;
    std::string status;
    std::size_t entry_seq = 0;
};

/// Sends a whole flow and keeps the answers; stops early when the worker goes away.
class FlowSender {
  public:
    FlowSender(OrderFlow const& flow, Sending sending) : flow_{flow}, sending_{sending} {}

    /// Returns whether everything was answered.
    bool send_to(int port);

    /// The answers of all sendings, those before a worker went away too.
    [[nodiscard]] std::vector<Answered> const& answers() const { return answers_; }

  private:
    bool send_lines(int port, std::string const& account, std::vector<std::string> const& lines,
                    std::vector<Answered>& answers) const;

    OrderFlow const& flow_;
    Sending sending_;
    std::vector<Answered> answers_;
};

}  // namespace daybook::e2e
