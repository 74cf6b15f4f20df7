#include "fix/wire_log.hpp"

#include <fcntl.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "fix/fix_message.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {
namespace {

/// Each file is its owner's alone, whatever the umask, before anything is written into it.
spdlog::file_event_handlers private_files() {
    spdlog::file_event_handlers handlers;
    handlers.before_open = [](spdlog::filename_t const& name) {
        int const file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (file < 0) return;
        ::fchmod(file, 0600);
        ::close(file);
    };
    return handlers;
}

}  // namespace

WireLog::WireLog(std::string const& file) {
    try {
        auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            file, file_bytes_max, files_max, false, private_files());
        logger_ = std::make_shared<spdlog::logger>("fix messages", std::move(sink));
    } catch (spdlog::spdlog_ex const& error) {
        throw ports::ExchangeError{"the FIX message log " + file +
                                   " cannot be opened: " + error.what()};
    }
    logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%fZ %v", spdlog::pattern_time_type::utc));
    logger_->flush_on(spdlog::level::info);
}

WireLog::~WireLog() = default;

void WireLog::write(bool is_incoming, std::string message) {
    std::ranges::replace(message, FixMessage::separator, '|');
    std::ranges::replace(message, '\n', '?');
    logger_->info("{} {}", is_incoming ? "in " : "out", message);
}

}  // namespace daybook::fix
