#include "log/log_output.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <string>

namespace daybook::log {

namespace {

using Clock = std::chrono::steady_clock;

/// How long a wait may go on without hearing of stop_waiting().
constexpr std::chrono::milliseconds look_interval{50};

/// Opens the pipe or the terminal behind `descriptor` anew, so that writes to it need not wait: to
/// change the descriptor itself would change it for everybody who has inherited it.
int reopened(int descriptor) {
    auto const path = "/proc/self/fd/" + std::to_string(descriptor);
    return ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

}  // namespace

LogOutput::LogOutput(int descriptor)
    : descriptor_{descriptor}, waits_until_{std::numeric_limits<std::int64_t>::max()} {
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) return;
    is_socket_ = S_ISSOCK(status.st_mode);
    if (!S_ISFIFO(status.st_mode) && !S_ISCHR(status.st_mode)) return;
    int const own = reopened(descriptor);
    if (own < 0) return;
    descriptor_ = own;
    is_own_ = true;
}

LogOutput::~LogOutput() {
    if (is_own_) ::close(descriptor_);
}

bool LogOutput::write(std::string_view text) {
    while (!text.empty()) {
        // A descriptor that could not be opened anew takes so much without waiting, once there is
        // room at all.
        auto const size = std::min<std::size_t>(text.size(), PIPE_BUF);
        if (!is_own_ && !is_socket_ && !wait_for_room()) return false;
        auto const written =
            is_socket_ ? ::send(descriptor_, text.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL)
                       : ::write(descriptor_, text.data(), size);
        if (written > 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_for_room()) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

void LogOutput::stop_waiting(std::chrono::milliseconds grace) {
    waits_until_.store((Clock::now() + grace).time_since_epoch().count());
}

bool LogOutput::wait_for_room() const {
    while (true) {
        pollfd room{descriptor_, POLLOUT, 0};
        auto const left = waits_until_.load() - Clock::now().time_since_epoch().count();
        auto const wait = std::clamp<std::int64_t>(left / 1'000'000, 0, look_interval.count());
        int const found = ::poll(&room, 1, static_cast<int>(wait));
        if (found > 0) return true;
        if (found < 0 && errno != EINTR) return false;
        if (left <= 0) return false;
    }
}

bool is_journal(int descriptor) {
    char const* const stream = std::getenv("JOURNAL_STREAM");
    struct stat status{};
    if (stream == nullptr || ::fstat(descriptor, &status) != 0) return false;
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) == stream;
}

}  // namespace daybook::log
