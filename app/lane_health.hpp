#pragma once

#include <mutex>
#include <optional>
#include <string>

namespace daybook::app {

/// Whether the store took what the lanes last gave it. Threads: safe.
class LaneHealth {
  public:
    void run_succeeded();
    /// The store is away; the next success forgets it.
    void store_away();
    /// What is stored is broken; only a restart forgets it.
    void store_corrupt();

    /// Why the worker should get no more work; nullopt when it should.
    [[nodiscard]] std::optional<std::string> not_ready_because() const;

  private:
    mutable std::mutex mutex_;
    bool away_ = false;
    bool corrupt_ = false;
};

}  // namespace daybook::app
