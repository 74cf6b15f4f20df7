#include "app/command_size.hpp"

namespace daybook::app {

namespace {

/// Names and keys are at most 255 bytes long and mostly fit in the strings themselves; what a
/// sender can make long is text for people.
struct LongText {
    std::size_t operator()(model::BookExecution const& content) const {
        return content.reason ? content.reason->size() : 0;
    }
    std::size_t operator()(model::ResolveDiscrepancy const& content) const {
        return content.reason.size();
    }
    std::size_t operator()(model::Malformed const& content) const {
        return content.field.size() + content.detail.size();
    }
    template <class Content>
    std::size_t operator()(Content const&) const {
        return 0;
    }
};

}  // namespace

std::size_t size_of(model::CommandBatch const& batch) {
    std::size_t bytes = sizeof batch;
    for (auto const& command : batch.commands) {
        bytes += sizeof command + command.account_id.value().size();
        if (command.idempotency_key) bytes += command.idempotency_key->value().size();
        bytes += std::visit(LongText{}, command.content);
        if (command.answers && command.answers->refused_because) {
            bytes += command.answers->refused_because->size();
        }
    }
    return bytes;
}

}  // namespace daybook::app
