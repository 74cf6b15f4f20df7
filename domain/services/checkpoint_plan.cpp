#include "services/checkpoint_plan.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace daybook::services {

using namespace model;

namespace {

constexpr std::size_t page_rows = 1'000;

std::string entry_text(std::uint64_t seq) { return "entry " + std::to_string(seq); }

/// Rows by account, one after another, read in pages.
template <class Row, class Read, class IdOf>
class Rows {
  public:
    Rows(Read read, IdOf id_of) : read_{std::move(read)}, id_of_{std::move(id_of)} { turn(); }

    /// nullptr after the last.
    [[nodiscard]] Row const* get() const { return at_ < page_.size() ? &page_[at_] : nullptr; }
    void next() {
        ++at_;
        if (at_ == page_.size() && page_.size() == page_rows) turn();
    }

  private:
    void turn() {
        std::optional<AccountId> after;
        if (!page_.empty()) after = id_of_(page_.back());
        page_ = read_(after);
        at_ = 0;
    }

    Read read_;
    IdOf id_of_;
    std::vector<Row> page_;
    std::size_t at_ = 0;
};

/// Goes through accounts and what is known of them side by side.
class Comparison {
  public:
    Comparison(ports::BookReader& book, ports::Sha256& sha256, CheckpointExtent const& extent)
        : book_{book}, digest_{sha256}, extent_{extent} {}

    CheckpointPlan run() {
        AccountId const id{definitions_account};
        // First: where a book lies on several servers, the accounts are seen no earlier than this.
        find_last_checkpoint(id);
        auto const definitions = book_.account(id);
        auto known = Rows<ChainHead, ReadHeads, HeadId>{ReadHeads{book_}, HeadId{}};
        auto accounts = Rows<Account, ReadAccounts, IdOfAccount>{ReadAccounts{book_}, {}};
        while (accounts.get() != nullptr || known.get() != nullptr) {
            compare(accounts.get(), known.get());
            bool const takes_account = is_first(accounts.get(), known.get());
            bool const takes_known = is_first(known.get(), accounts.get());
            if (takes_account) accounts.next();
            if (takes_known) known.next();
        }
        plan_.accounts = digest_.accounts();
        bool const defined = definitions && definitions->last_seq > last_checkpoint_;
        bool const anything = defined && (digest_.accounts() > 0 || last_checkpoint_ > 0);
        if (!moved_.empty() || !plan_.losses.empty() || anything) make_batch(id);
        return std::move(plan_);
    }

  private:
    struct ReadHeads {
        ports::BookReader& book;
        auto operator()(std::optional<AccountId> const& after) const {
            return book.checkpoint_heads(after, page_rows);
        }
    };
    struct HeadId {
        AccountId const& operator()(ChainHead const& head) const { return head.account_id; }
    };
    struct ReadAccounts {
        ports::BookReader& book;
        auto operator()(std::optional<AccountId> const& after) const {
            return book.accounts(after, page_rows);
        }
    };
    struct IdOfAccount {
        AccountId const& operator()(Account const& account) const { return account.id; }
    };

    static AccountId const& id_of(Account const& account) { return account.id; }
    static AccountId const& id_of(ChainHead const& head) { return head.account_id; }
    /// Whether `row` comes before `other`, or is of the same account.
    static bool is_first(auto const* row, auto const* other) {
        return row != nullptr && (other == nullptr || id_of(*row) <= id_of(*other));
    }

    void compare(Account const* account, ChainHead const* known) {
        if (!is_first(account, known)) return miss(*known);
        ChainHead const head{account->id, account->last_seq, account->last_hash};
        digest_.add(head);
        bool const is_known = is_first(known, account);
        if (is_known && *known == head) return;
        if (is_known && known->seq >= head.seq) {
            plan_.losses.push_back("account " + head.account_id.value() + " went back from " +
                                   entry_text(known->seq) + " to " + entry_text(head.seq));
        }
        if (moved_.size() == extent_.heads_max) {
            plan_.is_whole = false;
        } else {
            moved_.push_back(head);
        }
    }

    void find_last_checkpoint(AccountId const& id) {
        auto const rows = book_.checkpoint_heads(AccountId{"@"}, 1);
        if (!rows.empty() && rows.front().account_id == id) last_checkpoint_ = rows.front().seq;
    }

    void miss(ChainHead const& known) {
        if (known.account_id.value() == definitions_account) return;
        plan_.losses.push_back("account " + known.account_id.value() + ", which had " +
                               entry_text(known.seq) + ", is missing");
    }

    void make_batch(AccountId const& id) {
        plan_.batch.atomic = true;
        std::span<ChainHead const> left{moved_};
        do {
            auto const part = left.first(std::min(left.size(), extent_.entry_heads_max));
            left = left.subspan(part.size());
            Checkpoint checkpoint;
            checkpoint.heads = ChainHeads{part};
            if (left.empty() && plan_.is_whole) {
                checkpoint.accounts = digest_.accounts();
                checkpoint.digest = digest_.digest();
            }
            Command command;
            command.account_id = id;
            command.content = std::move(checkpoint);
            if (plan_.batch.commands.empty()) command.checkpoint_before = last_checkpoint_;
            plan_.batch.commands.push_back(std::move(command));
        } while (!left.empty());
    }

    ports::BookReader& book_;
    HeadsDigest digest_;
    CheckpointExtent extent_;
    CheckpointPlan plan_;
    std::vector<ChainHead> moved_;
    std::uint64_t last_checkpoint_ = 0;
};

}  // namespace

void HeadsDigest::add(ChainHead const& head) {
    std::string_view const before{reinterpret_cast<char const*>(digest_.data()), digest_.size()};
    digest_ = sha256_.of(before, digest_line(head));
    ++accounts_;
}

CheckpointPlan plan_checkpoint(ports::BookReader& book, ports::Sha256& sha256,
                               CheckpointExtent const& extent) {
    return Comparison{book, sha256, extent}.run();
}

}  // namespace daybook::services
