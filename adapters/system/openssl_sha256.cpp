#include "system/openssl_sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace daybook::system {

namespace {

void require(bool succeeded) {
    if (!succeeded) throw std::runtime_error{"OpenSSL could not compute a SHA-256"};
}

}  // namespace

void OpensslSha256::Free::operator()(evp_md_st* algorithm) const { EVP_MD_free(algorithm); }
void OpensslSha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

OpensslSha256::OpensslSha256()
    : algorithm_{EVP_MD_fetch(nullptr, "SHA256", nullptr)}, context_{EVP_MD_CTX_new()} {
    require(algorithm_ && context_);
}

model::Hash OpensslSha256::of(std::string_view first, std::string_view second) {
    model::Hash hash;
    unsigned int size = 0;
    require(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1);
    require(EVP_DigestUpdate(context_.get(), first.data(), first.size()) == 1);
    require(EVP_DigestUpdate(context_.get(), second.data(), second.size()) == 1);
    require(EVP_DigestFinal_ex(context_.get(), hash.data(), &size) == 1 && size == hash.size());
    return hash;
}

}  // namespace daybook::system
