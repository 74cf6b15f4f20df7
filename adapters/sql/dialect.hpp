#pragma once

namespace daybook::sql {

/// Whose SQL.
enum class Dialect { sqlite, postgres };

}  // namespace daybook::sql
