#pragma once

#include "ports/outbound/unit_of_work.hpp"
#include "services/batch_loader.hpp"

namespace daybook::services {

/// Writes everything that a run changed, and the requests to exchanges that its reports answer,
/// with at most one call per repository and kind of change. Takes the rows out of `loaded`.
/// Returns whether there was anything to write.
/// Throws: StorageError; conflict where another writer was faster.
[[nodiscard]] bool write_changes(ports::Repositories& repositories, LoadedBooks loaded,
                                 std::span<ports::AnsweredRequest const> answered);

}  // namespace daybook::services
