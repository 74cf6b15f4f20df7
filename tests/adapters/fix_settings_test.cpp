#include "fix/fix_settings.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using support::fix_settings_text;

std::string const whole = fix_settings_text(FixRole::order_routing, 5001);

FixSettings settings(std::string const& more = "") {
    return read_fix_settings(whole + more, "fix.cfg", FixRole::order_routing);
}

std::string error(std::string const& text, FixRole role = FixRole::order_routing) {
    try {
        static_cast<void>(read_fix_settings(text, "fix.cfg", role));
        return "none";
    } catch (ports::ExchangeError const& refused) {
        return refused.what();
    }
}

std::string without(std::string const& key) {
    auto text = whole;
    auto const at = text.find("\n" + key + "=") + 1;
    return text.erase(at, text.find('\n', at) - at);
}

TEST(FixSettingsRead, DefaultsAreFilledIn) {
    auto const read = settings();
    EXPECT_EQ(read.session_name, "FIX.4.4:DESK->VENUE");
    EXPECT_EQ(read.address, "127.0.0.1:5001");
    EXPECT_EQ(read.dialect.exchange.value(), "VENUE");
    EXPECT_TRUE(read.dialect.sends_account);
    EXPECT_EQ(read.dialect.exec_id_scope, ExecIdScope::UNIQUE);
    EXPECT_NE(read.engine_text.find("HeartBtInt=30\n"), std::string::npos);
    EXPECT_NE(read.engine_text.find("UseDataDictionary=N\n"), std::string::npos);
}

TEST(FixSettingsRead, OwnKeysAreRead) {
    auto const read = settings(
        "Account=house\nAccount.ACME-7=alpha\nSendAccount=N\nPriceDecimals=2\nQuantityDecimals=8\n"
        "ExecIds=RESTARTING\nCommissionPercent=PERCENT\nFeeAsset=USD\nUsername=desk\n"
        "Password=p=w #1\nMassStatusOnLogon=Y\nStoreSync=Y\n");
    EXPECT_EQ(read.dialect.account->value(), "house");
    EXPECT_EQ(read.dialect.accounts.at("ACME-7").value(), "alpha");
    EXPECT_EQ(read.dialect.account_spellings.at(model::AccountId{"alpha"}), "ACME-7");
    EXPECT_FALSE(read.dialect.sends_account);
    EXPECT_EQ(read.dialect.price_decimals, 2);
    EXPECT_EQ(read.dialect.quantity_decimals, 8);
    EXPECT_EQ(read.dialect.exec_id_scope, ExecIdScope::RESTARTING);
    EXPECT_EQ(read.dialect.commission_percentage, PercentageUnit::PERCENT);
    EXPECT_EQ(read.dialect.fee_asset->value(), "USD");
    EXPECT_EQ(read.password, "p=w #1");
    EXPECT_TRUE(read.asks_mass_status);
    EXPECT_TRUE(read.is_store_synced);
    EXPECT_EQ(read.engine_text.find("p=w"), std::string::npos);
}

TEST(FixSettingsRead, TheSessionGoesBeforeTheDefault) {
    auto const text = "[DEFAULT]\nPriceDecimals=1\n" + whole + "priceDecimals=3\n";
    EXPECT_EQ(read_fix_settings(text, "fix.cfg", FixRole::order_routing).dialect.price_decimals, 3);
}

TEST(FixSettingsRead, WhatIsMissingOrWrongIsNamed) {
    for (auto const* key : {"Exchange", "BeginString", "SenderCompID", "TargetCompID",
                            "SocketConnectHost", "SocketConnectPort", "StartTime", "EndTime"}) {
        EXPECT_EQ(error(without(key)), "fix.cfg: " + std::string{key} + " is required");
    }
    EXPECT_EQ(error(whole + "PriceDecimals=x\n"),
              "fix.cfg: PriceDecimals must be a whole number from 0 to 18, not \"x\"");
    EXPECT_EQ(error(whole + "ExecIds=SOME\n"),
              "fix.cfg: ExecIds must be UNIQUE or RESTARTING, not \"SOME\"");
    EXPECT_EQ(error(whole + "SendAccount=yes\n"),
              "fix.cfg: SendAccount must be Y or N, not \"yes\"");
    EXPECT_EQ(error(whole + "Account=Not Ours\n"),
              "fix.cfg: Account must match [a-z0-9][a-z0-9._-]{0,63}, not \"Not Ours\"");
    EXPECT_EQ(error(whole + "Account.A=alpha\nAccount.B=alpha\n"),
              "fix.cfg: Account.B must name an account that no other Account.* names, not "
              "\"alpha\"");
    EXPECT_EQ(error(whole + "PersistMessages=N\n"),
              "fix.cfg: PersistMessages must be Y: rejections name requests by their number, not "
              "\"N\"");
    EXPECT_EQ(error(without("BeginString") + "BeginString=FIX.5.0\n"),
              "fix.cfg: BeginString must be FIX.4.4, FIX.4.3 or FIX.4.2, not \"FIX.5.0\"");
    EXPECT_EQ(error(without("BeginString") + "BeginString=FIX.4.2\nMassStatusOnLogon=Y\n"),
              "fix.cfg: MassStatusOnLogon must be N with FIX.4.2, which has no "
              "OrderMassStatusRequest (AF), not \"Y\"");
    EXPECT_EQ(error(whole + "ConnectionType=acceptor\n"),
              "fix.cfg: ConnectionType must be initiator, not \"acceptor\"");
    EXPECT_EQ(error(whole, FixRole::drop_copy), "fix.cfg: SocketAcceptPort is required");
    EXPECT_TRUE(error(whole + "Pasword=secret\n").starts_with("fix.cfg: Pasword is no key"));
    EXPECT_EQ(error(whole + "Pasword=secret\n").find("secret"), std::string::npos);
}

TEST(FixSettingsRead, LinesThatAreNoneAreNamedByNumber) {
    EXPECT_EQ(error("[DEFAULT]\nnonsense\n[SESSION]\n"), "fix.cfg: line 2 must be Key=Value");
    EXPECT_EQ(error("[OTHER]\n"), "fix.cfg: line 1 must be [DEFAULT] or [SESSION]");
    EXPECT_EQ(error("A=1\n"), "fix.cfg: line 1 must stand below [DEFAULT] or [SESSION]");
    EXPECT_EQ(error("[SESSION]\nA=" + std::string(1'000, 'x')),
              "fix.cfg: line 2 must be at most 1000 bytes long");
    EXPECT_EQ(error("[SESSION]\nA=1\na=2\n"), "fix.cfg: line 3 repeats the key a");
    EXPECT_EQ(error(whole + "[SESSION]\n"), "fix.cfg must have exactly one [SESSION], not 2");
    EXPECT_EQ(error(""), "fix.cfg must have exactly one [SESSION], not 0");
}

TEST(FixSettingsLoad, AFileThatCannotBeReadIsNamed) {
    try {
        static_cast<void>(load_fix_settings("/nowhere/fix.cfg", FixRole::drop_copy));
        FAIL();
    } catch (ports::ExchangeError const& refused) {
        EXPECT_STREQ(refused.what(),
                     "the FIX settings /nowhere/fix.cfg cannot be read: No such file or directory");
    }
}

}  // namespace
}  // namespace daybook::fix
