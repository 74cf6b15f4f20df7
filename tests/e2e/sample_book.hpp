#pragma once

#include <string>

namespace daybook::e2e {

/// Commands that define, fund, place, fill and cancel; all are booked as DONE.
std::string sample_commands();
inline constexpr int sample_commands_count = 11;

/// Runs SQL on a database file, past everything that protects it.
void run_sql(std::string const& file, std::string const& sql);

}  // namespace daybook::e2e
