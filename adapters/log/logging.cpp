#include "log/logging.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "log/log_line.hpp"
#include "log/log_output.hpp"
#include "model/assert.hpp"

#ifdef __SANITIZE_THREAD__
/// spdlog's library is not instrumented: what its queue orders looks like a race.
extern "C" char const* __tsan_default_suppressions() { return "race:spdlog\n"; }
#endif

namespace daybook::log {

namespace {

constexpr std::chrono::milliseconds stop_grace{1'000};

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

Level level_of(spdlog::level::level_enum level) {
    if (level >= spdlog::level::err) return Level::error;
    if (level == spdlog::level::warn) return Level::warn;
    return level == spdlog::level::info ? Level::info : Level::debug;
}

/// `<4>`. Source: sd-daemon(3), syslog(3).
std::string_view priority_of(Level level) {
    switch (level) {
        case Level::debug:
            return "<7>";
        case Level::info:
            return "<6>";
        case Level::warn:
            return "<4>";
        case Level::error:
            return "<3>";
    }
    return "<3>";
}

model::Timestamp timestamp_of(spdlog::log_clock::time_point time) {
    auto const micros =
        std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch());
    return model::Timestamp::from_micros(micros.count());
}

/// Writes lines whose content is ready, and tells of those that are missing between them.
class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit LineSink(Format format)
        : format_{format}, has_priorities_{is_journal(STDERR_FILENO)}, output_{STDERR_FILENO} {}

    /// `queue`: where lines wait; it outlives their writing.
    void take_from(spdlog::details::thread_pool& queue) { queue_ = &queue; }
    void stop_waiting() { output_.stop_waiting(stop_grace); }
    [[nodiscard]] std::uint64_t dropped() const { return overrun() + unwritten_.load(); }

  protected:
    void sink_it_(spdlog::details::log_msg const& message) override {
        auto const time = timestamp_of(message.time);
        if (auto const count = overrun(); count != told_) {
            Field const lines{"lines", count - told_};
            told_ = count;
            write(Level::warn, time, line_content(format_, "log lines dropped", {&lines, 1}));
        }
        write(level_of(message.level), time, {message.payload.data(), message.payload.size()});
    }
    void flush_() override {}

  private:
    void write(Level level, model::Timestamp time, std::string_view content) {
        line_.clear();
        if (has_priorities_) line_ += priority_of(level);
        append_line(line_, format_, level, time, content);
        if (!output_.write(line_)) ++unwritten_;
    }
    [[nodiscard]] std::uint64_t overrun() const {
        return queue_ == nullptr ? 0 : queue_->overrun_counter();
    }

    Format format_;
    bool has_priorities_;
    LogOutput output_;
    spdlog::details::thread_pool* queue_ = nullptr;
    std::string line_;
    std::uint64_t told_ = 0;
    std::atomic<std::uint64_t> unwritten_{0};
};

/// The log of this process; spdlog has but one default logger, too. The queue goes first.
struct Running {
    std::shared_ptr<LineSink> sink;
    std::shared_ptr<spdlog::details::thread_pool> queue;
    std::atomic<Format> format{Format::text};
    bool is_in_background = false;
};
Running& running() {
    static Running log;
    return log;
}

}  // namespace

Key Key::of(std::string_view name) {
    DAYBOOK_ASSERT(is_key(name));
    Key key;
    key.name_ = name;
    return key;
}

void write(Level level, Event event, std::span<Field const> fields) {
    auto* const logger = spdlog::default_logger_raw();
    auto const wanted = spdlog_level(level);
    if (logger == nullptr || !logger->should_log(wanted)) return;
    logger->log(wanted, std::string_view{line_content(running().format, event, fields)});
}

void start(Options options) {
    auto& log = running();
    log.format = options.format;
    log.is_in_background = options.in_background;
    log.sink = std::make_shared<LineSink>(options.format);
    std::shared_ptr<spdlog::logger> logger;
    if (options.in_background) {
        log.queue = std::make_shared<spdlog::details::thread_pool>(options.lines_max, 1);
        log.sink->take_from(*log.queue);
        logger = std::make_shared<spdlog::async_logger>(
            "daybook", log.sink, log.queue, spdlog::async_overflow_policy::overrun_oldest);
    } else {
        logger = std::make_shared<spdlog::logger>("daybook", log.sink);
    }
    logger->set_level(spdlog_level(options.level));
    spdlog::set_default_logger(std::move(logger));
}

void stop() {
    auto& log = running();
    if (log.queue) log.sink->stop_waiting();
    spdlog::shutdown();
    // Joins the thread, which writes what waits first.
    log.queue.reset();
    log.sink.reset();
}

std::uint64_t dropped_lines() {
    auto const& sink = running().sink;
    return sink ? sink->dropped() : 0;
}

void complain(std::string_view text) {
    bool const has_priorities = is_journal(STDERR_FILENO);
    std::string lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1);
        if (has_priorities) lines += priority_of(Level::error);
        lines += text.substr(0, end + 1);
        text.remove_prefix(end + 1);
    }
    if (!lines.ends_with('\n')) lines += '\n';
    LogOutput output{STDERR_FILENO};
    if (running().is_in_background) output.stop_waiting(stop_grace);
    output.write(lines);
}

}  // namespace daybook::log
