#include "support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace daybook::support {

namespace {

sockaddr_un unix_address(std::string const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, std::optional<int> receive_bytes)
    : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    if (receive_bytes) {
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &*receive_bytes, sizeof *receive_bytes);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect(&address, sizeof address);
}

RawClient::RawClient(std::string const& path) : socket_{::socket(AF_UNIX, SOCK_STREAM, 0)} {
    auto const address = unix_address(path);
    connect(&address, sizeof address);
}

void RawClient::connect(void const* address, std::size_t size) {
    timeval minute{};
    minute.tv_sec = 60;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &minute, sizeof minute);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &minute, sizeof minute);
    if (::connect(socket_, static_cast<sockaddr const*>(address), static_cast<socklen_t>(size)) !=
        0) {
        auto const error = errno;
        close();
        throw std::system_error{error, std::generic_category(), "connect"};
    }
}

RawClient::~RawClient() { close(); }

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            if (errno == EAGAIN) throw std::runtime_error{"the server takes nothing"};
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::end_sending() { ::shutdown(socket_, SHUT_WR); }

void RawClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void RawClient::reset() {
    linger const at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

bool RawClient::receive() {
    std::array<char, 65536> buffer{};
    auto const count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EAGAIN) throw std::runtime_error{"the server says nothing"};
    if (count <= 0) return false;
    input_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

std::string RawClient::read_answer(bool has_body) {
    auto end = input_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!receive()) return {};
        end = input_.find("\r\n\r\n");
    }
    auto size = end + 4;
    auto const length = input_.find("Content-Length: ");
    if (has_body && length < end) {
        std::size_t body = 0;
        std::from_chars(input_.data() + length + 16, input_.data() + end, body);
        size += body;
    }
    while (input_.size() < size) {
        if (!receive()) return {};
    }
    auto answer = input_.substr(0, size);
    input_.erase(0, size);
    return answer;
}

std::string RawClient::read_until(std::string_view end) {
    auto at = input_.find(end);
    while (at == std::string::npos) {
        if (!receive()) return std::exchange(input_, {});
        at = input_.find(end);
    }
    auto text = input_.substr(0, at + end.size());
    input_.erase(0, at + end.size());
    return text;
}

std::string RawClient::read_rest() {
    while (receive()) {
    }
    return std::exchange(input_, {});
}

void leave_stale_socket(std::string const& path) {
    int const socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    auto const address = unix_address(path);
    auto const* const generic = reinterpret_cast<sockaddr const*>(&address);
    bool const is_bound = ::bind(socket, generic, sizeof address) == 0;
    ::close(socket);
    if (!is_bound) throw std::runtime_error{"cannot bind " + path};
}

std::string get_text(std::string_view target, std::string_view headers) {
    std::string text = "GET ";
    text += target;
    text += " HTTP/1.1\r\nHost: localhost\r\n";
    text += headers;
    return text + "\r\n";
}

std::string post_text(std::string_view target, std::string_view body, std::string_view headers) {
    std::string text = "POST ";
    text += target;
    text += " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    text += headers;
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    text += body;
    return text;
}

int status_in(std::string_view answer) {
    int status = 0;
    if (answer.starts_with("HTTP/1.1 ") && answer.size() > 12) {
        std::from_chars(answer.data() + 9, answer.data() + 12, status);
    }
    return status;
}

std::string_view body_in(std::string_view answer) {
    auto const end = answer.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string_view{} : answer.substr(end + 4);
}

}  // namespace daybook::support
