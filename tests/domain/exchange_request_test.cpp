#include "model/exchange_request.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace daybook::model {
namespace {

OrderId order_id(std::string_view text) { return OrderId::parse(text).value(); }

TEST(ClientOrderIds, AreTheOrdersIdAndTheEntrysNumber) {
    // The digits of RFC 4648, section 5.
    EXPECT_EQ(client_order_id_of({order_id("00000000-0000-0000-0000-000000000000"), 1}).value(),
              "AAAAAAAAAAAAAAAAAAAAAA-1");
    EXPECT_EQ(client_order_id_of({order_id("ffffffff-ffff-ffff-ffff-ffffffffffff"), 36}).value(),
              "_____________________w-10");
    EXPECT_EQ(client_order_id_of({order_id("018f3a00-1234-7abc-8def-0123456789ab"), 46655}).value(),
              "AY86ABI0eryN7wEjRWeJqw-zzz");
}

TEST(ClientOrderIds, FitWhatExchangesTakeHoweverLongTheBookIs) {
    auto const longest = client_order_id_of({order_id("ffffffff-ffff-ffff-ffff-ffffffffffff"),
                                             std::numeric_limits<std::uint64_t>::max()});
    EXPECT_LE(longest.value().size(), 36u);
    EXPECT_EQ(read_client_order_id(longest).value().entry_seq,
              std::numeric_limits<std::uint64_t>::max());
}

TEST(ClientOrderIds, AreReadBack) {
    for (std::uint64_t seq : {1ull, 35ull, 36ull, 1'000'000ull, 1ull << 60}) {
        RequestName const name{order_id("018f3a00-1234-7abc-8def-0123456789ab"), seq};
        EXPECT_EQ(read_client_order_id(client_order_id_of(name)), name);
    }
}

TEST(ClientOrderIds, OfOthersAreNone) {
    for (std::string const text :
         {"", "1", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA-", "AAAAAAAAAAAAAAAAAAAAAA-0",
          "AAAAAAAAAAAAAAAAAAAAAA-01", "AAAAAAAAAAAAAAAAAAAAAA-A", "AAAAAAAAAAAAAAAAAAAAAA-1 ",
          "AAAAAAAAAAAAAAAAAAAAAB-1", "AAAAAAAAAAAAAAAAAAAA+A-1", "AAAAAAAAAAAAAAAAAAAAAA_1",
          "AAAAAAAAAAAAAAAAAAAAAA-zzzzzzzzzzzzzz", "AAAAAAAAAAAAAAAAAAAAAA--1"}) {
        EXPECT_EQ(read_client_order_id(ClientOrderId{text}), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace daybook::model
