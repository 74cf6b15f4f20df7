#include "app/exchange_desks.hpp"

#include <algorithm>
#include <utility>

namespace daybook::app {

using model::ExchangeCode;

namespace {

bool makes_requests(model::CommandContent const& content) {
    return std::holds_alternative<model::PlaceOrder>(content) ||
           std::holds_alternative<model::CancelOrder>(content) ||
           std::holds_alternative<model::ReplaceOrder>(content);
}

}  // namespace

ExchangeDesks::ExchangeDesks(std::vector<std::unique_ptr<ExchangeDesk>> desks)
    : desks_{std::move(desks)} {
    std::ranges::sort(desks_, {}, [](auto const& desk) { return desk->exchange(); });
}

std::vector<ports::ExchangeStatus> ExchangeDesks::exchanges() const {
    std::vector<ports::ExchangeStatus> all;
    for (auto const& desk : desks_) all.push_back(desk->status());
    return all;
}

void ExchangeDesks::ask(ExchangeCode const& exchange, ports::ExchangeWish wish, Done done) {
    auto* const desk = find(exchange);
    if (desk == nullptr) return done({Outcome::unknown_exchange});
    desk->ask(std::move(wish), std::move(done));
}

void ExchangeDesks::wake(std::span<model::AccountId const> accounts) const {
    for (auto const& desk : desks_) desk->wake(accounts);
}

void ExchangeDesks::stop() {
    for (auto const& desk : desks_) desk->stop();
}

ExchangeDesk* ExchangeDesks::find(ExchangeCode const& exchange) const {
    auto const found = std::ranges::find(
        desks_, exchange, [](auto const& desk) -> auto const& { return desk->exchange(); });
    return found == desks_.end() ? nullptr : found->get();
}

std::vector<std::vector<model::Answer>> RequestingRunner::run(
    std::span<model::CommandBatch const> batches) {
    auto answers = runner_->run(batches);
    std::vector<model::AccountId> accounts;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        auto const& commands = batches[i].commands;
        for (std::size_t j = 0; j < commands.size(); ++j) {
            bool const is_done = answers[i][j].status == model::AnswerStatus::DONE;
            bool const concerns = makes_requests(commands[j].content) || commands[j].settles;
            if (is_done && concerns) {
                accounts.push_back(commands[j].account_id);
            }
        }
    }
    std::ranges::sort(accounts);
    accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
    if (!accounts.empty()) tell_(accounts);
    return answers;
}

}  // namespace daybook::app
