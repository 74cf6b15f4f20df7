#include "services/book_verifier.hpp"

#include <utility>
#include <vector>

#include "ports/outbound/storage_error.hpp"
#include "services/account_replay.hpp"
#include "services/checkpoint_record.hpp"
#include "services/projection_check.hpp"

namespace daybook::services {

using namespace model;

namespace {

constexpr std::size_t page_rows = 1000;

/// One verification of a book: the definitions first, then account after account.
class Verification {
  public:
    Verification(ports::BookReader& book, ports::Sha256& sha256,
                 std::function<void(std::uint64_t)> const& progress)
        : book_{book}, sha256_{sha256}, progress_{progress}, checkpoints_{sha256} {}

    VerifyReport run(std::optional<AccountId> const& only) {
        AccountId const definitions{definitions_account};
        reading(definitions, [&] { verify_definitions(); });
        if (only) {
            reading(*only, [&] { verify_account(*only); });
        } else {
            reading(definitions, [&] { verify_accounts(); });
            if (!report_.finding) note(checkpoints_.first_missing());
        }
        if (!report_.finding) note(checkpoints_.check_whole());
        if (!report_.finding) reading(definitions, [&] { compare_checkpoint_heads(); });
        return std::move(report_);
    }

  private:
    /// Runs `check`; rows that cannot even be read are a finding about `id`.
    template <class Check>
    void reading(AccountId const& id, Check check) {
        try {
            check();
        } catch (ports::StorageError const& error) {
            if (error.kind() != ports::StorageError::Kind::corrupt) throw;
            found(id, std::nullopt, std::string{"a row cannot be read: "} + error.what());
        }
    }

    void verify_accounts() {
        std::optional<AccountId> last;
        while (!report_.finding) {
            auto const page = book_.accounts(last, page_rows);
            for (auto const& account : page) {
                reading(account.id, [&] { verify_account(account.id); });
            }
            if (page.size() < page_rows) break;
            last = page.back().id;
        }
    }

    void found(AccountId const& id, std::optional<std::uint64_t> seq, std::string what) {
        if (!report_.finding) report_.finding = Finding{id, seq, std::move(what)};
    }
    void note(std::optional<CheckpointRecord::Loss> loss) {
        if (loss) found(loss->account_id, loss->entry_seq, std::move(loss->what));
    }

    void replay(AccountReplay& replay) {
        auto const& id = replay.book().id;
        std::uint64_t last = 0;
        while (!report_.finding) {
            auto const page = book_.entries(id, last, page_rows);
            for (auto const& entry : page) {
                if (auto wrong = replay.take(entry)) return found(id, entry.seq, std::move(*wrong));
                bool const is_checkpoint = entry.kind == EntryKind::checkpoint;
                note(is_checkpoint ? checkpoints_.take(entry) : checkpoints_.compare(entry));
                if (report_.finding) return;
            }
            report_.entries += page.size();
            if (progress_) progress_(report_.entries);
            if (page.size() < page_rows) break;
            last = page.back().seq;
        }
    }

    void verify_definitions() {
        AccountId const id{definitions_account};
        AccountReplay replayed{id, reference_, sha256_};
        replay(replayed);
        if (report_.finding) return;
        if (book_.account(id) != replayed.book().account) {
            found(id, std::nullopt, "the head of the chain differs from its last entry");
        }
        compare_reference();
    }

    void compare_reference() {
        AccountId const id{definitions_account};
        std::size_t assets = 0;
        std::size_t instruments = 0;
        std::optional<AssetCode> last_asset;
        while (true) {
            auto const page = book_.assets(last_asset, page_rows);
            for (auto const& asset : page) {
                auto const known = reference_.assets.find(asset.code);
                if (known == reference_.assets.end() || !(known->second == asset)) {
                    found(id, std::nullopt,
                          "asset " + asset.code.value() + " differs from its entries");
                }
            }
            assets += page.size();
            if (page.size() < page_rows) break;
            last_asset = page.back().code;
        }
        std::optional<InstrumentKey> last_instrument;
        while (true) {
            auto const page = book_.instruments(last_instrument, page_rows);
            for (auto const& instrument : page) {
                auto const known = reference_.instruments.find(instrument.key);
                if (known == reference_.instruments.end() || !(known->second == instrument)) {
                    found(id, std::nullopt,
                          "instrument " + instrument.key.symbol.value() +
                              " differs from its entries");
                }
            }
            instruments += page.size();
            if (page.size() < page_rows) break;
            last_instrument = page.back().key;
        }
        if (assets != reference_.assets.size() || instruments != reference_.instruments.size()) {
            found(id, std::nullopt, "an asset or an instrument that was defined is missing");
        }
    }

    void compare_checkpoint_heads() {
        std::size_t rows = 0;
        std::optional<AccountId> last;
        while (!report_.finding) {
            auto const page = book_.checkpoint_heads(last, page_rows);
            for (auto const& row : page) note(checkpoints_.compare_row(row));
            rows += page.size();
            if (page.size() < page_rows) break;
            last = page.back().account_id;
        }
        if (rows != checkpoints_.rows()) {
            found(AccountId{definitions_account}, std::nullopt,
                  "checkpoint_heads has " + std::to_string(rows) + " rows, and checkpoints name " +
                      std::to_string(checkpoints_.rows()) + " heads");
        }
    }

    void verify_account(AccountId const& id) {
        if (report_.finding) return;
        AccountReplay replayed{id, reference_, sha256_};
        replay(replayed);
        if (!report_.finding) note(checkpoints_.end(id));
        if (report_.finding) return;
        auto wrong = check_projections(book_, replayed.book());
        if (!wrong && replayed.book().account) {
            wrong =
                check_invariants(replayed.book(), reference_, replayed.trading(), replayed.fees());
        }
        if (wrong) return found(id, std::nullopt, std::move(*wrong));
        ++report_.accounts;
    }

    ports::BookReader& book_;
    ports::Sha256& sha256_;
    std::function<void(std::uint64_t)> const& progress_;
    CheckpointRecord checkpoints_;
    ReferenceData reference_;
    VerifyReport report_;
};

}  // namespace

BookVerifier::BookVerifier(ports::Sha256& sha256) : sha256_{sha256} {}

VerifyReport BookVerifier::verify(ports::BookReader& book, std::optional<AccountId> const& only,
                                  std::function<void(std::uint64_t)> const& progress) {
    return Verification{book, sha256_, progress}.run(only);
}

}  // namespace daybook::services
