#pragma once

#include <string>

#include "fix/engine/session_engine.hpp"
#include "fix/process/frames.hpp"

namespace daybook::fix {

/// The frames that hold more than a word and a number or two, and what they hold.
/// Throws: FrameError.

[[nodiscard]] std::string start_frame(EngineOptions const& options);
[[nodiscard]] EngineOptions read_options(FrameReader& frame);

/// send with the number of the question, or post.
[[nodiscard]] std::string send_frame(std::uint64_t question, OutgoingMessage const& message);
[[nodiscard]] std::string post_frame(OutgoingMessage const& message);
[[nodiscard]] OutgoingMessage read_outgoing(FrameReader& frame);

/// Why a start failed, and as which error.
enum class StartFailure : std::uint8_t { error, port_unavailable };
[[nodiscard]] std::string failed_frame(StartFailure kind, std::string const& sentence);
/// Throws what it holds: EngineError, PortUnavailable.
[[noreturn]] void throw_failure(StartFailure kind, std::string const& sentence);

}  // namespace daybook::fix
