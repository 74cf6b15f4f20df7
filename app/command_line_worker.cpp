#include "app/command_line_worker.hpp"

namespace daybook::app {

namespace {

void declare_paper(CLI::App& command, DeclareConfigured const& declare) {
    declare.option(command, "--paper-tape", "FILE",
                   "Trades that the paper exchange plays, as CSV (DAYBOOK_PAPER_TAPE)");
    declare.option(command, "--paper-symbol", "SYMBOL",
                   "The instrument whose trades they are (DAYBOOK_PAPER_SYMBOL)");
    declare.option(command, "--paper-columns", "TIME,PRICE,QUANTITY[,TAKER_SIDE]",
                   "How its columns are called (DAYBOOK_PAPER_COLUMNS; default: "
                   "time,price,quantity)");
    declare.option(command, "--paper-time", "UNIT",
                   "rfc3339, seconds, milliseconds or microseconds (DAYBOOK_PAPER_TIME; default: "
                   "rfc3339)");
    declare.option(command, "--paper-speed", "N",
                   "Times faster than real, or max (DAYBOOK_PAPER_SPEED; default: 1)");
    declare.flag(command, "--paper-hold",
                 "The tape waits for POST /v1/exchanges/PAPER/play (DAYBOOK_PAPER_HOLD)");
    declare.option(command, "--paper-rules", "NAME=VALUE,...",
                   "How the paper exchange matches: queue_ahead=0, depth=QUANTITY (default: "
                   "anything), day_ends=00:00; see docs/exchanges.md (DAYBOOK_PAPER_RULES)");
    declare.option(command, "--paper-line", "NAME=NUMBER,...",
                   "Latency of the paper exchange, and its faults in a thousand: seed=1, "
                   "latency_us=0, reject=0, lost=0, withheld=0, duplicate=0, reorder=0; see "
                   "docs/exchanges.md (DAYBOOK_PAPER_LINE)");
}

void declare_fix(CLI::App& command, DeclareConfigured const& declare) {
    declare.option(command, "--fix-config", "FILE",
                   "Settings of the FIX session, see docs/fix.md (DAYBOOK_FIX_CONFIG)");
    declare.option(command, "--drop-copy", "FILE",
                   "Takes reports of orders placed elsewhere over FIX: the settings of that "
                   "session (DAYBOOK_DROP_COPY)");
    declare.option(command, "--data-folder", "FOLDER",
                   "Where FIX sessions keep their messages (DAYBOOK_DATA_FOLDER; default: daybook "
                   "under $XDG_DATA_HOME or ~/.local/share)");
}

}  // namespace

void declare_worker(CLI::App& command, DeclareConfigured const& declare) {
    declare.list(
        command, "--listen", "ADDRESS:PORT|unix:PATH",
        "Where to listen; several times for several (DAYBOOK_LISTEN, with commas; default: "
        "127.0.0.1:7300)");
    declare.flag(command, "--insecure-listen",
                 "Allow an address that other machines can reach, without any keys");
    declare.list(command, "--public-host", "HOST[:PORT]",
                 "A name that clients may call this worker by, besides its address; several times "
                 "for several (DAYBOOK_PUBLIC_HOSTS, with commas)");
    declare.option(command, "--exchange", "NAME",
                   "none, paper or fix (DAYBOOK_EXCHANGE; default: none)");
    declare_paper(command, declare);
    declare_fix(command, declare);
    declare.option(command, "--lanes", "N",
                   "Threads that book (DAYBOOK_LANES; default: as many as the store can use)");
    declare.flag(command, "--migrate",
                 "Migrate the database first (DAYBOOK_MIGRATE; an embedded one always is)");
}

}  // namespace daybook::app
