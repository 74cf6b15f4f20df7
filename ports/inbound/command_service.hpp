#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "model/answer.hpp"
#include "model/command.hpp"

namespace daybook::ports {

/// The store could not take the batch. Nothing that it named is lost: send it again.
struct Unavailable {
    /// Why, in a sentence that may be shown to anybody.
    std::string detail;
};

/// Shape: answers[i] answers commands[i].
using BatchOutcome = std::variant<std::vector<model::Answer>, Unavailable>;

/// What the world may ask to be booked. Threads: safe.
class CommandService {
  public:
    enum class Submitted { accepted, busy, stopping };

    virtual ~CommandService() = default;

    /// Queues a batch; never blocks. `done` is called exactly once, on a thread of the service,
    /// after what was answered is durable; it must not block or throw. Where the result is not
    /// `accepted`, `done` is never called and nothing was queued.
    [[nodiscard]] virtual Submitted submit(model::CommandBatch batch,
                                           std::function<void(BatchOutcome)> done) = 0;
};

}  // namespace daybook::ports
