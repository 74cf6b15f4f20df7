#pragma once

#include <vector>

#include <tl/expected.hpp>

#include "model/entry.hpp"
#include "model/instrument.hpp"

namespace daybook::services {

/// The postings of an entry under construction: one per bucket, asset and instrument.
class PostingList {
  public:
    /// Adds an amount; amounts for the same place are summed.
    void add(model::Bucket bucket, model::AssetCode const& asset, model::Amount amount);
    void add(model::Bucket bucket, model::AssetCode const& asset,
             model::InstrumentKey const& instrument, model::Amount amount);

    /// Moves `amount` out of one bucket into another.
    void move(model::Bucket from, model::Bucket to, model::AssetCode const& asset,
              model::Amount amount);

    /// What is in the list for one bucket and asset so far.
    [[nodiscard]] model::Amount sum(model::Bucket bucket, model::AssetCode const& asset) const;
    /// Whether a sum left the range: the list cannot be booked.
    [[nodiscard]] bool overflowed() const { return overflowed_; }

    [[nodiscard]] std::vector<model::Posting> const& all() const { return postings_; }
    /// The postings that are not zero, sorted by asset, bucket and instrument.
    [[nodiscard]] std::vector<model::Posting> take();

  private:
    void add(model::Posting posting);

    std::vector<model::Posting> postings_;
    bool overflowed_ = false;
};

}  // namespace daybook::services
