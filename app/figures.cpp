#include "app/figures.hpp"

#include <charconv>

namespace daybook::app {

namespace {

std::string with_decimals(std::int64_t hundredths, int decimals) {
    auto text = std::to_string(hundredths / 100) + ".";
    auto const rest = hundredths % 100;
    text += static_cast<char>('0' + rest / 10);
    if (decimals == 2) text += static_cast<char>('0' + rest % 10);
    return text;
}

}  // namespace

std::string with_separators(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

std::optional<std::uint64_t> parse_whole_number(std::string_view text) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::uint64_t per_second(std::uint64_t count, std::chrono::nanoseconds elapsed) {
    using Microseconds = std::chrono::microseconds;
    auto const micros = std::chrono::duration_cast<Microseconds>(elapsed).count();
    if (micros <= 0) return count;
    return count * 1'000'000 / static_cast<std::uint64_t>(micros);
}

std::string duration_text(std::chrono::nanoseconds duration) {
    using std::chrono::duration_cast;
    auto const seconds = duration_cast<std::chrono::seconds>(duration).count();
    if (seconds >= 3600) {
        return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) +
               " min";
    }
    if (seconds >= 60) {
        return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
    }
    auto const hundredths = duration_cast<std::chrono::milliseconds>(duration).count() / 10;
    return with_decimals(hundredths, seconds >= 10 ? 1 : 2) + " s";
}

std::string counted(std::uint64_t count, std::string const& one, std::string const& many) {
    return with_separators(count) + " " + (count == 1 ? one : many);
}

}  // namespace daybook::app
