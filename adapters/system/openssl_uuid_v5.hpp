#pragma once

#include <string>
#include <string_view>

#include "ports/outbound/uuid_v5.hpp"

namespace daybook::system {

/// UUIDs of version 5, with SHA-1 by OpenSSL.
class OpensslUuidV5 final : public ports::UuidV5 {
  public:
    [[nodiscard]] std::string of(Space const& space, std::string_view name) override;
};

}  // namespace daybook::system
