#pragma once

#include <string>
#include <string_view>

#include "fix/fix_message.hpp"
#include "fix/fix_settings.hpp"
#include "model/execution.hpp"

namespace daybook::fix {

/// The id under which the book keeps a report, the same whenever the same report is sent.
///
/// A trade, its correction and its bust are named by ExecID (17) as it came, so that a second
/// report of other content under one ExecID is a discrepancy. Everything else, and trades of a
/// counterparty whose ExecIDs begin again, are named by ExecID and what the report says:
/// `EXECID~HASH`, or `TYPE~HASH` where there is no ExecID.
/// HASH is of the fields that tell reports of one order apart (order and request ids, types, status
/// and quantities by value), not of times, texts or the counterparty's own fields.
/// Throws: Unreadable for a bust or correction by a counterparty whose ExecIDs begin again: which
/// trade ExecRefID (19) means is not said.
[[nodiscard]] model::ExecId exec_id_of(FixMessage const& message, model::ExecType type,
                                       ExecIdScope scope);

/// `PREFIX~HASH`, of everything that `text` says.
[[nodiscard]] model::ExecId exec_id_of_text(std::string_view prefix, std::string_view text);

}  // namespace daybook::fix
