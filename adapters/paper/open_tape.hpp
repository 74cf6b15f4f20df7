#pragma once

#include <optional>
#include <utility>

#include "paper/paper_rules.hpp"
#include "paper/tape_reader.hpp"

namespace daybook::paper {

/// A tape that was opened, and whose first trade was read: what is wrong with the file as a whole
/// shows before anything is played. It is opened once, so it may be a pipe.
struct OpenTape {
    /// Throws: ExchangeError where it cannot be opened, or its beginning is no tape's.
    explicit OpenTape(TapeFormat format) : reader{std::move(format)}, first{reader.next()} {}

    TapeReader reader;
    std::optional<MarketTrade> first;
};

}  // namespace daybook::paper
