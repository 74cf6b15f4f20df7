#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/instrument.hpp"
#include "model/timestamp.hpp"
#include "paper/paper_faults.hpp"
#include "paper/paper_rules.hpp"
#include "paper/tape_reader.hpp"

namespace daybook::paper {

/// A file of trades and the instrument that they are of.
struct PaperTape {
    TapeFormat format;
    model::InstrumentKey instrument;
};

/// Everything that a paper exchange can be told.
struct PaperOptions {
    PaperRules rules;
    PaperLine line;
    /// What is traded; more can be added while the exchange runs.
    std::vector<model::Instrument> instruments;
    /// Without a tape only posted prices move the market.
    std::optional<PaperTape> tape;
    /// How many times faster than real the exchange's time goes. nullopt: as fast as possible, and
    /// then the time is that of the tape and of the messages alone.
    std::optional<std::uint32_t> speed = 1;
    /// When the exchange's time begins, with the tape's first trade. nullopt: when the tape says,
    /// or without a tape, now.
    std::optional<model::Timestamp> starts_at;
    /// Whether the tape, or without a speed the time, waits for PaperGateway::play_until().
    bool holds_tape = false;
    /// The exchange's time stands still while so many reports are not durable yet.
    std::size_t unconfirmed_reports_max = 10'000;
};

/// What is wrong with the options, as one sentence.
[[nodiscard]] std::optional<std::string> find_fault(PaperOptions const& options);

}  // namespace daybook::paper
