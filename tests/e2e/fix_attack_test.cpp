#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <deque>
#include <filesystem>
#include <optional>
#include <random>
#include <utility>

#include "e2e/fix_attack.hpp"
#include "support/raw_client.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A logon, MsgSeqNum 0, and a SequenceReset downwards.
void send_three_messages(FixPeer const& peer) {
    peer.send(FixPeer::message("A", 1, logon_body) + FixPeer::message("0", 0) +
              FixPeer::message("4", 0, "36=1|"));
}

TEST_F(FixAttack, ThreeMessagesOfAVenueEndTheSessionAndNotTheWorker) {
    start_order_session();
    {
        FixListener const listener{port_};
        auto venue = listener.accept();
        venue.read_until("35=A");
        send_three_messages(venue);
        EXPECT_THAT(worker_->wait_for_line("fix session process ended"), HasSubstr("signal 6"));
        expect_ready();
        EXPECT_THAT(body_with("/v1/exchanges/VENUE", R"("session_restarts":1)"),
                    AllOf(HasSubstr("signal 6"), HasSubstr("another begins in 1 s")));
        EXPECT_THAT(HttpClient{http_port_}.get("/metrics").body,
                    HasSubstr(R"(daybook_exchange_session_restarts_total{exchange="VENUE"} 1)"));
        // The numbers begin again, so that a venue that remembers nothing can go on.
        auto again = listener.accept();
        again.read_until("35=A");
        again.send(FixPeer::message("A", 1, logon_body + "141=Y|"));
        again.read_until("35=A");
    }
    expect_an_order_is_filled_once();
}

TEST_F(FixAttack, ThreeMessagesToADropCopyEndTheirConnection) {
    start_drop_copy();
    {
        FixPeer attacker{port_};
        send_three_messages(attacker);
        EXPECT_THAT(attacker.read_rest(), HasSubstr("MsgSeqNum too low"));
    }
    expect_ready();
    FixPeer peer{port_};
    expect_a_fill_is_booked_once(peer, log_on(peer, 2));
}

/// Bytes that are almost FIX, out of one seed.
std::string hostile_stream(unsigned seed) {
    std::mt19937 random{seed};
    auto const below = [&](std::size_t count) { return random() % count; };
    std::vector<std::string> const types{"A", "0", "1", "2", "3", "4", "5", "8", "j", "\xff", ""};
    std::vector<std::string> const bodies{"36=-5|",
                                          "36=1|123=Y|",
                                          "7=-1|16=2147483647|",
                                          "7=1|16=0|",
                                          "45=-1|372=D|",
                                          "141=Y|",
                                          fill,
                                          "112=" + std::string(3'000, 'x') + "|",
                                          "36=2147483647|",
                                          "95=99999999|96=x|",
                                          "453=2|448=a|448=b|",
                                          "9=7|8=FIX.4.4|"};
    std::vector<int> const numbers{0, 1, 2, 3, -1, 2'147'483'647, 5, 4};
    std::string all = FixPeer::message("A", 1, logon_body);
    for (int i = 0; i < 60; ++i) {
        auto text = FixPeer::message(types[below(types.size())], numbers[below(numbers.size())],
                                     bodies[below(bodies.size())]);
        if (below(3) == 0) text[below(text.size())] = static_cast<char>(below(256));
        if (below(6) == 0) text.erase(below(text.size()));
        all += text;
    }
    return all;
}

TEST_F(FixAttack, SixteenHostileStreamsToADropCopyEndNothing) {
    start_drop_copy();
    for (unsigned seed = 1; seed <= 16; ++seed) {
        FixPeer const attacker{port_};
        attacker.send(hostile_stream(seed));
        expect_ready();
    }
    // Nobody knows where they have left the numbers: they begin again. As counterparties do, this
    // one connects again where its logon has no answer: that of the last attacker may still end.
    std::optional<FixPeer> logged_on;
    for (int i = 0; i < 5 && !logged_on; ++i) {
        FixPeer peer{port_};
        peer.send(FixPeer::message("A", 1, logon_body + "141=Y|"));
        bool const is_answered = peer.read_until("35=A", 10'000).find("35=A") != std::string::npos;
        if (is_answered) logged_on.emplace(std::move(peer));
    }
    ASSERT_TRUE(logged_on);
    auto& peer = *logged_on;
    peer.send(FixPeer::message("8", 2, fill) + FixPeer::message("8", 3, fill));
    body_with("/v1/accounts/alpha/orders", "E1");
    stop_soundly();
    EXPECT_THAT(daybook({"show", "executions", "--json", "--account", "alpha"}).out,
                Not(HasSubstr(R"("filled_base":"4")")));
}

TEST_F(FixAttack, SixteenHostileStreamsOfAVenueDoNotEndTheWorker) {
    start_order_session();
    FixListener const listener{port_};
    for (unsigned seed = 1; seed <= 4; ++seed) {
        // Four to a connection, which the session's pauses make rare.
        auto venue = listener.accept();
        venue.read_until("35=A");
        for (unsigned part = 0; part < 4; ++part) venue.send(hostile_stream(seed * 4 + part));
        expect_ready();
    }
    stop_soundly();
}

TEST_F(FixAttack, AThousandConnectionsToADropCopyLeaveRoomForTheCounterparty) {
    rlimit descriptors{};
    ::getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
    start_drop_copy();
    std::deque<FixPeer> crowd;
    for (int i = 0; i < 1'100; ++i) crowd.emplace_back(port_);
    worker_->wait_for_line("there are too many connections");
    expect_ready();
    FixPeer peer{port_};
    expect_a_fill_is_booked_once(peer, log_on(peer, 1));
}

TEST_F(FixAttack, AThousandHttpConnectionsDoNotEndTheOrderSession) {
    rlimit descriptors{};
    ::getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
    start_order_session();
    std::deque<support::RawClient> crowd;
    for (int i = 0; i < 1'015; ++i) crowd.emplace_back(static_cast<std::uint16_t>(http_port_));
    // The session connects now, and its process has none of those descriptors.
    FixListener const listener{port_};
    auto venue = listener.accept();
    venue.read_until("35=A");
    venue.send(FixPeer::message("A", 1, "98=0|108=30|"));
    EXPECT_THAT(body_with("/v1/exchanges/VENUE", R"("session":"up")"),
                AllOf(HasSubstr(R"("session":"up")"), HasSubstr(R"("session_restarts":0)")));
    stop_soundly();
}

}  // namespace
}  // namespace daybook::e2e
