#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace daybook::http {

/// Appends the JSON object of all named schemas: values, enumerations, records, commands.
void append_schemas(std::string& out);

/// Appends the schema of a command's body, without the members in `given`.
/// Shape: `whole` adds `command`, `account_id` and `idempotency_key` as a batch carries them.
void append_command_schema(std::string& out, std::string_view command,
                           std::vector<std::string_view> const& given, bool whole);

/// Appends `{"$ref":...}`.
void append_reference(std::string& out, std::string_view schema);

}  // namespace daybook::http
