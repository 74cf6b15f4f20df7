#include <gtest/gtest.h>

#include "system/openssl_uuid_v5.hpp"

namespace daybook::system {
namespace {

/// The name space of domain names. Source: RFC 9562, section 6.6.
constexpr ports::UuidV5::Space dns{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                   0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

TEST(OpensslUuidV5Of, GivesTheIdsThatOthersGive) {
    OpensslUuidV5 uuids;
    // The first is of RFC 9562, appendix A.4.
    EXPECT_EQ(uuids.of(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    EXPECT_EQ(uuids.of(dns, "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
    EXPECT_EQ(uuids.of(dns, ""), "4ebd0208-8328-5d69-8c44-ec50939c0967");
}

TEST(OpensslUuidV5Of, DependsOnTheSpace) {
    OpensslUuidV5 uuids;
    EXPECT_NE(uuids.of(dns, "a"), uuids.of({}, "a"));
}

}  // namespace
}  // namespace daybook::system
