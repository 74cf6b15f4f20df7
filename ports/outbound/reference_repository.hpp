#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/instrument.hpp"

namespace daybook::ports {

/// Assets and instruments, which belong to no account. Written under the lock of the account
/// `@book` alone.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class ReferenceRepository {
  public:
    virtual ~ReferenceRepository() = default;

    /// Shape: result[i] answers codes[i]; nullopt where no such asset exists.
    [[nodiscard]] virtual std::vector<std::optional<model::Asset>> find_assets(
        std::span<model::AssetCode const> codes) = 0;
    /// Shape: result[i] answers keys[i]; nullopt where no such instrument exists.
    [[nodiscard]] virtual std::vector<std::optional<model::Instrument>> find_instruments(
        std::span<model::InstrumentKey const> keys) = 0;
    /// Throws: conflict if one exists by now.
    virtual void add_assets(std::span<model::Asset const> assets) = 0;
    /// Writes new instruments; of one that exists only the state changes.
    virtual void save_instruments(std::span<model::Instrument const> instruments) = 0;
};

}  // namespace daybook::ports
