#include "app/command_verify.hpp"

#include <unistd.h>

#include <algorithm>

#include "app/account_pages.hpp"
#include "app/figures.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "json/object_writer.hpp"
#include "log/visible_text.hpp"
#include "ports/outbound/storage_error.hpp"
#include "services/book_verifier.hpp"

namespace daybook::app {

namespace {

std::string report_json(services::VerifyReport const& report) {
    std::string text;
    {
        json::ObjectWriter object{text};
        object.boolean("holds", !report.finding);
        object.integer("accounts", report.accounts);
        object.integer("entries", report.entries);
        if (report.finding) {
            json::ObjectWriter finding{object.member("finding")};
            finding.text("account_id", report.finding->account_id.value());
            if (report.finding->entry_seq) {
                finding.integer("entry", *report.finding->entry_seq);
            } else {
                finding.null("entry");
            }
            finding.text("what", report.finding->what);
        } else {
            object.null("finding");
        }
    }
    return text + "\n";
}

std::string report_text(services::VerifyReport const& report, std::chrono::nanoseconds elapsed) {
    auto const extent = counted(report.accounts, "account", "accounts") + ", " +
                        counted(report.entries, "entry", "entries");
    if (!report.finding) {
        return "the book holds: " + extent + ", verified in " + duration_text(elapsed) + "\n";
    }
    auto const& finding = *report.finding;
    auto where = "account " + finding.account_id.value();
    if (finding.entry_seq) where += ", entry " + std::to_string(*finding.entry_seq);
    return "the book is wrong: " + where + ": " + finding.what + "\nfound after " + extent + "\n";
}

/// How many entries there are to verify; checks that the account exists. What cannot be read is
/// for the verifier to find.
std::uint64_t entries_to_verify(ports::BookReader& book,
                                std::optional<std::string> const& account) {
    std::uint64_t entries = 0;
    try {
        for_each_account(book, account, [&](model::Account const& each) {
            entries += each.last_seq;
            return true;
        });
        if (account) return entries;
        auto const definitions = book.account(model::AccountId{model::definitions_account});
        if (definitions) entries += definitions->last_seq;
    } catch (ports::StorageError const& error) {
        if (error.kind() != ports::StorageError::Kind::corrupt) throw;
    }
    return entries;
}

}  // namespace

ExitCode run_verify(VerifyOptions const& options, CompositionRoot& root) {
    auto const storage = root.open_for_reading();
    auto const sha256 = root.make_sha256();
    services::BookVerifier verifier{*sha256};
    services::VerifyReport report;
    Progress progress{"entries"};
    storage->open_snapshots()->read([&](ports::BookReader& book) {
        auto const total = std::max<std::uint64_t>(entries_to_verify(book, options.account), 1);
        std::optional<model::AccountId> only;
        if (options.account) only = model::AccountId{*options.account};
        report = verifier.verify(book, only, [&](std::uint64_t entries) {
            progress.show(entries, static_cast<double>(entries) / static_cast<double>(total));
        });
    });
    auto const elapsed = progress.elapsed();
    progress.finish();
    Output output{STDOUT_FILENO};
    output.write(options.json ? report_json(report)
                              : log::visible_text(report_text(report, elapsed)));
    output.flush();
    return report.finding ? ExitCode::book_wrong : ExitCode::done;
}

}  // namespace daybook::app
