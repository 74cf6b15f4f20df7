#pragma once

namespace daybook::support {

/// A port of the loopback that nobody listens on now.
/// Throws: std::runtime_error where there is none.
[[nodiscard]] int free_port();

}  // namespace daybook::support
