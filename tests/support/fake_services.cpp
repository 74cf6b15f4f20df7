#include "support/fake_services.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include "support/sample_values.hpp"

namespace daybook::support {

model::Answer FakeCommandService::done_with_order(model::Command const& command) {
    model::Answer answer;
    bool const concerns_order = std::holds_alternative<model::PlaceOrder>(command.content) ||
                                std::holds_alternative<model::CancelOrder>(command.content) ||
                                std::holds_alternative<model::ReplaceOrder>(command.content);
    if (concerns_order) answer.order = sample_order(command.account_id.value(), order_id(1));
    return answer;
}

ports::CommandService::Submitted FakeCommandService::submit(
    model::CommandBatch batch, std::function<void(ports::BatchOutcome)> done) {
    if (result != Submitted::accepted) return result;
    {
        std::lock_guard const lock{mutex_};
        batches_.push_back(batch);
        came_.notify_all();
        if (holds) {
            held_.push_back({std::move(batch), std::move(done)});
            return result;
        }
    }
    done(outcome_of(batch));
    return result;
}

void FakeCommandService::release(bool backwards) {
    std::vector<Held> held;
    {
        std::lock_guard const lock{mutex_};
        holds = false;
        held.swap(held_);
    }
    if (backwards) std::reverse(held.begin(), held.end());
    for (auto const& one : held) one.done(outcome_of(one.batch));
}

void FakeCommandService::wait_for_batches(std::size_t count) {
    std::unique_lock lock{mutex_};
    came_.wait(lock, [&] { return batches_.size() >= count; });
}

std::vector<model::CommandBatch> FakeCommandService::batches() {
    std::lock_guard const lock{mutex_};
    return batches_;
}

ports::BatchOutcome FakeCommandService::outcome_of(model::CommandBatch const& batch) const {
    if (unavailable) return ports::Unavailable{"a right is missing; nothing was booked"};
    std::vector<model::Answer> answers;
    for (auto const& command : batch.commands) answers.push_back(answer(command));
    return answers;
}

ports::ReadCaller FakeQueryService::caller() {
    std::scoped_lock const lock{mutex_};
    return caller_;
}

ports::ReadSize FakeQueryService::size() {
    std::scoped_lock const lock{mutex_};
    return size_;
}

ports::QueryService::Submitted FakeQueryService::submit(
    ports::ReadCaller read_caller, ports::ReadSize read_size,
    std::function<void(ports::BookReader&)> read, std::function<void(std::exception_ptr)> done) {
    if (result != Submitted::accepted) return result;
    ++reads;
    {
        std::scoped_lock const lock{mutex_};
        caller_ = std::move(read_caller);
        size_ = read_size;
    }
    std::exception_ptr thrown;
    try {
        read(book);
    } catch (...) {
        thrown = std::current_exception();
    }
    done(thrown);
    return result;
}

ports::QueryService::Submitted FakeQueryService::find_order(ports::OrderKey key, OrderFound done) {
    if (result != Submitted::accepted) return result;
    std::optional<model::Order> order;
    std::exception_ptr thrown;
    try {
        order = book.order(key.account_id, key.id);
    } catch (...) {
        thrown = std::current_exception();
    }
    done(std::move(order), thrown);
    return result;
}

void FakeExchangeControl::ask(model::ExchangeCode const& exchange, ports::ExchangeWish wish,
                              Done done) {
    ports::ExchangeReply reply{outcome};
    if (auto const* pause = std::get_if<ports::PauseExchange>(&wish)) {
        asked.push_back("pause " + exchange.value() + " " + pause->reason +
                        (pause->cancels_all ? " and cancel all" : ""));
        for (auto& row : rows) row.paused_because = pause->reason;
        if (pause->cancels_all) reply.cancels_asked = cancels;
    } else if (std::holds_alternative<ports::ResumeExchange>(wish)) {
        asked.push_back("resume " + exchange.value());
        for (auto& row : rows) row.paused_because.reset();
    } else {
        asked.push_back("ask " + exchange.value());
    }
    done(reply);
}

ports::MarketControl::Outcome FakeMarketControl::post_price(
    model::Instrument const& instrument, model::Price price,
    std::optional<model::Quantity> quantity_base) {
    auto text = instrument.key.exchange.value() + " " + instrument.key.symbol.value() + " " +
                price.value().to_string();
    if (quantity_base) text += " " + quantity_base->value().to_string();
    told.push_back(std::move(text));
    return outcome;
}

ports::MarketControl::Outcome FakeMarketControl::play(model::ExchangeCode const& exchange,
                                                      std::optional<model::Timestamp> until) {
    told.push_back("play " + exchange.value() + (until ? " " + until->to_string() : ""));
    return outcome;
}

}  // namespace daybook::support
