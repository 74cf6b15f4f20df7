#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "model/command.hpp"
#include "model/fields.hpp"

namespace daybook::json {

/// Commands are read strictly: no name twice, no unknown name, no number but integers, no null,
/// one level of nesting, valid UTF-8, nothing after the end.

/// Reads one line of NDJSON. A line that is no command becomes a Command of Malformed.
[[nodiscard]] model::Command command_from_line(std::string_view line);

/// Reads `{"atomic":false,"commands":[...]}`. An element that is no command becomes a Command of
/// Malformed, so that its answer keeps its place.
/// Errors: Malformed where there is no such list, or one of more than `commands_max`.
[[nodiscard]] tl::expected<model::CommandBatch, model::Malformed> batch_from_body(
    std::string_view body, std::size_t commands_max);

/// Reads one command of which some members are given from elsewhere, such as the path of a
/// request. The text may repeat them with the same value.
/// Errors: Malformed; duplicate_field where the text says something else.
[[nodiscard]] tl::expected<model::Command, model::Malformed> command_from_body(
    std::string_view body, model::Fields const& given);

/// Reads the members of one object that is no command; an empty text has none.
[[nodiscard]] tl::expected<model::Fields, model::Malformed> fields_from_body(std::string_view body);

struct CommandList {
    std::vector<model::Command> commands;
    /// Whether the text was an array; otherwise there is exactly one command.
    bool is_array = false;
};

/// Reads one command or an array of them, each like command_from_body().
/// Errors: as for one command; elements of an array become Commands of Malformed.
[[nodiscard]] tl::expected<CommandList, model::Malformed> commands_from_body(
    std::string_view body, model::Fields const& given, std::size_t commands_max);

}  // namespace daybook::json
