#include "app/logging.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <string>

#ifdef __SANITIZE_THREAD__
/// spdlog's library is not instrumented: what its queue orders looks like a race.
extern "C" char const* __tsan_default_suppressions() { return "race:spdlog\n"; }
#endif

namespace daybook::app {

namespace {

constexpr std::size_t queue_lines_max = 8192;

/// The message as the inside of a JSON string: `%v` of spdlog does not escape.
class EscapedMessage final : public spdlog::custom_flag_formatter {
  public:
    void format(spdlog::details::log_msg const& message, std::tm const&,
                spdlog::memory_buf_t& out) override {
        for (char const c : message.payload) append(c, out);
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<EscapedMessage>();
    }

  private:
    static void append(char c, spdlog::memory_buf_t& out) {
        constexpr std::string_view digits = "0123456789abcdef";
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (byte < 0x20) {
            std::string_view const escape = "\\u00";
            out.append(escape.data(), escape.data() + escape.size());
            out.push_back(digits[byte >> 4]);
            out.push_back(digits[byte & 15]);
        } else {
            out.push_back(c);
        }
    }
};

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warn:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

}  // namespace

std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc,
                                                                 spdlog::details::os::default_eol);
    formatter->add_flag<EscapedMessage>('*');
    formatter->set_pattern(format == LogFormat::json
                               ? R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l","message":"%*"})"
                               : "%Y-%m-%dT%H:%M:%S.%fZ %l %v");
    return formatter;
}

void start_logging(LoggingOptions options) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    sink->set_formatter(log_formatter(options.format));
    std::shared_ptr<spdlog::logger> logger;
    if (options.in_background) {
        spdlog::init_thread_pool(queue_lines_max, 1);
        logger = std::make_shared<spdlog::async_logger>("daybook", std::move(sink),
                                                        spdlog::thread_pool(),
                                                        spdlog::async_overflow_policy::block);
    } else {
        logger = std::make_shared<spdlog::logger>("daybook", std::move(sink));
    }
    logger->set_level(spdlog_level(options.level));
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(std::move(logger));
}

void stop_logging() { spdlog::shutdown(); }

}  // namespace daybook::app
