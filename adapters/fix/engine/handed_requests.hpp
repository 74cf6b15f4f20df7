#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace daybook {
namespace fix {

/// Whether a request was ever handed to the session: no and yes are proven.
enum class HandedBefore { no, yes, unknown };

/// Which requests a session was handed, the last ones at least, and under which leases: what of its
/// journal outlives its numbers.
///
/// That a name is not here proves something only of a lease under which everything was handed to
/// this session, and where nothing of that can have been lost since: the machine has not been
/// booted, or every write was on the disk itself.
///
/// Threads: not safe.
class HandedRequests {
  public:
    static constexpr std::size_t names_max = 100000;
    static constexpr std::size_t leases_max = 1000;

    /// What is handed over from now on is under this lease. `boot` names the time since the machine
    /// was booted, or is `synced`; `-` where it is not known.
    void begin(std::uint64_t generation, std::string boot);
    /// Names before `micros` may be missing.
    void forget_before(std::int64_t micros);
    void add(std::string name, std::int64_t micros);

    /// Whether the request was handed over, which would have been under this lease, at this time or
    /// later. `boot` is that of now.
    HandedBefore find(std::string const& name, std::uint64_t generation, std::int64_t micros,
                      std::string const& boot) const;

    /// The lines that say all this; see SessionJournal.
    std::string lines() const;

  private:
    struct Lease {
        std::uint64_t generation;
        std::string boot;
    };

    std::vector<Lease> leases_;
    std::int64_t complete_since_ = 0;
    std::deque<std::pair<std::int64_t, std::string>> names_;
    std::unordered_map<std::string, std::size_t> counts_;
};

/// The name (11) of the request that a message is; empty for a message that is none.
std::string request_named_in(std::string const& message);

/// What HandedRequests calls `boot`, of this machine.
std::string boot_of_machine();

}  // namespace fix
}  // namespace daybook
