#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>

#include "app/systemd_notifier.hpp"

namespace daybook::app {
namespace {

using namespace std::chrono_literals;

TEST(SystemdNotifier, SendsToTheSocketItIsGiven) {
    auto const path = testing::TempDir() + "notify_" + std::to_string(::getpid());
    ::unlink(path.c_str());
    int const receiver = ::socket(AF_UNIX, SOCK_DGRAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    ASSERT_LT(path.size(), sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    ASSERT_EQ(::bind(receiver, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);

    SystemdNotifier const notifier{path, 10s};
    notifier.ready();
    std::array<char, 64> buffer{};
    auto const size = ::recv(receiver, buffer.data(), buffer.size(), 0);
    EXPECT_EQ(std::string(buffer.data(), static_cast<std::size_t>(size)), "READY=1");
    EXPECT_EQ(notifier.alive_interval(), 5s);
    ::close(receiver);
    ::unlink(path.c_str());
}

TEST(SystemdNotifier, IsSilentWhereNobodyAsked) {
    SystemdNotifier const notifier;
    notifier.ready();
    EXPECT_EQ(notifier.alive_interval(), std::nullopt);
    SystemdNotifier const gone{"/nowhere/at/all", 10s};
    gone.stopping();
}

}  // namespace
}  // namespace daybook::app
