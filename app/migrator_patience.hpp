#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace daybook::app {

/// How a migrator waits for others.
struct MigratorPatience {
    std::chrono::milliseconds lock_wait_max{60'000};
    /// Takes one sentence for people whenever something is waited for; from any thread.
    std::function<void(std::string const&)> tell = {};
};

}  // namespace daybook::app
