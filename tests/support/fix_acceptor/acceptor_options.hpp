#pragma once

#include <set>
#include <string>

namespace daybook {
namespace fix_acceptor {

/// How the counterparty behaves, from its command line: `--NAME` or `--NAME=VALUE`.
struct AcceptorOptions {
    int port = 0;
    std::string folder;
    std::string sender = "VENUE";
    std::string target = "DESK";
    std::string version = "FIX.4.4";
    /// Refuses every field that its version of FIX does not have; see dictionaries/.
    bool is_strict = false;
    /// Connects instead of accepting.
    bool connects = false;
    /// Its sequence numbers live in memory and begin again with the process.
    bool forgets_numbers = false;
    /// none: acknowledged only. all: one fill. two: two fills.
    std::string fill = "none";
    /// A fill without a New before it.
    bool omits_new = false;
    bool omits_time = false;
    bool omits_account = false;
    /// ExecIDs begin again at 1 with the process.
    bool restarts_exec_ids = false;
    /// Confirms a cancel under the order's ClOrdID, without OrigClOrdID.
    bool cancels_under_original = false;
    /// Says nothing to the cancel or replace of an order that it does not know.
    bool ignores_unknown_cancels = false;
    /// Writes 7 for 7.00.
    bool shortens_numbers = false;
    /// Refuses every status request: it has no such message.
    bool refuses_status_requests = false;
    /// Answers a status request without ExecType.
    bool omits_status_type = false;
    /// Adds fields and repeating groups that no dictionary knows.
    bool adds_own_fields = false;
    /// Takes an order again whose ClOrdID it knows.
    bool accepts_duplicates = false;
    /// Sends every report a second time, as PossResend.
    bool repeats_reports = false;
    /// Sends reports in pairs, the later first.
    bool swaps_reports = false;
    /// Sends a Reject, of a logon, before it sends anything again that it is asked for.
    bool rejects_before_resend = false;
    /// Tells, when it begins, what an earlier process was to tell and may not have.
    bool tells_untold = false;
    /// Answers nothing of itself, and says each message that it gets, `wire 8=FIX.4.4|...`: what it
    /// tells, it is told to.
    bool is_scripted = false;
    /// Neither says what it does nor records orders: for measurements.
    bool is_quiet = false;
    /// Milliseconds before each report.
    int delay_ms = 0;
    /// Dies at once, as by kill -9, after this many reports; never for 0.
    int dies_after_reports = 0;
};

/// Throws: std::runtime_error for an unknown option.
AcceptorOptions read_options(int count, char** arguments);

}  // namespace fix_acceptor
}  // namespace daybook
