#include "app/command_settle.hpp"

#include <unistd.h>

#include <future>
#include <utility>

#include "app/output.hpp"
#include "json/record_writer.hpp"
#include "model/field_text.hpp"
#include "model/names.hpp"

namespace daybook::app {

namespace {

template <class Value>
Value read(char const* flag, std::string const& text) {
    Value value{};
    auto const read = model::read_text(text, value);
    if (!read) {
        throw Failure{ExitCode::usage,
                      std::string{flag} + " is \"" + text + "\": it " + read.error()};
    }
    return value;
}

model::Command command_of(SettleOptions const& options) {
    std::optional<model::IdempotencyKey> key;
    if (options.key) key = read<model::IdempotencyKey>("--key", *options.key);
    return model::settling(read<model::AccountId>("--account", options.account),
                           {.request = read<model::ClientOrderId>("REQUEST", options.request),
                            .outcome = read<model::SettlementOutcome>("--outcome", options.outcome),
                            .reason = read<std::string>("--reason", options.reason)},
                           std::move(key));
}

model::Answer book(Engine& engine, model::Command command) {
    std::promise<ports::BatchOutcome> booked;
    auto const submitted = engine.submit(
        {{std::move(command)}, false},
        [&booked](ports::BatchOutcome outcome) { booked.set_value(std::move(outcome)); });
    if (submitted != Engine::Submitted::accepted) {
        throw Failure{ExitCode::internal_error, "the engine takes no more commands"};
    }
    auto outcome = booked.get_future().get();
    if (auto const* unavailable = std::get_if<ports::Unavailable>(&outcome)) {
        throw Failure{exit_code_of(engine.store_state()), unavailable->detail};
    }
    return std::get<std::vector<model::Answer>>(std::move(outcome)).front();
}

void print(SettleOptions const& options, model::Answer const& answer) {
    Output output{STDOUT_FILENO};
    if (options.json) {
        json::append_json(output.buffer(), answer);
        output.buffer() += '\n';
    } else {
        auto line = std::string{model::name_of(answer.status)};
        if (answer.refusal) line += " " + std::string{model::name_of(*answer.refusal)};
        if (answer.entry_seq) line += " entry " + std::to_string(*answer.entry_seq);
        if (answer.order) {
            line += " order " + answer.order->state().id.to_string() + " is " +
                    std::string{model::name_of(answer.order->status())};
        }
        output.write(line + (answer.detail.empty() ? "" : ": " + answer.detail) + "\n");
    }
    output.flush();
}

}  // namespace

ExitCode run_settle(SettleOptions const& options, CompositionRoot& root) {
    auto command = command_of(options);
    auto const storage = root.open_for_booking();
    auto const engine = root.make_engine(*storage);
    auto const answer = book(*engine, std::move(command));
    engine->stop();
    print(options, answer);
    return answer.status == model::AnswerStatus::REFUSED ? ExitCode::commands_refused
                                                         : ExitCode::done;
}

}  // namespace daybook::app
