#include "fix/fix_access.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "fix/engine/message_rate.hpp"
#include "fix/fix_settings.hpp"
#include "fix/process/frames.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

bool lets_in(std::string const& network, std::string const& address) {
    Network read_network;
    Address read_address{};
    EXPECT_TRUE(parse_network(network, read_network)) << network;
    EXPECT_TRUE(parse_address(address, read_address)) << address;
    return contains(read_network, read_address);
}

TEST(FixAccess, NetworksContainTheirAddresses) {
    EXPECT_TRUE(lets_in("192.0.2.0/24", "192.0.2.255"));
    EXPECT_FALSE(lets_in("192.0.2.0/24", "192.0.3.0"));
    EXPECT_TRUE(lets_in("192.0.2.128/25", "192.0.2.129"));
    EXPECT_FALSE(lets_in("192.0.2.128/25", "192.0.2.127"));
    EXPECT_TRUE(lets_in("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(lets_in("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(lets_in("192.0.2.7", "::ffff:192.0.2.7"));
    EXPECT_TRUE(lets_in("2001:db8::/32", "2001:db8:ffff::1"));
    EXPECT_FALSE(lets_in("2001:db8::/32", "2001:db9::1"));
    EXPECT_FALSE(lets_in("::1", "::2"));
}

TEST(FixAccess, WhatIsNoNetworkIsNone) {
    for (std::string const text : {"", "/", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "host",
                                   "192.0.2/24", "::1/129", "192.0.2.0/24/8", "192.0.2.0/2x"}) {
        Network network;
        EXPECT_FALSE(parse_network(text, network)) << text;
    }
}

std::string refusal(std::string const& more) {
    try {
        auto const text = support::fix_settings_text(FixRole::drop_copy, 5001, more);
        return "listens on " + read_fix_settings(text, "fix.cfg", FixRole::drop_copy).address;
    } catch (ports::ExchangeError const& error) {
        return error.what();
    }
}

TEST(FixAccess, ADropCopyListensOnTheLoopbackUnlessItIsToldAndHasAPassword) {
    EXPECT_EQ(refusal(""), "listens on 127.0.0.1:5001");
    EXPECT_EQ(refusal("SocketAcceptHost=::1\n"), "listens on [::1]:5001");
    EXPECT_EQ(refusal("SocketAcceptHost=0.0.0.0\nUsername=desk\nPassword=x\n"),
              "listens on 0.0.0.0:5001");
    for (std::string const more : {"", "Username=desk\n", "Password=x\n"}) {
        EXPECT_EQ(refusal("SocketAcceptHost=0.0.0.0\n" + more),
                  "fix.cfg: SocketAcceptHost must be a loopback address where Username and "
                  "Password are not set, not \"0.0.0.0\"");
    }
    EXPECT_EQ(refusal("SocketAcceptHost=desk.example\n"),
              "fix.cfg: SocketAcceptHost must be an address of this machine, such as 127.0.0.1 or "
              "::, not \"desk.example\"");
    EXPECT_EQ(refusal("AllowedNetworks=192.0.2.0/24,x\n"),
              "fix.cfg: AllowedNetworks must be networks such as 192.0.2.0/24 and 2001:db8::/32, "
              "with commas, not \"192.0.2.0/24,x\"");
    EXPECT_EQ(refusal("MaxConnections=1\n"),
              "fix.cfg: MaxConnections must be a whole number from 2 to 200, not \"1\"");
}

TEST(FixAccess, AnOrderSessionHasNoSuchKeys) {
    auto const text =
        support::fix_settings_text(FixRole::order_routing, 5001, "AllowedNetworks=::1\n");
    EXPECT_THROW(static_cast<void>(read_fix_settings(text, "fix.cfg", FixRole::order_routing)),
                 ports::ExchangeError);
}

TEST(FixMessageRate, TakesTenSecondsAtOnceAndThenSoManyASecond) {
    using namespace std::chrono_literals;
    MessageRate::Clock::time_point const start{};
    MessageRate rate{5, start};
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(rate.take(start));
    EXPECT_FALSE(rate.take(start));
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(rate.take(start + 1s));
    EXPECT_FALSE(rate.take(start + 1s));
}

TEST(FixFrames, WhatIsCutShortOrNoWordIsRefused) {
    auto const bytes = FrameWriter{Word::answer}.number(7).text("abc").take();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        FrameStream stream;
        stream.append(bytes.data(), size);
        EXPECT_FALSE(stream.next()) << size;
    }
    FrameStream stream;
    stream.append(bytes.data(), bytes.size());
    auto frame = stream.next();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->number(), 7u);
    EXPECT_EQ(frame->text(), "abc");
    EXPECT_THROW(static_cast<void>(frame->number()), FrameError);
    EXPECT_THROW(FrameReader{std::string{"\x7f"}}, FrameError);
    FrameStream huge;
    huge.append("\xff\xff\xff\xff", 4);
    EXPECT_THROW(static_cast<void>(huge.next()), FrameError);
}

}  // namespace
}  // namespace daybook::fix
