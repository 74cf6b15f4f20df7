#include "system/openssl_uuid_v5.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "model/order_id.hpp"

namespace daybook::system {

std::string OpensslUuidV5::of(Space const& space, std::string_view name) {
    std::string hashed{space.begin(), space.end()};
    hashed += name;
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    auto const done =
        EVP_Digest(hashed.data(), hashed.size(), digest.data(), &size, EVP_sha1(), nullptr);
    if (done != 1 || size != 20) throw std::runtime_error{"OpenSSL could not compute a SHA-1"};
    model::OrderId::Bytes bytes;
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x50);  // Version 5.
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);  // The variant of RFC 9562.
    return model::OrderId{bytes}.to_string();
}

}  // namespace daybook::system
