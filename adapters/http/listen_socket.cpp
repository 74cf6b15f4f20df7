#include "http/listen_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace daybook::http {

namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;

template <class Address>
sockaddr* general(Address& address) {
    return static_cast<sockaddr*>(static_cast<void*>(&address));
}

/// Removes the socket of a process that has ended. Returns what keeps the file there, or 0.
int remove_stale(sockaddr_un& name) {
    struct stat status{};
    if (::lstat(name.sun_path, &status) != 0) return 0;
    if (!S_ISSOCK(status.st_mode)) return EEXIST;
    int const probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return errno;
    int const error = ::connect(probe, general(name), sizeof name) == 0 ? 0 : errno;
    ::close(probe);
    if (error == 0) return EADDRINUSE;
    if (error == ECONNREFUSED) ::unlink(name.sun_path);
    return 0;
}

}  // namespace

ListenSocket::ListenSocket(ListenAddress address) : address_{std::move(address)} {
    try {
        if (address_.is_unix()) {
            bind_unix();
        } else {
            bind_tcp();
        }
    } catch (...) {
        if (descriptor_ >= 0) ::close(descriptor_);
        throw;
    }
}

ListenSocket::ListenSocket(ListenSocket&& other) noexcept
    : address_{std::move(other.address_)},
      family_{other.family_},
      descriptor_{std::exchange(other.descriptor_, -1)} {}

ListenSocket::~ListenSocket() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (address_.is_unix()) ::unlink(address_.path.c_str());
}

int ListenSocket::release() { return std::exchange(descriptor_, -1); }

void ListenSocket::fail(int error) const {
    throw std::system_error{error, std::system_category(), address_.to_string()};
}

void ListenSocket::open() {
    descriptor_ = ::socket(family_, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) fail(errno);
}

void ListenSocket::bind_tcp() {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(address_.port);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(address_.port);
    bool const is_v6 = ::inet_pton(AF_INET6, address_.host.c_str(), &v6.sin6_addr) == 1;
    if (!is_v6 && ::inet_pton(AF_INET, address_.host.c_str(), &v4.sin_addr) != 1) fail(EINVAL);
    family_ = is_v6 ? AF_INET6 : AF_INET;
    open();
    // Connections that have ended keep nobody from the address. One that listens does.
    int const yes = 1;
    ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    auto* const name = is_v6 ? general(v6) : general(v4);
    auto size = static_cast<socklen_t>(is_v6 ? sizeof v6 : sizeof v4);
    if (::bind(descriptor_, name, size) != 0) fail(errno);
    if (::getsockname(descriptor_, name, &size) != 0) fail(errno);
    address_.port = ntohs(is_v6 ? v6.sin6_port : v4.sin_port);
}

void ListenSocket::bind_unix() {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    if (address_.path.size() >= sizeof name.sun_path) fail(ENAMETOOLONG);
    address_.path.copy(name.sun_path, address_.path.size());
    if (int const error = remove_stale(name); error != 0) fail(error);
    family_ = AF_UNIX;
    open();
    // The file gets the socket's mode, so nobody else can connect in between.
    ::fchmod(descriptor_, owner_only);
    if (::bind(descriptor_, general(name), sizeof name) != 0) fail(errno);
}

}  // namespace daybook::http
