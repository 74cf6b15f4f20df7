#include "app/command_reconcile.hpp"

#include <unistd.h>

#include <exception>
#include <memory>
#include <utility>

#include "app/reconcile_report.hpp"
#include "app/statement_booker.hpp"
#include "app/statement_reader.hpp"
#include "model/account.hpp"
#include "services/reconciliation.hpp"
#include "services/reconciliation_ids.hpp"

namespace daybook::app {

namespace {

using services::RecordedAccount;

class Reconciliation {
  public:
    Reconciliation(ReconcileOptions const& options, CompositionRoot& root)
        : options_{options},
          root_{root},
          account_{options.account},
          uuids_{root.make_uuid_v5()},
          ids_{*uuids_, account_} {
        result_.statement =
            read_statement({.path = options.statement,
                            .from = options.from,
                            .as_of = options.as_of,
                            .line_bytes_max = root.configuration().limits.line_bytes_max});
        result_.with_booking = options.book;
    }

    ExitCode run() {
        auto const recorded = read(*root_.open_for_reading());
        result_.differences = services::reconcile(recorded, result_.statement, ids_);
        if (options_.book) {
            try {
                book(recorded);
            } catch (std::exception const&) {
                // What was booked before it failed stands.
                print();
                throw;
            }
        }
        print();
        return agrees(result_) ? ExitCode::done : ExitCode::reconciliation_differs;
    }

  private:
    RecordedAccount read(ports::Storage& storage) {
        RecordedAccount recorded;
        storage.open_snapshots()->read([&](ports::BookReader& book) {
            bool const is_trading_account = account_.value() != model::definitions_account;
            if (!is_trading_account || !book.account(account_)) {
                throw Failure{ExitCode::usage, "there is no account " + account_.value()};
            }
            recorded = services::read_account(book, account_, result_.statement, ids_);
        });
        return recorded;
    }

    void book(RecordedAccount const& recorded) {
        auto const steps =
            services::plan_booking(recorded, result_.statement, result_.differences, ids_);
        if (steps.empty()) {
            result_.left = result_.differences;
            return;
        }
        auto const storage = root_.open_for_booking();
        auto const engine = root_.make_engine(*storage);
        book_steps(*engine, steps, result_.booked);
        engine->stop();
        result_.left = services::reconcile(read(*storage), result_.statement, ids_);
    }

    void print() const {
        Output output{STDOUT_FILENO};
        try {
            if (options_.json) {
                print_report_json(output, result_);
            } else {
                print_report(output, result_);
            }
            output.flush();
        } catch (OutputClosed const&) {
            // Nobody reads the report any more; whether there are differences is told all the same.
            return;
        }
    }

    ReconcileOptions const& options_;
    CompositionRoot& root_;
    model::AccountId account_;
    std::unique_ptr<ports::UuidV5> uuids_;
    services::ReconciliationIds ids_;
    ReconcileResult result_;
};

}  // namespace

ExitCode run_reconcile(ReconcileOptions const& options, CompositionRoot& root) {
    return Reconciliation{options, root}.run();
}

}  // namespace daybook::app
