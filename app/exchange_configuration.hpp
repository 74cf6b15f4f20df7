#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/setting_value.hpp"
#include "model/strong_id.hpp"
#include "paper/paper_faults.hpp"
#include "paper/paper_rules.hpp"
#include "paper/tape_reader.hpp"

namespace daybook::app {

/// Which exchange the worker trades on.
enum class ExchangeChoice { none, paper, fix };

/// What the paper exchange plays. Without a tape it has only the prices that are posted to it.
struct PaperSettings {
    std::optional<std::string> tape;
    std::optional<model::Symbol> symbol;
    paper::TapeColumns columns;
    paper::TapeTime time = paper::TapeTime::RFC_3339;
    /// How many times faster than real; nullopt: as fast as possible.
    std::optional<std::uint32_t> speed = 1;
    /// Whether the tape waits until it is told to play.
    bool holds_tape = false;
    paper::PaperRules rules;
    paper::PaperLine line;
};

struct ExchangeConfiguration {
    ExchangeChoice choice = ExchangeChoice::none;
    PaperSettings paper;
    /// The settings file of the order session.
    std::optional<std::string> fix_config;
    /// The settings file of the drop copy.
    std::optional<std::string> drop_copy;
    /// Where sessions keep their messages.
    std::optional<std::string> data_folder;

    [[nodiscard]] bool speaks_fix() const { return choice == ExchangeChoice::fix || drop_copy; }
};

/// How a member is set from outside.
struct ExchangeVariable {
    std::string_view variable;
    std::string_view flag;
    void (*set)(ExchangeConfiguration& into, Given given);
};

[[nodiscard]] std::span<ExchangeVariable const> exchange_variables();

/// Throws: Failure with configuration_wrong for settings that do not go together.
void require_complete(ExchangeConfiguration const& settings);

}  // namespace daybook::app
