#include "json/command_decoder.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "json/document_reader.hpp"
#include "model/command_fields.hpp"
#include "model/field_text.hpp"

namespace daybook::json {

namespace {

using CommandResult = tl::expected<model::Command, model::Malformed>;

model::Field const* find(model::Fields const& fields, std::string_view name) {
    auto const found = std::find_if(fields.begin(), fields.end(),
                                    [&](model::Field const& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

/// Puts the given members before those of the text.
void merge(CollectedObject& object, model::Fields const& given) {
    auto& fields = object.fields;
    for (auto const& field : given) {
        auto const* repeated = find(fields, field.name);
        if (repeated == nullptr) continue;
        if (*repeated != field && !object.problem) {
            object.problem.emplace();
            object.problem->refusal = model::Refusal::duplicate_field;
            object.problem->field = field.name;
            object.problem->detail =
                field.name + " differs from what the path or a header of the request says";
        }
        fields.erase(fields.begin() + (repeated - fields.data()));
    }
    fields.insert(fields.begin(), given.begin(), given.end());
}

/// Of what is wrong with the form and with the command, the first by precedence counts.
CommandResult to_command(CollectedObject const& object) {
    if (!object.is_object) return tl::unexpected{*object.problem};
    auto command = model::command_from_fields(object.fields);
    if (!object.problem) return command;
    if (!command && command.error().refusal < object.problem->refusal) return command;
    return tl::unexpected{*object.problem};
}

/// Keeps the account, where one can be read, so that the command stays in its group.
model::Command placeholder(CollectedObject const& object, model::Malformed malformed) {
    model::Command command;
    auto const* account = find(object.fields, "account_id");
    if (account != nullptr) {
        static_cast<void>(model::read_text(account->value, command.account_id));
    }
    command.content = std::move(malformed);
    return command;
}

model::Command command_or_placeholder(CollectedObject const& object) {
    auto command = to_command(object);
    if (command) return std::move(*command);
    return placeholder(object, std::move(command.error()));
}

}  // namespace

model::Command command_from_line(std::string_view line) {
    std::optional<model::Command> command;
    auto const take = [&](CollectedObject object) { command = command_or_placeholder(object); };
    auto frame = read_document(line, DocumentShape::object, 1, take);
    if (!frame) return placeholder({}, std::move(frame.error()));
    return std::move(*command);
}

tl::expected<model::CommandBatch, model::Malformed> batch_from_body(std::string_view body,
                                                                    std::size_t commands_max) {
    model::CommandBatch batch;
    auto const take = [&](CollectedObject object) {
        batch.commands.push_back(command_or_placeholder(object));
    };
    auto const frame = read_document(body, DocumentShape::batch, commands_max, take);
    if (!frame) return tl::unexpected{frame.error()};
    batch.atomic = frame->atomic;
    return batch;
}

CommandResult command_from_body(std::string_view body, model::Fields const& given) {
    std::optional<CommandResult> command;
    auto const take = [&](CollectedObject object) {
        merge(object, given);
        command = to_command(object);
    };
    auto const frame = read_document(body, DocumentShape::object, 1, take);
    if (!frame) return tl::unexpected{frame.error()};
    return std::move(*command);
}

tl::expected<model::Fields, model::Malformed> fields_from_body(std::string_view body) {
    if (body.empty()) return model::Fields{};
    CollectedObject object;
    auto const take = [&](CollectedObject collected) { object = std::move(collected); };
    auto const frame = read_document(body, DocumentShape::object, 1, take);
    if (!frame) return tl::unexpected{frame.error()};
    if (object.problem) return tl::unexpected{*object.problem};
    return std::move(object.fields);
}

tl::expected<CommandList, model::Malformed> commands_from_body(std::string_view body,
                                                               model::Fields const& given,
                                                               std::size_t commands_max) {
    CommandList list;
    auto const take = [&](CollectedObject object) {
        merge(object, given);
        list.commands.push_back(command_or_placeholder(object));
    };
    auto const frame = read_document(body, DocumentShape::object_or_array, commands_max, take);
    if (!frame) return tl::unexpected{frame.error()};
    list.is_array = frame->is_array;
    if (!list.is_array) {
        auto* malformed = std::get_if<model::Malformed>(&list.commands.front().content);
        if (malformed != nullptr) return tl::unexpected{std::move(*malformed)};
    }
    return list;
}

}  // namespace daybook::json
