#include "services/posting_list.hpp"

#include <algorithm>
#include <tuple>

namespace daybook::services {

using model::Amount;
using model::AssetCode;
using model::Bucket;

void PostingList::add(Bucket bucket, AssetCode const& asset, Amount amount) {
    add(model::Posting{bucket, asset, std::nullopt, amount});
}

void PostingList::add(Bucket bucket, AssetCode const& asset, model::InstrumentKey const& instrument,
                      Amount amount) {
    add(model::Posting{bucket, asset, instrument, amount});
}

void PostingList::add(model::Posting posting) {
    if (posting.amount.is_zero()) return;
    for (auto& known : postings_) {
        if (known.bucket == posting.bucket && known.asset == posting.asset &&
            known.instrument == posting.instrument) {
            auto const sum = model::add(known.amount.value(), posting.amount.value());
            overflowed_ = overflowed_ || !sum;
            known.amount = Amount{sum.value_or(model::Decimal{})};
            return;
        }
    }
    postings_.push_back(std::move(posting));
}

void PostingList::move(Bucket from, Bucket to, AssetCode const& asset, Amount amount) {
    add(from, asset, -amount);
    add(to, asset, amount);
}

Amount PostingList::sum(Bucket bucket, AssetCode const& asset) const {
    Amount sum;
    for (auto const& posting : postings_) {
        if (posting.bucket == bucket && posting.asset == asset) sum += posting.amount;
    }
    return sum;
}

std::vector<model::Posting> PostingList::take() {
    std::erase_if(postings_, [](model::Posting const& each) { return each.amount.is_zero(); });
    std::sort(postings_.begin(), postings_.end(),
              [](model::Posting const& a, model::Posting const& b) {
                  return std::tie(a.asset, a.bucket, a.instrument) <
                         std::tie(b.asset, b.bucket, b.instrument);
              });
    return std::move(postings_);
}

}  // namespace daybook::services
