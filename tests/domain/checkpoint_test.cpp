#include "model/checkpoint.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/command_fields.hpp"

namespace daybook::model {
namespace {

ChainHead head(char const* account, std::uint64_t seq, std::uint8_t byte) {
    ChainHead head{AccountId{account}, seq, {}};
    head.hash.fill(byte);
    return head;
}

std::string const hash_of_abs(64, 'a');

TEST(ChainHeads, AreTextAndReadBack) {
    std::vector<ChainHead> const heads{head("alpha", 7, 0xAA), head("beta.x", 1, 0x0F)};
    ChainHeads const text{heads};
    EXPECT_TRUE(text.text().starts_with("alpha 7 " + hash_of_abs + ";beta.x 1 0f0f"));
    EXPECT_EQ(text.all(), heads);
    EXPECT_EQ(ChainHeads::parse(text.text()), text);
    EXPECT_EQ(digest_line(heads[0]), "alpha 7 " + hash_of_abs + "\n");
    EXPECT_TRUE(ChainHeads{}.all().empty());
    EXPECT_EQ(ChainHeads::parse(""), ChainHeads{});
}

TEST(ChainHeads, OfAnyOtherTextAreNone) {
    auto const good = "alpha 7 " + hash_of_abs;
    for (std::string const& bad : std::vector<std::string>{
             good + ";", ";" + good, good + ";" + good, "beta 1 " + hash_of_abs + ";" + good,
             "alpha 07 " + hash_of_abs, "alpha 0 " + hash_of_abs, "alpha -1 " + hash_of_abs,
             "Alpha 7 " + hash_of_abs, "alpha 7 " + std::string(64, 'A'),
             "alpha 7 " + hash_of_abs + "a", std::string{"alpha 7"}, std::string{"alpha"},
             std::string{" "}, "alpha  " + hash_of_abs, good + "\n"}) {
        EXPECT_FALSE(ChainHeads::parse(bad)) << bad;
    }
}

TEST(CheckpointPayload, IsReadBackAndWholeOrNot) {
    Checkpoint checkpoint;
    checkpoint.heads = ChainHeads{std::vector{head("alpha", 7, 0xAA)}};
    auto const part = R"({"heads":"alpha 7 )" + hash_of_abs + "\"";
    EXPECT_EQ(payload_of(checkpoint), part + "}");
    checkpoint.accounts = 1;
    checkpoint.digest = head("x", 1, 0xAA).hash;
    auto const whole = part + R"(,"accounts":1,"digest":")" + hash_of_abs + "\"}";
    EXPECT_EQ(payload_of(checkpoint), whole);
    auto const read = content_from_payload(EntryKind::checkpoint, whole);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(payload_of(*read), whole);
    EXPECT_FALSE(content_from_payload(EntryKind::checkpoint, part + R"(,"accounts":1})"));
    EXPECT_FALSE(content_from_payload(EntryKind::checkpoint, R"({"heads":"alpha"})"));
}

}  // namespace
}  // namespace daybook::model
