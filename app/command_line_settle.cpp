#include "app/command_line_settle.hpp"

#include "app/names_option.hpp"
#include "model/names.hpp"

namespace daybook::app {

void add_settle_options(CLI::App& command, SettleOptions& options) {
    command.add_option("REQUEST", options.request, "Its name, as `show requests` lists it")
        ->required();
    command.add_option("--account", options.account, "The account that made it")
        ->required()
        ->type_name("A");
    command
        .add_option("--outcome", options.outcome,
                    "sent: the exchange has it, and is asked again; not_sent: it is sent now; "
                    "drop: it never will be")
        ->required()
        ->check(one_of_names(model::names_of<model::SettlementOutcome>))
        ->type_name("OUTCOME");
    command.add_option("--reason", options.reason, "How you know, for whoever reads the book")
        ->required()
        ->type_name("TEXT");
    command.add_option("--key", options.key, "An idempotency key")->type_name("KEY");
}

}  // namespace daybook::app
