#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "support/raw_client.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A connection to a worker on this machine.
class Connection {
  public:
    explicit Connection(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            throw std::runtime_error{"cannot connect"};
        }
    }
    ~Connection() { ::close(socket_); }
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    void send(std::string const& method, std::string const& target, std::string const& body) {
        auto const text = method + " " + target +
                          " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                          "Idempotency-Key: key\r\nContent-Type: application/json\r\n"
                          "Content-Length: " +
                          std::to_string(body.size()) + "\r\n\r\n" + body;
        if (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) < 0) {
            throw std::runtime_error{"cannot send"};
        }
    }
    /// Everything up to the end of the connection.
    std::string receive() {
        std::string all;
        std::array<char, 4096> buffer;
        while (true) {
            auto const size = ::recv(socket_, buffer.data(), buffer.size(), 0);
            if (size <= 0) return all;
            all.append(buffer.data(), static_cast<std::size_t>(size));
        }
    }

  private:
    int socket_;
};

class Worker : public testing::Test {
  protected:
    void start(std::vector<std::string> flags = {}) {
        std::vector<std::string> arguments{"worker", "--listen", "127.0.0.1:0"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        process_.emplace(DaybookProcess::Options{.arguments = arguments,
                                                 .variables = variables_,
                                                 .input = {},
                                                 .folder = folder_.path()});
        auto const line = process_->wait_for_line("worker ready");
        std::string const mark = "listen=127.0.0.1:";
        auto const port = line.find(mark);
        if (port == std::string::npos) throw std::runtime_error{line};
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(port + mark.size())));
    }
    std::string call(std::string const& method, std::string const& target,
                     std::string const& body = {}) {
        Connection connection{port_};
        connection.send(method, target, body);
        return connection.receive();
    }
    Finished stop(int signal) {
        process_->send(signal);
        return process_->wait();
    }
    Finished run(std::vector<std::string> arguments) {
        return run_daybook(folder_, std::move(arguments), {}, variables_);
    }

    TemporaryFolder folder_;
    Variables variables_{{"DATABASE_URL", "sqlite:book.db"}};
    std::optional<DaybookProcess> process_;
    std::uint16_t port_ = 0;
};

TEST_F(Worker, BooksWhatItAnswersAndEndsOnSigterm) {
    start();
    EXPECT_THAT(call("GET", "/healthz"), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(call("GET", "/readyz"), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(call("PUT", "/v1/assets/USD", "{\"display_decimals\":2}"),
                StartsWith("HTTP/1.1 201"));
    EXPECT_THAT(call("GET", "/metrics"), HasSubstr("daybook_commands_answered_total"));
    auto const finished = stop(SIGTERM);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_EQ(finished.out, "");
    EXPECT_THAT(finished.err, HasSubstr("worker stopped"));
    EXPECT_THAT(run({"export", "--format", "ndjson"}).out, HasSubstr("define_asset"));
}

TEST_F(Worker, AnswersUnderItsPublicNames) {
    auto const status_under = [&](std::string const& host) {
        support::RawClient client{port_};
        client.send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return support::status_in(client.read_answer());
    };
    variables_["DAYBOOK_PUBLIC_HOSTS"] = "elsewhere";
    start({"--public-host", "worker:7300", "--public-host", "book.example"});
    EXPECT_EQ(status_under("worker:7300"), 200);
    EXPECT_EQ(status_under("Book.example"), 200);
    EXPECT_EQ(status_under("elsewhere"), 403);
    EXPECT_EQ(status_under("127.0.0.1"), 200);
    EXPECT_THAT(stop(SIGTERM).err, HasSubstr("public_hosts=worker:7300,book.example"));
}

TEST_F(Worker, ListensOnAUnixSocketToo) {
    auto const path = folder_.file("daybook.sock");
    start({"--listen", "unix:" + path});
    support::RawClient client{path};
    client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(support::status_in(client.read_answer()), 200);
    EXPECT_THAT(call("GET", "/healthz"), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(stop(SIGTERM).err, HasSubstr("http listening path=" + path + "\n"));
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Worker, IdleConnectionsShutNobodyOut) {
    variables_["DAYBOOK_HTTP_CONNECTIONS_MAX"] = "20";
    start();
    std::vector<std::unique_ptr<support::RawClient>> idle;
    for (int i = 0; i < 60; ++i) idle.push_back(std::make_unique<support::RawClient>(port_));
    EXPECT_THAT(call("GET", "/healthz"), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(call("GET", "/v1/accounts"), StartsWith("HTTP/1.1 200"));
    EXPECT_EQ(stop(SIGTERM).exit_code, 0);
}

TEST_F(Worker, EndsOnSigintAsWell) {
    start({"--database", "memory:"});
    EXPECT_EQ(stop(SIGINT).exit_code, 0);
}

TEST_F(Worker, FinishesWhatItTookBeforeItEnds) {
    start({"--lanes", "2"});
    auto const body =
        "{\"command\":\"open_account\",\"account_id\":\"a\",\"funding\":"
        "\"MARGIN\",\"cost_basis\":\"FIFO\"}";
    Connection connection{port_};
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.file("book.db").c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    connection.send("POST", "/v1/commands", std::string{"{\"commands\":["} + body + "]}");
    // Answered on another connection: by now the first request has been read.
    EXPECT_THAT(call("GET", "/healthz"), StartsWith("HTTP/1.1 200"));
    process_->send(SIGTERM);
    process_->wait_for_line("worker stopping");
    ASSERT_EQ(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(other);
    EXPECT_THAT(connection.receive(), HasSubstr("\"DONE\""));
    EXPECT_EQ(process_->wait().exit_code, 0);
    EXPECT_THAT(run({"show", "accounts", "--json"}).out, HasSubstr("\"account_id\":\"a\""));
}

TEST_F(Worker, ASecondSignalEndsItAtOnce) {
    start();
    Connection connection{port_};
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.file("book.db").c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    connection.send("PUT", "/v1/assets/USD", "{\"display_decimals\":2}");
    EXPECT_THAT(call("GET", "/healthz"), StartsWith("HTTP/1.1 200"));
    process_->send(SIGTERM);
    process_->wait_for_line("worker stopping");
    EXPECT_EQ(stop(SIGTERM).exit_code, 130);
    sqlite3_close(other);
}

TEST_F(Worker, DoesNotStartOnAPortThatIsTaken) {
    start();
    auto const second = run({"worker", "--listen", "127.0.0.1:" + std::to_string(port_)});
    EXPECT_EQ(second.exit_code, 15);
    EXPECT_THAT(second.err, HasSubstr("cannot listen on 127.0.0.1:" + std::to_string(port_)));
    EXPECT_EQ(stop(SIGTERM).exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
