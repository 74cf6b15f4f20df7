#include "app/program.hpp"

#include <unistd.h>

#include <csignal>
#include <exception>
#include <string>

#include "app/command_line.hpp"
#include "app/command_show.hpp"
#include "app/command_version.hpp"
#include "app/command_worker.hpp"
#include "app/composition_root.hpp"
#include "app/output.hpp"
#include "log/logging.hpp"
#include "log/visible_text.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

namespace {

/// Runs each command. What is printed and exits has been handled before.
struct Run {
    CompositionRoot& root;

    ExitCode operator()(PrintAndExit const& printed) const { return printed.code; }
    ExitCode operator()(WorkerCommand const&) const { return run_worker(root); }
    ExitCode operator()(ApplyOptions const& options) const { return run_apply(options, root); }
    ExitCode operator()(ShowOptions const& options) const { return run_show(options, root); }
    ExitCode operator()(VerifyOptions const& options) const { return run_verify(options, root); }
    ExitCode operator()(ExportOptions const& options) const { return run_export(options, root); }
    ExitCode operator()(ReconcileOptions const& options) const {
        return run_reconcile(options, root);
    }
    ExitCode operator()(SettleOptions const& options) const { return run_settle(options, root); }
    ExitCode operator()(MigrateOptions const& options) const { return run_migrate(options, root); }
    ExitCode operator()(DbCheckOptions const& options) const { return run_db_check(options, root); }
    ExitCode operator()(DbWaitOptions const& options) const { return run_db_wait(options, root); }
    ExitCode operator()(DbShellOptions const&) const { return run_db_shell(root); }
    ExitCode operator()(DbServerOptions const& options) const { return run_db_server(options); }
    ExitCode operator()(DbSchemaOptions const& options) const {
        return run_db_schema(options, root);
    }
    ExitCode operator()(DbPushOptions const&) const { return run_db_push(root); }
    ExitCode operator()(DbResetOptions const& options) const { return run_db_reset(options, root); }
    ExitCode operator()(DbBackupOptions const& options) const {
        return run_db_backup(options, root);
    }
    ExitCode operator()(VersionCommand const& command) const { return run_version(command.json); }
};

/// Ends the log before, so that what it has to say comes first.
void complain(std::string const& sentence) {
    log::stop();
    log::complain("daybook: " + log::visible_text(sentence) + "\n");
}

ExitCode print(PrintAndExit const& printed) {
    if (printed.code != ExitCode::done) {
        log::complain(log::visible_text(printed.text));
        return printed.code;
    }
    Output output{STDOUT_FILENO};
    output.write(printed.text);
    output.flush();
    return printed.code;
}

ExitCode run(Invocation const& invocation) {
    if (auto const* printed = std::get_if<PrintAndExit>(&invocation.command)) {
        return print(*printed);
    }
    // Works under any configuration: it is what people are asked for first when one is wrong.
    if (auto const* version = std::get_if<VersionCommand>(&invocation.command)) {
        return run_version(version->json);
    }
    auto const configuration = read_configuration(invocation.flags, process_environment());
    bool const is_worker = std::holds_alternative<WorkerCommand>(invocation.command);
    auto const default_level = is_worker ? log::Level::info : log::Level::warn;
    log::start({.level = configuration.log_level.value_or(default_level),
                .format = configuration.log_format,
                .in_background = is_worker,
                .lines_max = configuration.limits.log_lines_max});
    CompositionRoot root{configuration};
    return std::visit(Run{root}, invocation.command);
}

ExitCode code_of(ports::StorageError::Kind kind) {
    using Kind = ports::StorageError::Kind;
    if (kind == Kind::unavailable) return ExitCode::database_unreachable;
    return kind == Kind::forbidden ? ExitCode::right_missing : ExitCode::internal_error;
}

ExitCode run_or_complain(Invocation const& invocation) {
    try {
        return run(invocation);
    } catch (OutputClosed const&) {
        // Whoever read our output has seen enough: not an error of anybody.
        return ExitCode::done;
    } catch (Failure const& failure) {
        complain(failure.what());
        return failure.code();
    } catch (ports::StorageError const& error) {
        complain(error.what());
        return code_of(error.kind());
    } catch (std::exception const& error) {
        complain(error.what());
        return ExitCode::internal_error;
    }
}

}  // namespace

int run_program(int count, char const* const* arguments) {
    // A reader that goes away shows as EPIPE, which every writer handles.
    std::signal(SIGPIPE, SIG_IGN);
    auto const code = run_or_complain(parse_command_line(count, arguments));
    log::stop();
    return static_cast<int>(code);
}

}  // namespace daybook::app
