#include <gtest/gtest.h>

#include <string>

#include "system/openssl_sha256.hpp"

namespace daybook::system {
namespace {

std::string hex(model::Hash const& hash) {
    std::string text;
    for (auto const byte : hash) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

struct Vector {
    std::string message;
    std::string digest;
};

/// The examples that NIST publishes for FIPS 180-4.
std::vector<Vector> const vectors{
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnop"
     "q"
     "rsmnopqrstnopqrstu",
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    {std::string(1'000'000, 'a'),
     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

TEST(OpensslSha256Of, GivesThePublishedDigests) {
    OpensslSha256 sha256;
    for (auto const& vector : vectors) {
        EXPECT_EQ(hex(sha256.of(vector.message, "")), vector.digest);
    }
}

TEST(OpensslSha256Of, HashesTheTwoPartsAsOneMessage) {
    OpensslSha256 sha256;
    for (auto const& vector : vectors) {
        for (auto const cut : {std::size_t{0}, vector.message.size() / 3, vector.message.size()}) {
            auto const first = std::string_view{vector.message}.substr(0, cut);
            auto const second = std::string_view{vector.message}.substr(cut);
            EXPECT_EQ(hex(sha256.of(first, second)), vector.digest);
        }
    }
}

TEST(OpensslSha256Of, RemembersNothingOfTheCallBefore) {
    OpensslSha256 sha256;
    auto const first = sha256.of("one", "two");
    EXPECT_NE(sha256.of("three", ""), first);
    EXPECT_EQ(sha256.of("one", "two"), first);
}

}  // namespace
}  // namespace daybook::system
