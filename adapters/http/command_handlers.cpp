#include "http/command_handlers.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <exception>
#include <span>
#include <utility>

#include "http/http_errors.hpp"
#include "http/route_table.hpp"
#include "json/command_decoder.hpp"
#include "json/object_writer.hpp"
#include "json/record_writer.hpp"
#include "json/utf8.hpp"
#include "model/member_reader.hpp"

namespace daybook::http {

namespace {

using Answers = std::vector<model::Answer>;

model::Field text_field(std::string_view name, std::string_view value) {
    model::Field field;
    field.name = name;
    field.value = value;
    return field;
}

bool is_number(std::string_view text) {
    std::uint64_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && at == end;
}

/// The members that the path gives. Errors: the refusal of a path that can name nothing.
tl::expected<model::Fields, model::Malformed> fields_of_path(Call const& call) {
    model::Fields fields{text_field("command", call.route->command)};
    std::size_t i = 0;
    for (auto const segment : path_segments(call.route->path)) {
        auto const name = placeholder_name(segment);
        if (name.empty()) continue;
        auto const& value = call.values.at(i++);
        if (name == "account") {
            fields.push_back(text_field("account_id", value));
        } else if (name == "id") {
            if (!model::OrderId::parse(value)) {
                return tl::unexpected{
                    malformed(model::Refusal::unknown_order, "id", "order ids are UUIDs")};
            }
            fields.push_back(text_field("order.id", value));
        } else {
            fields.push_back(text_field(name, value));
        }
        if (name == "discrepancy") {
            if (!is_number(value)) {
                return tl::unexpected{malformed(model::Refusal::unknown_discrepancy, "discrepancy",
                                                "discrepancies are numbered")};
            }
            fields.back().kind = model::Field::Kind::integer;
        }
    }
    return fields;
}

/// The members that the path and the headers give.
tl::expected<model::Fields, model::Malformed> given_fields(Call const& call) {
    auto fields = fields_of_path(call);
    if (!fields || call.route->key == KeyHeader::ignored) return fields;
    auto const& key = call.request.idempotency_key;
    if (key && !json::is_utf8(*key)) {
        return tl::unexpected{malformed(model::Refusal::invalid_value, "idempotency_key",
                                        "the header Idempotency-Key must be UTF-8")};
    }
    if (key) {
        fields->push_back(text_field("idempotency_key", *key));
    } else if (call.route->key == KeyHeader::required) {
        return tl::unexpected{malformed(model::Refusal::missing_field, "idempotency_key",
                                        "the header Idempotency-Key is required")};
    }
    return fields;
}

std::string_view body_or_empty_object(Call const& call) {
    return call.request.body.empty() ? std::string_view{"{}"} : call.request.body;
}

int status_of_answer(Route const& route, model::AnswerStatus status) {
    if (status == model::AnswerStatus::DONE || route.success == 202) return route.success;
    return 200;
}

Response answer_one(Call const& call, model::Answer const& answer) {
    auto const& route = *call.route;
    auto const booked = !answer.refusal && answer.status != model::AnswerStatus::REFUSED &&
                        answer.status != model::AnswerStatus::SKIPPED;
    Response response;
    if (!booked) {
        response = problem(answer);
    } else {
        response.status = status_of_answer(route, answer.status);
        if (route.response == "Order" && answer.order) {
            json::append_json(response.body, *answer.order);
        } else {
            json::append_json(response.body, answer);
        }
        if (route.operation == "placeOrder" && answer.order) {
            auto const& order = answer.order->state();
            response.headers.emplace_back("Location", "/v1/accounts/" + order.account_id.value() +
                                                          "/orders/" + order.id.to_string());
        }
    }
    if (answer.status == model::AnswerStatus::REPLAYED) {
        response.headers.emplace_back("Idempotency-Replayed", "true");
    }
    return response;
}

Response answer_all(std::span<model::Answer const> answers) {
    Response response;
    {
        json::ObjectWriter object{response.body};
        auto& out = object.member("answers");
        out += '[';
        for (auto const& answer : answers) {
            if (&answer != &answers.front()) out += ',';
            json::append_json(out, answer);
        }
        out += ']';
    }
    return response;
}

/// Queues a batch and answers the call with what `respond` makes of the answers.
template <class Respond>
void submit(Backend& backend, CallPointer const& call, model::CommandBatch batch, Respond respond) {
    auto const done = [call, respond](ports::BatchOutcome const& outcome) {
        Response response;
        try {
            auto const* unavailable = std::get_if<ports::Unavailable>(&outcome);
            response = unavailable != nullptr ? problem_not_booked(unavailable->detail)
                                              : respond(*call, std::get<Answers>(outcome));
        } catch (...) {
            response = problem_of(std::current_exception());
        }
        call->reply(std::move(response));
    };
    switch (backend.commands.submit(std::move(batch), done)) {
        case ports::CommandService::Submitted::accepted:
            return;
        case ports::CommandService::Submitted::busy:
            return call->reply(problem_busy());
        case ports::CommandService::Submitted::stopping:
            return call->reply(problem_stopping());
    }
}

Response respond_one(Call const& call, Answers const& answers) {
    return answer_one(call, answers.at(0));
}

Response respond_all(Call const&, Answers const& answers) { return answer_all(answers); }

void submit_list(Backend& backend, CallPointer const& call, model::CommandBatch batch) {
    if (batch.commands.empty()) return call->reply(answer_all({}));
    submit(backend, call, std::move(batch), respond_all);
}

void decode_one(Backend& backend, CallPointer const& call) {
    auto const given = given_fields(*call);
    if (!given) return call->reply(problem(given.error()));
    auto command = json::command_from_body(body_or_empty_object(*call), *given);
    if (!command) return call->reply(problem(command.error()));
    model::CommandBatch batch;
    batch.commands.push_back(std::move(*command));
    submit(backend, call, std::move(batch), respond_one);
}

void decode_executions(Backend& backend, CallPointer const& call) {
    auto const given = given_fields(*call);
    if (!given) return call->reply(problem(given.error()));
    auto list =
        json::commands_from_body(body_or_empty_object(*call), *given, backend.limits.commands_max);
    if (!list) return call->reply(problem(list.error()));
    model::CommandBatch batch;
    batch.commands = std::move(list->commands);
    if (list->is_array) return submit_list(backend, call, std::move(batch));
    submit(backend, call, std::move(batch), respond_one);
}

void decode_commands(Backend& backend, CallPointer const& call) {
    auto batch = json::batch_from_body(call->request.body, backend.limits.commands_max);
    if (!batch) return call->reply(problem(batch.error()));
    submit_list(backend, call, std::move(*batch));
}

/// The header Idempotency-Key of a call that may have one.
tl::expected<std::optional<model::IdempotencyKey>, model::Malformed> key_of(Call const& call) {
    auto const& text = call.request.idempotency_key;
    if (!text) return std::nullopt;
    model::Fields const fields{text_field("idempotency_key", *text)};
    model::MemberReader reader{fields};
    std::optional<model::IdempotencyKey> key;
    reader.optional("idempotency_key", key);
    if (auto wrong = reader.finish()) return tl::unexpected{std::move(*wrong)};
    return key;
}

void decode_settlement(Backend& backend, CallPointer const& call) {
    auto const fields = json::fields_from_body(call->request.body);
    if (!fields) return call->reply(problem(fields.error()));
    model::SettleRequest settles{model::ClientOrderId{call->values.at(1)}, {}, {}};
    model::MemberReader members{*fields};
    members.required("outcome", settles.outcome);
    members.required("reason", settles.reason);
    if (auto const wrong = members.finish()) return call->reply(problem(*wrong));
    auto key = key_of(*call);
    if (!key) return call->reply(problem(key.error()));
    model::CommandBatch batch;
    batch.commands.push_back(
        model::settling(model::AccountId{call->values.at(0)}, std::move(settles), std::move(*key)));
    submit(backend, call, std::move(batch), respond_one);
}

/// Decodes a large body on another thread, so that nobody else waits for it.
void decode(Backend& backend, CallPointer call,
            void (*decode_body)(Backend& backend, CallPointer const& call)) {
    if (call->request.body.size() <= inline_body_bytes_max) return decode_body(backend, call);
    backend.elsewhere([&backend, call = std::move(call), decode_body] {
        auto const now = std::chrono::steady_clock::now();
        if (!call->request.caller.is_waiting(now)) return call->reply(problem_late());
        try {
            decode_body(backend, call);
        } catch (...) {
            call->reply(problem_of(std::current_exception()));
        }
    });
}

}  // namespace

void book_one(Backend& backend, CallPointer call) { decode(backend, std::move(call), decode_one); }

void book_executions(Backend& backend, CallPointer call) {
    decode(backend, std::move(call), decode_executions);
}

void settle_request(Backend& backend, CallPointer call) {
    decode(backend, std::move(call), decode_settlement);
}

void book_commands(Backend& backend, CallPointer call) {
    decode(backend, std::move(call), decode_commands);
}

}  // namespace daybook::http
