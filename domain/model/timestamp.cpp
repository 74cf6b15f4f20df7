#include "model/timestamp.hpp"

#include <chrono>
#include <cstdio>

namespace daybook::model {
namespace {

/// Reads exactly `count` digits at the front of `text` and drops them; -1 where there are fewer.
int take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

/// Reads the decimals after the point; -1 where there are none or more than six.
int take_micros(std::string_view& text) {
    int micros = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        micros = micros * 10 + (text.front() - '0');
        text.remove_prefix(1);
        if (++digits > 6) return -1;
    }
    if (digits == 0) return -1;
    for (; digits < 6; ++digits) micros *= 10;
    return micros;
}

}  // namespace

std::optional<Timestamp> Timestamp::parse(std::string_view text) {
    using namespace std::chrono;
    int const y = take_digits(text, 4);
    if (y < 1970 || !take(text, '-')) return std::nullopt;
    int const mo = take_digits(text, 2);
    if (mo < 1 || !take(text, '-')) return std::nullopt;
    int const d = take_digits(text, 2);
    if (d < 1 || !take(text, 'T')) return std::nullopt;
    int const h = take_digits(text, 2);
    if (h < 0 || h > 23 || !take(text, ':')) return std::nullopt;
    int const mi = take_digits(text, 2);
    if (mi < 0 || mi > 59 || !take(text, ':')) return std::nullopt;
    int const s = take_digits(text, 2);
    if (s < 0 || s > 59) return std::nullopt;
    int const fraction = take(text, '.') ? take_micros(text) : 0;
    if (fraction < 0 || text != "Z") return std::nullopt;
    year_month_day const date{year{y}, month{static_cast<unsigned>(mo)},
                              day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;
    auto const seconds_of_day = hours{h} + minutes{mi} + seconds{s};
    auto const since = sys_days{date}.time_since_epoch() + seconds_of_day + microseconds{fraction};
    return from_micros(duration_cast<microseconds>(since).count());
}

char* Timestamp::print(char* out) const {
    using namespace std::chrono;
    sys_time<microseconds> const time{microseconds{micros_}};
    auto const midnight = floor<days>(time);
    year_month_day const date{midnight};
    hh_mm_ss const clock{time - midnight};
    int const size = std::snprintf(
        out, text_max, "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return out + size;
}

std::string Timestamp::to_string() const {
    char text[text_max];
    return {text, print(text)};
}

}  // namespace daybook::model
