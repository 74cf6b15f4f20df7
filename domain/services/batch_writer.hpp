#pragma once

#include "ports/outbound/unit_of_work.hpp"
#include "services/batch_loader.hpp"

namespace daybook::services {

/// Writes everything that a run changed, with at most one call per repository and kind of change.
/// Returns whether there was anything to write.
/// Throws: StorageError; conflict where another writer was faster.
[[nodiscard]] bool write_changes(ports::Repositories& repositories, LoadedBooks const& loaded);

}  // namespace daybook::services
