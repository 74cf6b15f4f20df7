#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

#include "app/command_line.hpp"

namespace daybook::app {

/// Declares the commands below `daybook db`, and keeps what they are given.
class DbCommandLine {
  public:
    using Command = decltype(Invocation::command);
    /// How every command is declared.
    struct Declare {
        std::function<CLI::App*(CLI::App& parent, std::string const& name, std::string const& what,
                                std::string const& examples, std::function<Command()> make)>
            add;
        /// `with_database`: whether the command takes --database.
        std::function<void(CLI::App& command, bool with_database)> add_common;
    };

    /// Outlives `parent`'s parsing.
    void declare(CLI::App& parent, Declare const& declare);

  private:
    void declare_check(CLI::App& db, Declare const& declare);
    void declare_wait(CLI::App& db, Declare const& declare);
    void declare_backup(CLI::App& db, Declare const& declare);
    void declare_restore(CLI::App& db, Declare const& declare);
    void declare_shell(CLI::App& db, Declare const& declare);
    void declare_server(CLI::App& db, Declare const& declare);
    void declare_schema(CLI::App& db, Declare const& declare);
    void declare_throw_away(CLI::App& db, Declare const& declare);

    DbCheckOptions check_;
    DbWaitOptions wait_;
    DbBackupOptions backup_;
    DbRestoreOptions restore_;
    DbServerOptions server_;
    DbSchemaOptions schema_;
    DbResetOptions reset_;
};

}  // namespace daybook::app
