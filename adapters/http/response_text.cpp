#include "http/response_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "http/http_errors.hpp"

namespace daybook::http {

namespace {

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

}  // namespace

std::string response_text(Response const& response, ResponseForm const& form) {
    std::string out;
    out.reserve(320 + response.body.size());
    out += "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\n";
    append_header(out, "Date", form.date);
    append_header(out, "Content-Type", response.content_type);
    if (!response.stream) {
        append_header(out, "Content-Length", std::to_string(response.body.size()));
    }
    append_header(out, "Cache-Control", "no-store");
    append_header(out, "X-Content-Type-Options", "nosniff");
    for (auto const& [name, value] : response.headers) append_header(out, name, value);
    if (form.close || response.stream) append_header(out, "Connection", "close");
    out += "\r\n";
    if (!form.head) out += response.body;
    return out;
}

std::string http_date(model::Timestamp time) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::chrono::sys_time<std::chrono::microseconds> const instant{
        std::chrono::microseconds{time.micros()}};
    auto const day = std::chrono::floor<std::chrono::days>(instant);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(instant - day)};
    std::array<char, 64> text{};
    std::snprintf(
        text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
        months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::string_view DateHeader::text() {
    auto const now = clock_->now();
    auto const second = now.micros() / 1'000'000;
    if (second != second_) {
        text_ = http_date(now);
        second_ = second;
    }
    return text_;
}

}  // namespace daybook::http
