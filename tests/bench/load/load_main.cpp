#include <charconv>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "bench/load/load_run.hpp"

namespace {

using daybook::bench::LoadOptions;
using daybook::bench::LoadResult;

double milliseconds(std::chrono::nanoseconds duration) {
    return std::chrono::duration<double, std::milli>{duration}.count();
}

void print(LoadOptions const& options, LoadResult const& result) {
    auto const quantile = [&](double share) {
        return milliseconds(result.latency.quantile(share));
    };
    auto const rate =
        result.took.count() > 0 ? static_cast<double>(result.answered) / result.took.count() : 0;
    std::printf(
        "{\"request\":\"%s\",\"connections\":%zu,\"rate\":%.0f,\"seconds\":%.3f,"
        "\"answered\":%llu,\"failed\":%llu,\"unanswered\":%llu,\"requests_per_second\":%.1f,"
        "\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,\"max_ms\":%.3f}\n",
        options.reads ? "get" : "place", options.connections, options.rate, result.took.count(),
        static_cast<unsigned long long>(result.answered),
        static_cast<unsigned long long>(result.failed),
        static_cast<unsigned long long>(result.unanswered), rate, quantile(0.5), quantile(0.95),
        quantile(0.99), quantile(0.999), milliseconds(result.latency.max()));
}

constexpr char const* usage =
    "usage: daybook_load [--host 127.0.0.1] [--port 7300] [--connections 64] [--rate 0]\n"
    "                    [--warmup 1] [--duration 10] [--accounts 100] [--request place|get]\n"
    "Latency is from the time a request was due. Rate 0: one request after the other on every\n"
    "connection. Times are in seconds.\n";

/// The options that the command line gives, over their defaults.
class Arguments {
  public:
    Arguments(int argc, char** argv) {
        for (int i = 1; i < argc; i += 2) {
            auto const given = values_.find(argv[i]);
            if (given == values_.end()) throw std::invalid_argument{unknown(argv[i])};
            if (i + 1 == argc) throw std::invalid_argument{given->first + " needs a value"};
            given->second = argv[i + 1];
        }
    }

    [[nodiscard]] std::string const& text(std::string const& name) const {
        return values_.at(name);
    }
    [[nodiscard]] double number(std::string const& name, double min, double max) const {
        auto const& value = text(name);
        double parsed = 0;
        auto const end = value.data() + value.size();
        auto const read = std::from_chars(value.data(), end, parsed);
        if (read.ec == std::errc{} && read.ptr == end && parsed >= min && parsed <= max) {
            return parsed;
        }
        throw std::invalid_argument{name + " is " + value + ": it takes a number from " +
                                    shown(min) + " to " + shown(max)};
    }

  private:
    static std::string unknown(std::string const& name) { return name + " is no option"; }
    static std::string shown(double number) {
        auto text = std::to_string(number);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) text.pop_back();
        return text;
    }

    std::map<std::string, std::string> values_{{"--host", "127.0.0.1"}, {"--port", "7300"},
                                               {"--connections", "64"}, {"--rate", "0"},
                                               {"--warmup", "1"},       {"--duration", "10"},
                                               {"--accounts", "100"},   {"--request", "place"}};
};

LoadOptions options_of(Arguments const& given) {
    auto const whole = [&](char const* name, double max) {
        return static_cast<std::size_t>(given.number(name, 1, max));
    };
    LoadOptions options;
    options.host = given.text("--host");
    options.port = given.text("--port");
    options.connections = whole("--connections", 20'000);
    options.rate = given.number("--rate", 0, 10'000'000);
    options.warmup = std::chrono::duration<double>{given.number("--warmup", 0, 86'400)};
    options.duration = std::chrono::duration<double>{given.number("--duration", 0.001, 86'400)};
    options.accounts = whole("--accounts", 1'000'000);
    auto const& request = given.text("--request");
    if (request != "place" && request != "get") {
        throw std::invalid_argument{"--request is " + request + ": it is place or get"};
    }
    options.reads = request == "get";
    return options;
}

/// Returns whether every request was answered as it should be.
bool load(LoadOptions const& options) {
    using daybook::bench::place_orders;
    constexpr std::size_t orders_to_read = 200;
    daybook::bench::prepare_accounts(options);
    auto targets =
        options.reads ? place_orders(options, orders_to_read) : std::vector<std::string>{};
    auto const result = daybook::bench::run_load(options, std::move(targets));
    print(options, result);
    if (result.failed == 0 && result.unanswered == 0) return true;
    std::cerr << "daybook_load: " << result.failed << " requests failed, " << result.unanswered
              << " were not answered; the first: " << result.first_failure << '\n';
    return false;
}

}  // namespace

/// daybook_load: sends a Daybook worker, or whatever answers the same calls, orders or reads, and
/// prints one JSON object. Exit code 1 where a request failed or was not answered, 2 for wrong
/// options.
int main(int argc, char** argv) {
    try {
        return load(options_of(Arguments{argc, argv})) ? 0 : 1;
    } catch (std::invalid_argument const& error) {
        std::cerr << "daybook_load: " << error.what() << '\n' << usage;
        return 2;
    } catch (std::exception const& error) {
        std::cerr << "daybook_load: " << error.what() << '\n';
        return 1;
    }
}
