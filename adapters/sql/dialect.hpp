#pragma once

namespace daybook::sql {

/// Whose SQL it is.
enum class Dialect { sqlite, postgres };

}  // namespace daybook::sql
