#include "http/listen_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace daybook::http {

namespace {

[[noreturn]] void fail(int error, std::string const& what) {
    throw std::system_error{error, std::system_category(), what};
}

}  // namespace

ListenSocket::ListenSocket(std::string const& address, std::uint16_t port) {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    is_v6_ = ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1;
    if (!is_v6_ && ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) != 1) {
        fail(EINVAL, "not an address: " + address);
    }
    auto const where = address + " port " + std::to_string(port);
    descriptor_ = ::socket(is_v6_ ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) fail(errno, where);
    // Connections that have ended keep nobody from the address. One that listens does.
    int const yes = 1;
    ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    auto const* const name =
        is_v6_ ? reinterpret_cast<sockaddr const*>(&v6) : reinterpret_cast<sockaddr const*>(&v4);
    auto const size = static_cast<socklen_t>(is_v6_ ? sizeof v6 : sizeof v4);
    if (::bind(descriptor_, name, size) == 0) return;
    int const error = errno;
    ::close(std::exchange(descriptor_, -1));
    fail(error, where);
}

ListenSocket::~ListenSocket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

int ListenSocket::release() { return std::exchange(descriptor_, -1); }

}  // namespace daybook::http
