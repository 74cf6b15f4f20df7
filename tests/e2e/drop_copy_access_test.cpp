#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "e2e/fix_attack.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class DropCopyAccess : public FixAttack {};

TEST_F(DropCopyAccess, ADropCopyTakesNothingWithoutUsernameAndPasswordAndTellsNone) {
    start_drop_copy();
    for (std::string const body :
         {"98=0|108=30|", "98=0|108=30|553=desk|554=hunter2|", "98=0|108=30|553=desk|554=|",
          "98=0|108=30|553=x|554=hunter22|"}) {
        FixPeer stranger{port_};
        stranger.send(FixPeer::message("A", 1, body + "141=Y|") + FixPeer::message("8", 2, fill));
        EXPECT_THAT(stranger.read_rest(), IsEmpty()) << body;
    }
    worker_->wait_for_line("fix connection refused");
    FixPeer peer{port_};
    peer.send(FixPeer::message("A", 1, logon_body));
    auto const answer = peer.read_until(
        "\x01"
        "10=");
    EXPECT_THAT(answer, AllOf(HasSubstr("35=A"), Not(HasSubstr("553=")), Not(HasSubstr("554="))));
    // A second logon leaves the first as it is.
    FixPeer second{port_};
    second.send(FixPeer::message("A", 2, logon_body));
    EXPECT_THAT(second.read_rest(), IsEmpty());
    EXPECT_EQ(HttpClient{http_port_}.get("/v1/accounts/alpha/orders").status, 404);
    expect_a_fill_is_booked_once(peer, 2);
    for (auto const& file : std::filesystem::directory_iterator{folder_.file("fix")}) {
        std::ostringstream text;
        text << std::ifstream{file.path()}.rdbuf();
        EXPECT_THAT(text.str(), Not(HasSubstr("hunter22"))) << file.path();
    }
}

TEST_F(DropCopyAccess, ADropCopyLetsInTheNetworksThatItNames) {
    start_drop_copy("AllowedNetworks=192.0.2.0/24, 2001:db8::/32\n");
    FixPeer peer{port_};
    peer.send(FixPeer::message("A", 1, logon_body));
    EXPECT_THAT(peer.read_rest(), IsEmpty());
    EXPECT_THAT(worker_->wait_for_line("fix connection refused"), HasSubstr("AllowedNetworks"));
}

TEST_F(DropCopyAccess, ADropCopyLogsOutWhoSendsTooMuch) {
    start_drop_copy("MaxMessagesPerSecond=5\n");
    FixPeer peer{port_};
    auto number = log_on(peer, 1);
    for (int i = 0; i < 200; ++i) peer.send(FixPeer::message("0", number++));
    EXPECT_THAT(peer.read_rest(),
                AllOf(HasSubstr("35=5"), HasSubstr("more than 5 messages a second")));
    expect_ready();
}

TEST_F(DropCopyAccess, ADropCopyThatOthersReachWithoutAPasswordIsRefused) {
    std::ofstream{folder_.file("copy.cfg")} << support::fix_settings_text(
        fix::FixRole::drop_copy, port_, "Account=house\nSocketAcceptHost=0.0.0.0\n");
    auto const finished = daybook({"worker", "--listen", "127.0.0.1:0", "--drop-copy",
                                   folder_.file("copy.cfg"), "--data-folder", folder_.path()});
    EXPECT_EQ(finished.exit_code, 10);
    EXPECT_THAT(finished.err, HasSubstr("SocketAcceptHost must be a loopback address where "
                                        "Username and Password are not set"));
}

TEST_F(DropCopyAccess, TheProcessOfASessionEndsWithItsWorker) {
    start_drop_copy();
    {
        FixPeer peer{port_};
        log_on(peer, 1);
        worker_->send(SIGKILL);
        worker_->wait();
        static_cast<void>(peer.read_rest());  // Its descriptors are closed: it is gone.
    }
    start_drop_copy();
    // Whether the first logon was counted before the end, nobody knows: the numbers begin again.
    FixPeer peer{port_};
    peer.send(FixPeer::message("A", 1, logon_body + "141=Y|"));
    EXPECT_THAT(peer.read_until("\x01"
                                "10="),
                HasSubstr("35=A"));
    expect_a_fill_is_booked_once(peer, 2);
}

}  // namespace
}  // namespace daybook::e2e
