#include "fix/engine/accepted_connection.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

namespace daybook {
namespace fix {
namespace {

/// How long the other side may take to close what is ended here.
std::chrono::seconds const ending_patience(2);

}  // namespace

AcceptedConnection::AcceptedConnection(int socket, std::string peer, Clock::time_point now)
    : socket_(socket), peer_(std::move(peer)), since_(now) {}

AcceptedConnection::~AcceptedConnection() { ::close(socket_); }

bool AcceptedConnection::read() {
    char buffer[16384];
    auto const size = ::recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size < 0) return errno == EAGAIN || errno == EINTR;
    if (size == 0) {
        std::lock_guard<std::mutex> const lock(mutex_);
        is_broken_ = true;
        return false;
    }
    // What comes after the end is read so that the other side gets what was sent before.
    if (is_ending()) return true;
    parser_.addToStream(buffer, static_cast<std::size_t>(size));
    unparsed_ += static_cast<std::size_t>(size);
    return unparsed_ <= input_bytes_max;
}

bool AcceptedConnection::next_message(std::string& message) {
    while (true) {
        try {
            if (!parser_.readFixMessage(message)) return false;
            unparsed_ -= std::min(unparsed_, message.size());
            return true;
        } catch (FIX::MessageParseError const&) {
            // The parser has thrown away what has no length.
            unparsed_ = 0;
        }
    }
}

void AcceptedConnection::write() {
    std::lock_guard<std::mutex> const lock(mutex_);
    flush();
}

void AcceptedConnection::flush() {
    while (!output_.empty() && !is_broken_) {
        auto const size =
            ::send(socket_, output_.data(), output_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return;
        if (size < 0) is_broken_ = true;
        if (size > 0) output_.erase(0, static_cast<std::size_t>(size));
    }
    if (!is_ending_ || has_ended_output_) return;
    has_ended_output_ = true;
    ::shutdown(socket_, SHUT_WR);
}

bool AcceptedConnection::has_output() const {
    std::lock_guard<std::mutex> const lock(mutex_);
    return !output_.empty() && !is_broken_;
}

bool AcceptedConnection::send(std::string const& message) {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (is_ending_ || is_broken_) return false;
    if (output_.size() + message.size() > output_bytes_max) {
        is_broken_ = true;
        return false;
    }
    output_ += message;
    flush();
    return !is_broken_;
}

void AcceptedConnection::disconnect() {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (is_ending_) return;
    is_ending_ = true;
    ending_since_ = Clock::now();
    flush();
}

bool AcceptedConnection::is_ending() const {
    std::lock_guard<std::mutex> const lock(mutex_);
    return is_ending_ || is_broken_;
}

bool AcceptedConnection::is_over(Clock::time_point now) {
    std::lock_guard<std::mutex> const lock(mutex_);
    return is_broken_ || (is_ending_ && now - ending_since_ > ending_patience);
}

}  // namespace fix
}  // namespace daybook
