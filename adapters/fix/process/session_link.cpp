#include "fix/process/session_link.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

#include "fix/engine/session_engine.hpp"

namespace daybook::fix {
namespace {

constexpr std::size_t piece_bytes = 256u << 10;

int new_event() {
    int const event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event < 0) {
        throw EngineError{"the line to the session cannot be made: " +
                          std::generic_category().message(errno)};
    }
    return event;
}

void quiet(int event) {
    std::uint64_t count = 0;
    [[maybe_unused]] auto const size = ::read(event, &count, sizeof count);
}

/// False at the end.
bool take(int socket, FrameStream& into) {
    std::vector<char> bytes(piece_bytes);
    auto const size = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (size > 0) into.append(bytes.data(), static_cast<std::size_t>(size));
    return size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
}

}  // namespace

SessionLink::SessionLink() : wake_{new_event()} {}

SessionLink::~SessionLink() { ::close(wake_); }

bool SessionLink::say(std::string_view frame) {
    std::scoped_lock const lock{mutex_};
    if (is_closed_ || is_overfull_) return false;
    if (output_.size() - said_ + frame.size() > output_bytes_max) {
        is_overfull_ = true;
    } else {
        output_ += frame;
    }
    wake();
    return !is_overfull_;
}

void SessionLink::wake() const {
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const size = ::write(wake_, &one, sizeof one);
}

void SessionLink::close() {
    std::scoped_lock const lock{mutex_};
    is_closed_ = true;
}

bool SessionLink::turn(int socket, std::chrono::milliseconds patience, FrameStream& into) {
    short const says = is_flushed() ? 0 : POLLOUT;
    std::array<pollfd, 2> all{pollfd{socket, static_cast<short>(POLLIN | says), 0},
                              pollfd{wake_, POLLIN, 0}};
    if (::poll(all.data(), all.size(), static_cast<int>(patience.count())) <= 0) return true;
    if (all[1].revents != 0) quiet(wake_);
    flush(socket);
    return (all[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0 || take(socket, into);
}

bool SessionLink::is_flushed() const {
    std::scoped_lock const lock{mutex_};
    return said_ == output_.size();
}

void SessionLink::flush(int socket) {
    std::scoped_lock const lock{mutex_};
    if (is_overfull_) throw FrameError{"it takes nothing any more"};
    while (said_ < output_.size()) {
        auto const size = ::send(socket, output_.data() + said_, output_.size() - said_,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) break;
        said_ += static_cast<std::size_t>(size);
    }
    if (said_ == output_.size() || said_ > piece_bytes) {
        output_.erase(0, said_);
        said_ = 0;
    }
}

}  // namespace daybook::fix
