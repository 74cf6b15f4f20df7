#include "model/entry.hpp"

#include <gtest/gtest.h>

#include "support/sample_values.hpp"

namespace daybook::model {
namespace {

Entry deposit() {
    Entry entry;
    entry.account_id = AccountId{"alpha"};
    entry.seq = 7;
    entry.kind = EntryKind::deposit;
    entry.occurred_at = Timestamp::from_micros(1795253400000000);
    entry.recorded_at = Timestamp::from_micros(1795253400000001);
    entry.idempotency_key = IdempotencyKey{"d 1=x"};
    entry.payload = R"({"asset":"BTC","amount":"0.5"})";
    return entry;
}

TEST(EntryCanonicalBytes, AreTheDocumentedLines) {
    auto entry = deposit();
    entry.postings = {
        {Bucket::AVAILABLE, AssetCode{"BTC"}, std::nullopt, support::amount("0.50")},
        {Bucket::TRADING, AssetCode{"BTC"}, support::btc_usd(), support::amount("-0.5")}};
    EXPECT_EQ(canonical_bytes(entry),
              "daybook-entry-1\n"
              "account_id=alpha\n"
              "seq=7\n"
              "kind=deposit\n"
              "occurred_at=1795253400000000\n"
              "recorded_at=1795253400000001\n"
              "idempotency_key=d 1=x\n"
              "order_id=\n"
              "refusal=\n"
              "payload={\"asset\":\"BTC\",\"amount\":\"0.5\"}\n"
              "posting=AVAILABLE BTC 0.5\n"
              "posting=TRADING BTC -0.5 PAPER BTC-USD\n");
}

TEST(EntryCanonicalBytes, DifferWheneverAPartDiffers) {
    auto const entry = deposit();
    auto const bytes = canonical_bytes(entry);
    auto const changed = [&](auto change) {
        auto other = entry;
        change(other);
        return canonical_bytes(other) != bytes;
    };
    EXPECT_TRUE(changed([](Entry& e) { e.account_id = AccountId{"beta"}; }));
    EXPECT_TRUE(changed([](Entry& e) { e.seq = 8; }));
    EXPECT_TRUE(changed([](Entry& e) { e.kind = EntryKind::withdraw; }));
    EXPECT_TRUE(changed([](Entry& e) { e.occurred_at = Timestamp{}; }));
    EXPECT_TRUE(changed([](Entry& e) { e.recorded_at = Timestamp{}; }));
    EXPECT_TRUE(changed([](Entry& e) { e.idempotency_key.reset(); }));
    EXPECT_TRUE(changed([](Entry& e) { e.order_id = support::order_id(1); }));
    EXPECT_TRUE(changed([](Entry& e) { e.refusal = Refusal::insufficient_funds; }));
    EXPECT_TRUE(changed([](Entry& e) { e.payload = "{}"; }));
    EXPECT_TRUE(changed([](Entry& e) {
        e.postings = {{Bucket::AVAILABLE, AssetCode{"BTC"}, {}, support::amount("1")}};
    }));
    // The hash itself is no part of what it proves.
    EXPECT_FALSE(changed([](Entry& e) { e.hash = support::hash(1); }));
}

TEST(EntryCanonicalBytes, OfARecordedNoNameOrderAndRefusal) {
    auto entry = deposit();
    entry.kind = EntryKind::place_order;
    entry.order_id = OrderId::parse("018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f7");
    entry.refusal = Refusal::instrument_halted;
    auto const bytes = canonical_bytes(entry);
    EXPECT_NE(bytes.find("\norder_id=018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f7\n"), std::string::npos);
    EXPECT_NE(bytes.find("\nrefusal=instrument_halted\n"), std::string::npos);
}

}  // namespace
}  // namespace daybook::model
