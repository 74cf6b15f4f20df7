#include "app/duration_option.hpp"

#include "app/figures.hpp"

namespace daybook::app {

std::optional<std::chrono::milliseconds> duration_option(std::string_view text) {
    constexpr std::uint64_t day_ms = 24ull * 60 * 60 * 1000;
    auto const unit = text.substr(std::min(text.find_first_not_of("0123456789"), text.size()));
    std::uint64_t const unit_ms = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60'000 : 0;
    auto const number = parse_whole_number(text.substr(0, text.size() - unit.size()));
    if (unit_ms == 0 || !number || *number > day_ms / unit_ms) return std::nullopt;
    return std::chrono::milliseconds{*number * unit_ms};
}

}  // namespace daybook::app
