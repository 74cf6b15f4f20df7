#pragma once

#include <stdexcept>
#include <string>

namespace daybook::ports {

/// The store failed, and this is what the failure left behind.
///
/// unavailable: nothing was written; the store could not be reached or is busy; worth a retry.
/// full: nothing was written; the store has no space left for it; worth a retry.
/// conflict: nothing was written; another writer was faster; retry the whole unit of work.
/// unknown_outcome: the commit may or may not have happened; look the entries up.
/// forbidden: nothing was written; a right is missing, or the store is read-only; does not pass by
/// itself, so never retried.
/// replaced: nothing was written; the store's file was removed, or is another than the one that was
/// opened; never retried.
/// corrupt: what is stored breaks its own rules, or the schema is not ours; never retried.
class StorageError : public std::runtime_error {
  public:
    enum class Kind { unavailable, full, conflict, unknown_outcome, forbidden, replaced, corrupt };

    StorageError(Kind kind, std::string const& what) : std::runtime_error{what}, kind_{kind} {}
    [[nodiscard]] Kind kind() const { return kind_; }

  private:
    Kind kind_;
};

}  // namespace daybook::ports
