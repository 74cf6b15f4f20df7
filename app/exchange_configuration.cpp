#include "app/exchange_configuration.hpp"

#include <array>
#include <chrono>
#include <utility>

#include "app/exit_code.hpp"
#include "app/figures.hpp"

namespace daybook::app {

namespace {

constexpr std::size_t speed_max = 100'000;
constexpr std::size_t per_mille_max = 1'000;
constexpr std::size_t latency_micros_max = 60'000'000;

std::string file(Given given) {
    if (given.text.empty()) refuse(given, "the name of a file");
    return std::string{given.text};
}

void set_choice(ExchangeConfiguration& into, Given given) {
    constexpr auto names = std::to_array<std::string_view>({"none", "paper", "fix"});
    into.choice = one_of<ExchangeChoice>(given, names);
}

void set_tape(ExchangeConfiguration& into, Given given) { into.paper.tape = file(given); }

void set_symbol(ExchangeConfiguration& into, Given given) {
    if (given.text.empty()) refuse(given, "the symbol of an instrument");
    into.paper.symbol.emplace(given.text);
}

void set_columns(ExchangeConfiguration& into, Given given) {
    auto const names = split(given.text, ',');
    bool const is_complete = names.size() == 3 || names.size() == 4;
    for (auto const name : names) {
        if (name.empty() || !is_complete)
            refuse(given, "TIME,PRICE,QUANTITY or with ,TAKER_SIDE: names of columns");
    }
    auto& columns = into.paper.columns;
    columns.time = names[0];
    columns.price = names[1];
    columns.quantity = names[2];
    columns.taker_side.reset();
    if (names.size() == 4) columns.taker_side.emplace(names[3]);
}

void set_time(ExchangeConfiguration& into, Given given) {
    constexpr auto names =
        std::to_array<std::string_view>({"rfc3339", "seconds", "milliseconds", "microseconds"});
    into.paper.time = one_of<paper::TapeTime>(given, names);
}

void set_speed(ExchangeConfiguration& into, Given given) {
    into.paper.speed.reset();
    if (given.text == "max") return;
    into.paper.speed = static_cast<std::uint32_t>(
        integer_between(given, 1, speed_max, "times faster than real, or max"));
}

void set_hold(ExchangeConfiguration& into, Given given) { into.paper.holds_tape = boolean(given); }

/// One member of the line to the paper exchange.
void set_line_member(paper::PaperLine& line, std::string_view name, Given value) {
    using Member = std::uint32_t paper::PaperFaults::*;
    constexpr std::array faults{
        std::pair<std::string_view, Member>{"reject", &paper::PaperFaults::reject_per_mille},
        std::pair<std::string_view, Member>{"lost", &paper::PaperFaults::lost_request_per_mille},
        std::pair<std::string_view, Member>{"withheld",
                                            &paper::PaperFaults::withheld_report_per_mille},
        std::pair<std::string_view, Member>{"duplicate", &paper::PaperFaults::duplicate_per_mille},
        std::pair<std::string_view, Member>{"reorder", &paper::PaperFaults::reorder_per_mille}};
    for (auto const& [fault, member] : faults) {
        if (fault != name) continue;
        line.faults.*member = static_cast<std::uint32_t>(
            integer_between(value, 0, per_mille_max, "cases in a thousand"));
        return;
    }
    if (name == "seed") {
        line.seed = integer_between(value, 0, SIZE_MAX, "");
    } else if (name == "latency_us") {
        std::chrono::microseconds const most{
            integer_between(value, 0, latency_micros_max, "microseconds each way at most")};
        line.request_latency.max = most;
        line.report_latency.max = most;
    } else {
        refuse(value,
               "set for one of seed, latency_us, reject, lost, withheld, duplicate, reorder");
    }
}

/// Calls `set` with each NAME and the value that is given for it.
template <class Set>
void for_each_member(Given given, std::string_view example, Set const& set) {
    for (auto const part : split(given.text, ',')) {
        auto const equals = part.find('=');
        if (equals == std::string_view::npos) {
            refuse(given, "NAME=VALUE,..., such as " + std::string{example});
        }
        auto const name = part.substr(0, equals);
        auto const where = std::string{given.name} + " " + std::string{name};
        set(name, Given{where, part.substr(equals + 1)});
    }
}

void set_line(ExchangeConfiguration& into, Given given) {
    for_each_member(given, "seed=7,lost=5", [&](std::string_view name, Given value) {
        set_line_member(into.paper.line, name, value);
    });
}

model::Quantity quantity(Given given) {
    auto const value = model::Decimal::parse(given.text);
    if (!value || value->is_negative()) refuse(given, "a decimal that is not negative");
    return model::Quantity{*value};
}

/// HH:MM.
std::chrono::microseconds time_of_day(Given given) {
    auto const parts = split(given.text, ':');
    auto const hour = parts.size() == 2 ? parse_whole_number(parts[0]) : std::nullopt;
    auto const minute = parts.size() == 2 ? parse_whole_number(parts[1]) : std::nullopt;
    if (!hour || !minute || *hour > 23 || *minute > 59) refuse(given, "a time in UTC, HH:MM");
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

void set_rules(ExchangeConfiguration& into, Given given) {
    auto& rules = into.paper.rules;
    for_each_member(given, "depth=100,day_ends=21:00", [&](std::string_view name, Given value) {
        if (name == "queue_ahead") {
            rules.queue_ahead_base = quantity(value);
        } else if (name == "depth") {
            rules.depth_base = quantity(value);
        } else if (name == "day_ends") {
            rules.day_ends_at = time_of_day(value);
        } else {
            refuse(value, "set for one of queue_ahead, depth, day_ends");
        }
    });
}

void set_fix_config(ExchangeConfiguration& into, Given given) { into.fix_config = file(given); }

void set_drop_copy(ExchangeConfiguration& into, Given given) { into.drop_copy = file(given); }

void set_data_folder(ExchangeConfiguration& into, Given given) {
    if (given.text.empty()) refuse(given, "a folder");
    into.data_folder.emplace(given.text);
}

constexpr std::array settings{
    ExchangeVariable{"DAYBOOK_EXCHANGE", "--exchange", set_choice},
    ExchangeVariable{"DAYBOOK_PAPER_TAPE", "--paper-tape", set_tape},
    ExchangeVariable{"DAYBOOK_PAPER_SYMBOL", "--paper-symbol", set_symbol},
    ExchangeVariable{"DAYBOOK_PAPER_COLUMNS", "--paper-columns", set_columns},
    ExchangeVariable{"DAYBOOK_PAPER_TIME", "--paper-time", set_time},
    ExchangeVariable{"DAYBOOK_PAPER_SPEED", "--paper-speed", set_speed},
    ExchangeVariable{"DAYBOOK_PAPER_HOLD", "--paper-hold", set_hold},
    ExchangeVariable{"DAYBOOK_PAPER_LINE", "--paper-line", set_line},
    ExchangeVariable{"DAYBOOK_PAPER_RULES", "--paper-rules", set_rules},
    ExchangeVariable{"DAYBOOK_FIX_CONFIG", "--fix-config", set_fix_config},
    ExchangeVariable{"DAYBOOK_DROP_COPY", "--drop-copy", set_drop_copy},
    ExchangeVariable{"DAYBOOK_DATA_FOLDER", "--data-folder", set_data_folder},
};

[[noreturn]] void refuse_combination(std::string const& sentence) {
    throw Failure{ExitCode::configuration_wrong, sentence};
}

}  // namespace

std::span<ExchangeVariable const> exchange_variables() { return settings; }

void require_complete(ExchangeConfiguration const& settings) {
    if (settings.choice == ExchangeChoice::fix && !settings.fix_config) {
        refuse_combination("--exchange is \"fix\": --fix-config must name its settings file");
    }
    if (settings.choice != ExchangeChoice::fix && settings.fix_config) {
        refuse_combination("--fix-config is set: --exchange must be \"fix\" then");
    }
    if (!settings.paper.tape) return;
    if (settings.choice != ExchangeChoice::paper) {
        refuse_combination("--paper-tape is set: --exchange must be \"paper\" then");
    }
    if (!settings.paper.symbol) {
        refuse_combination(
            "--paper-tape is set: --paper-symbol must name the instrument whose trades they are");
    }
}

}  // namespace daybook::app
