#pragma once

#include <functional>

namespace daybook::ports {

/// Writes of one unit of work whose answers nobody needs one by one.
///
/// This one lets each write happen as it is asked. A store with a way to it may hold them back and
/// send them together.
class WriteGroup {
  public:
    virtual ~WriteGroup() = default;

    /// Runs `writes`, which uses methods of the unit of work's repositories that return nothing.
    /// All of them are done when it returns.
    /// Throws: StorageError, where the failure of one may come from a later one or from the end.
    virtual void run(std::function<void()> const& writes) { writes(); }
};

}  // namespace daybook::ports
