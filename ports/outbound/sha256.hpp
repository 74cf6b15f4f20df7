#pragma once

#include <string_view>

#include "model/account.hpp"

namespace daybook::ports {

/// SHA-256. Source: FIPS 180-4. Threads: not safe; one instance per user.
class Sha256 {
  public:
    virtual ~Sha256() = default;
    /// The hash of `first` followed by `second`.
    [[nodiscard]] virtual model::Hash of(std::string_view first, std::string_view second) = 0;
};

}  // namespace daybook::ports
