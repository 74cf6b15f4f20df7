#include "e2e/http_client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "support/api_document.hpp"

namespace daybook::e2e {
namespace {

std::size_t length_of_body(std::string const& head) {
    constexpr char const* name = "Content-Length: ";
    auto const at = head.find(name);
    if (at == std::string::npos) throw std::runtime_error{"an answer without Content-Length"};
    return static_cast<std::size_t>(
        std::atoll(head.c_str() + at + std::char_traits<char>::length(name)));
}

/// Where the answer is not as the API's document describes it.
std::string faults_of(std::string const& request, std::string const& head,
                      HttpAnswer const& answer) {
    auto const space = request.find(' ');
    auto const type =
        head.find("Content-Type: ") + std::char_traits<char>::length("Content-Type: ");
    return support::answer_faults(
        {.method = request.substr(0, space),
         .target = request.substr(space + 1, request.find(' ', space + 1) - space - 1),
         .status = answer.status,
         .content_type = head.substr(type, head.find("\r\n", type) - type),
         .body = answer.body});
}

}  // namespace

HttpClient::HttpClient(int port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error{"no worker listens"};
    }
    int const on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpClient::~HttpClient() {
    if (socket_ >= 0) ::close(socket_);
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, received_{std::move(other.received_)} {}

HttpAnswer HttpClient::get(std::string const& target) {
    return exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

HttpAnswer HttpClient::post(std::string const& target, std::string const& json) {
    return exchange("POST " + target +
                    " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    "Content-Length: " +
                    std::to_string(json.size()) + "\r\n\r\n" + json);
}

HttpAnswer HttpClient::exchange(std::string const& request) {
    std::size_t sent = 0;
    while (sent < request.size()) {
        auto const count =
            ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) throw std::runtime_error{"the connection broke while sending"};
        sent += static_cast<std::size_t>(count);
    }
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) fill();
    auto const head = received_.substr(0, end + 2);
    auto const size = end + 4 + length_of_body(head);
    while (received_.size() < size) fill();
    HttpAnswer answer{std::atoi(head.c_str() + 9), received_.substr(end + 4, size - end - 4)};
    received_.erase(0, size);
    EXPECT_EQ(faults_of(request, head, answer), "") << request << answer.body;
    return answer;
}

void HttpClient::fill() {
    std::array<char, 65536> buffer;
    auto const count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count <= 0) throw std::runtime_error{"the connection broke while receiving"};
    received_.append(buffer.data(), static_cast<std::size_t>(count));
}

int port_of(std::string const& line) {
    auto const at = line.find("port=");
    if (at == std::string::npos) throw std::runtime_error{"no port in: " + line};
    return std::atoi(line.c_str() + at + 5);
}

}  // namespace daybook::e2e
