#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "model/command.hpp"
#include "model/entry.hpp"
#include "model/fields.hpp"

namespace daybook::model {

/// Reads a command from its members, `command` (its name) and `account_id` among them.
/// Errors: Malformed, naming the member, its value and the rule: unknown_command, missing_field,
/// unknown_field, wrong_type, invalid_value. Precedence: the first of them by Refusal; among equals
/// the first member in the order of the command's declaration, unknown ones in the order given.
[[nodiscard]] tl::expected<Command, Malformed> command_from_fields(Fields const& fields);

/// Writes every member of `command`, the way command_from_fields() reads it.
[[nodiscard]] Fields fields_of(Command const& command);

/// The content of a command as an entry keeps it: canonical JSON of its own members, without
/// `command`, `account_id`, `idempotency_key` and `occurred_at`, which are the entry's.
[[nodiscard]] std::string payload_of(CommandContent const& content);

/// Reads what payload_of() wrote.
/// Errors: a sentence for a payload that no command of that kind writes.
[[nodiscard]] tl::expected<CommandContent, std::string> content_from_payload(
    EntryKind kind, std::string_view payload);

/// The name of the first member in which two payloads of one kind differ; nullopt for none.
[[nodiscard]] std::optional<std::string> first_difference(std::string_view payload,
                                                          std::string_view other);

/// What kind of entry `content` writes. Shape: not for Malformed.
[[nodiscard]] EntryKind kind_of(CommandContent const& content);

}  // namespace daybook::model
