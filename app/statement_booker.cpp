#include "app/statement_booker.hpp"

#include <future>
#include <memory>
#include <set>
#include <utility>

#include "app/exit_code.hpp"

namespace daybook::app {

namespace {

constexpr std::size_t batch_commands_max = 1'000;

class Booker {
  public:
    Booker(Engine& engine, std::vector<BookedStep>& booked) : engine_{engine}, booked_{booked} {}

    void take(services::BookingStep const& step) {
        if (step.placed_order && refused_.contains(*step.placed_order)) {
            send();
            booked_.push_back({step, std::nullopt});
            return;
        }
        waiting_.push_back(step);
        // Whether there is an order decides what may follow.
        bool const places = std::holds_alternative<model::PlaceOrder>(step.command.content);
        if (places || waiting_.size() == batch_commands_max) send();
    }

    void send() {
        if (waiting_.empty()) return;
        model::CommandBatch batch;
        for (auto const& step : waiting_) batch.commands.push_back(step.command);
        auto const promise = std::make_shared<std::promise<ports::BatchOutcome>>();
        auto outcome = promise->get_future();
        auto const submitted = engine_.submit(std::move(batch), [promise](auto answered) {
            promise->set_value(std::move(answered));
        });
        if (submitted != Engine::Submitted::accepted) {
            throw Failure{ExitCode::internal_error, "the engine takes no more commands"};
        }
        keep(outcome.get());
    }

  private:
    void keep(ports::BatchOutcome outcome) {
        if (auto const* unavailable = std::get_if<ports::Unavailable>(&outcome)) {
            throw Failure{exit_code_of(engine_.store_state()),
                          "stopped at line " + std::to_string(waiting_.front().line) + ": " +
                              unavailable->detail +
                              "; reconcile again: what is booked already is not booked "
                              "twice"};
        }
        auto& answers = std::get<std::vector<model::Answer>>(outcome);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            auto const& command = waiting_[i].command;
            bool const places = std::holds_alternative<model::PlaceOrder>(command.content);
            if (places && answers[i].refusal && !answers[i].order)
                refused_.insert(*command.idempotency_key);
            booked_.push_back({std::move(waiting_[i]), std::move(answers[i])});
        }
        waiting_.clear();
    }

    Engine& engine_;
    std::vector<BookedStep>& booked_;
    std::vector<services::BookingStep> waiting_;
    /// Keys of orders that do not exist.
    std::set<model::IdempotencyKey> refused_;
};

}  // namespace

bool is_booked(BookedStep const& step) { return step.answer && !step.answer->refusal; }

void book_steps(Engine& engine, std::vector<services::BookingStep> const& steps,
                std::vector<BookedStep>& booked) {
    Booker booker{engine, booked};
    for (auto const& step : steps) booker.take(step);
    booker.send();
}

}  // namespace daybook::app
