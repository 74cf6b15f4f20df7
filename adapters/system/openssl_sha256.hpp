#pragma once

#include <memory>
#include <string_view>

#include "ports/outbound/sha256.hpp"

// OpenSSL's own names for its types, so that users of this header need none of its headers.
struct evp_md_st;
struct evp_md_ctx_st;

namespace daybook::system {

/// SHA-256 by OpenSSL, which picks the processor's instructions for it. The algorithm is fetched
/// once and the context reused: that is most of the cost of hashing something short.
///
/// Threads: not safe; one instance per user. Throws: std::runtime_error if OpenSSL fails.
class OpensslSha256 final : public ports::Sha256 {
  public:
    OpensslSha256();

    [[nodiscard]] model::Hash of(std::string_view first, std::string_view second) override;

  private:
    struct Free {
        void operator()(evp_md_st* algorithm) const;
        void operator()(evp_md_ctx_st* context) const;
    };

    std::unique_ptr<evp_md_st, Free> algorithm_;
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace daybook::system
