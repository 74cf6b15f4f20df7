#include "app/command_export.hpp"

#include <unistd.h>

#include <algorithm>

#include "app/account_pages.hpp"
#include "app/entry_csv.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "json/object_writer.hpp"
#include "json/record_writer.hpp"

namespace daybook::app {

namespace {

/// Appends the entry's JSON with its account as the first member.
void append_ndjson(std::string& out, model::Entry const& entry) {
    out += "{\"account_id\":";
    json::append_string(out, entry.account_id.value());
    auto const object = out.size();
    json::append_json(out, entry);
    out[object] = ',';
    out += '\n';
}

/// What the entries are of: the first line, which is no entry.
std::string book_line(model::BookIdentity const& identity) {
    std::string line;
    {
        json::ObjectWriter object{line};
        object.text("book_id", identity.book_id);
        object.text("timeline", identity.timeline);
    }
    return line += '\n';
}

/// The accounts to export, in order, `@book` first, with how many entries they have.
std::vector<model::Account> accounts_to_export(ports::BookReader& book,
                                               std::optional<std::string> const& only) {
    std::vector<model::Account> accounts;
    if (!only) {
        auto definitions = book.account(model::AccountId{model::definitions_account});
        if (definitions) accounts.push_back(*std::move(definitions));
    }
    for_each_account(book, only, [&](model::Account const& account) {
        accounts.push_back(account);
        return true;
    });
    return accounts;
}

class Export {
  public:
    explicit Export(ExportFormat format) : format_{format} {}

    void run(ports::BookReader& book, std::optional<std::string> const& only) {
        auto const accounts = accounts_to_export(book, only);
        for (auto const& account : accounts) total_ += account.last_seq;
        output_.write(format_ == ExportFormat::csv ? csv_header() : book_line(book.identity()));
        for (auto const& account : accounts) export_account(book, account.id);
        progress_.finish();
        output_.flush();
    }

  private:
    void export_account(ports::BookReader& book, model::AccountId const& account) {
        for_each_row<std::uint64_t>(
            [&](std::optional<std::uint64_t> const& after) {
                return book.entries(account, after.value_or(0), page_rows);
            },
            [](model::Entry const& entry) { return entry.seq; },
            [&](model::Entry const& entry) {
                take(entry);
                return true;
            });
    }

    void take(model::Entry const& entry) {
        if (format_ == ExportFormat::csv) {
            append_csv(output_.buffer(), entry);
        } else {
            append_ndjson(output_.buffer(), entry);
        }
        output_.written();
        ++done_;
        // On a terminal the entries themselves are the progress.
        if (output_.is_terminal()) return;
        auto const total = static_cast<double>(std::max<std::uint64_t>(total_, 1));
        progress_.show(done_, static_cast<double>(done_) / total);
    }

    ExportFormat format_;
    Output output_{STDOUT_FILENO};
    Progress progress_{"entries"};
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
};

}  // namespace

ExitCode run_export(ExportOptions const& options, CompositionRoot& root) {
    auto const storage = root.open_for_reading();
    storage->open_snapshots()->read(
        [&](ports::BookReader& book) { Export{options.format}.run(book, options.account); });
    return ExitCode::done;
}

}  // namespace daybook::app
