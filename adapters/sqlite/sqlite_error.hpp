#pragma once

#include <string>

#include "ports/outbound/storage_error.hpp"

namespace daybook::sqlite {

/// What a failure of SQLite outside COMMIT left behind, by its extended result code.
///
/// | code                                              | kind        |
/// |---------------------------------------------------|-------------|
/// | a unique or primary key is taken                  | conflict    |
/// | any other constraint, a file or schema not ours   | corrupt     |
/// | read-only, no permission                          | forbidden   |
/// | busy, locked, cannot open, I/O, full, no memory   | unavailable |
///
/// `system_error`: what the system answered SQLite, as errno; 0 where it did not say no. A file
/// that cannot be opened or written because the system forbids it is forbidden.
[[nodiscard]] ports::StorageError::Kind failure_kind(int code, int system_error = 0);

/// What a failure of COMMIT left behind. `rolled_back`: the transaction was still open afterwards
/// and has been rolled back; after an I/O error its last page may have reached the disk even so.
[[nodiscard]] ports::StorageError::Kind commit_failure_kind(int code, bool rolled_back);

/// The error for `code` with SQLite's own message and ours before it.
[[nodiscard]] ports::StorageError storage_error(ports::StorageError::Kind kind, int code,
                                                std::string const& message);

}  // namespace daybook::sqlite
