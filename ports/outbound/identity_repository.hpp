#pragma once

#include "model/book_identity.hpp"

namespace daybook::ports {

/// Which book this is.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class IdentityRepository {
  public:
    virtual ~IdentityRepository() = default;

    /// What is missing is empty.
    [[nodiscard]] virtual model::BookIdentity find() = 0;
    /// Overwrites both.
    virtual void save(model::BookIdentity const& identity) = 0;
    /// Writes what is not stored by now, and nothing else.
    virtual void save_missing(model::BookIdentity const& identity) = 0;
};

}  // namespace daybook::ports
