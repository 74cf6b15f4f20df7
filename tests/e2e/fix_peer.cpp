#include "e2e/fix_peer.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace daybook::e2e {
namespace {

constexpr int patience_ms = 60'000;

sockaddr_in loopback(int port) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(static_cast<std::uint16_t>(port));
    return name;
}

std::string now_text() {
    std::time_t const now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%d-%H:%M:%S", &parts)};
}

bool is_readable(int socket, int wait_ms = patience_ms) {
    pollfd readable{socket, POLLIN, 0};
    return ::poll(&readable, 1, wait_ms) > 0;
}

}  // namespace

FixPeer::FixPeer(int port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    auto const name = loopback(port);
    if (::connect(socket_, reinterpret_cast<sockaddr const*>(&name), sizeof name) == 0) return;
    ::close(socket_);
    throw std::runtime_error{"nobody listens on port " + std::to_string(port)};
}

FixPeer::~FixPeer() {
    if (socket_ >= 0) ::close(socket_);
}

FixPeer::FixPeer(FixPeer&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, received_{std::move(other.received_)} {}

std::string FixPeer::message(std::string const& type, int number, std::string body) {
    std::ranges::replace(body, '|', '\x01');
    auto const fields = "35=" + type + "\x01" + "34=" + std::to_string(number) + "\x01" +
                        "49=VENUE\x01" + "52=" + now_text() + "\x01" + "56=DESK\x01" + body;
    auto const text =
        "8=FIX.4.4\x01"
        "9=" +
        std::to_string(fields.size()) + "\x01" + fields;
    auto const sum = std::accumulate(text.begin(), text.end(), 0u, [](unsigned all, char c) {
        return all + static_cast<unsigned char>(c);
    });
    auto digits = std::to_string(sum % 256);
    digits.insert(0, 3 - digits.size(), '0');
    return text + "10=" + digits + "\x01";
}

bool FixPeer::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

std::string FixPeer::read_until(std::string const& words, std::optional<int> wait_ms) {
    std::array<char, 4096> buffer;
    while (received_.find(words) == std::string::npos &&
           is_readable(socket_, wait_ms.value_or(patience_ms))) {
        auto const size = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (size <= 0) break;
        received_.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return std::exchange(received_, {});
}

FixListener::FixListener(int port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    int const yes = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    auto const name = loopback(port);
    bool const listens =
        ::bind(socket_, reinterpret_cast<sockaddr const*>(&name), sizeof name) == 0 &&
        ::listen(socket_, 16) == 0;
    if (!listens) throw std::runtime_error{"port " + std::to_string(port) + " is taken"};
}

FixListener::~FixListener() { ::close(socket_); }

FixPeer FixListener::accept() const {
    if (!is_readable(socket_)) throw std::runtime_error{"nobody connects"};
    return FixPeer{FixPeer::Accepted{::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)}};
}

}  // namespace daybook::e2e
