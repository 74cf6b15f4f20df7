#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/engine.hpp"
#include "app/exchange_desk.hpp"
#include "app/exchange_desks.hpp"
#include "model/names.hpp"
#include "services/command_processor.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"
#include "support/scripted_runner.hpp"
#include "system/openssl_sha256.hpp"
#include "system/system_clock.hpp"
#include "system/uuid_v7_source.hpp"

namespace daybook::app {

using namespace model;
using namespace std::chrono_literals;
using Outcome = ports::ExchangeReply::Outcome;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using ports::SessionState;

inline ExchangeCode const venue{"PAPER"};

/// A gateway that is up at once and keeps what it is given. Threads: safe.
class ScriptedGateway final : public ports::ExchangeGateway {
  public:
    /// What it answers a request with, on the thread that sends.
    std::function<std::optional<ExchangeReport>(ExchangeRequest const&)> answer;

    /// What it knows of what was sent before.
    std::function<ports::SentBefore(ports::UncertainRequest const&)> sent_before;

    void start(ports::ExchangeListener& listener, std::uint64_t) override {
        {
            std::scoped_lock const lock{mutex_};
            listener_ = &listener;
            ++starts_;
        }
        listener.on_session(SessionState::up, {});
        changed_.notify_all();
    }
    void stop() override {
        std::scoped_lock const lock{mutex_};
        listener_ = nullptr;
    }
    Handed send(ExchangeRequest const& request) override {
        {
            std::scoped_lock const lock{mutex_};
            sent_.push_back(request);
        }
        changed_.notify_all();
        if (!answer) return Handed::over;
        if (auto report = answer(request)) tell(*report);
        return Handed::over;
    }
    Handed ask_status(ExchangeRequest const& request) override {
        {
            std::scoped_lock const lock{mutex_};
            asked_.push_back(request);
        }
        changed_.notify_all();
        return Handed::over;
    }
    [[nodiscard]] ports::SentBefore was_sent(
        ports::UncertainRequest const& request) const override {
        return sent_before ? sent_before(request) : ports::SentBefore::unknown;
    }
    [[nodiscard]] SessionState state() const override { return SessionState::up; }
    [[nodiscard]] std::string describe() const override { return "scripted"; }

    void tell(ExchangeReport const& report) {
        ports::ExchangeListener* listener = nullptr;
        {
            std::scoped_lock const lock{mutex_};
            listener = listener_;
        }
        if (listener == nullptr) return;
        listener->on_report(report, [this] {
            std::scoped_lock const lock{mutex_};
            ++durable_;
            changed_.notify_all();
        });
    }
    std::vector<ExchangeRequest> wait_for_sent(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return sent_.size() >= count; });
        return sent_;
    }
    std::vector<ExchangeRequest> wait_for_asked(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return asked_.size() >= count; });
        return asked_;
    }
    std::vector<ExchangeRequest> sent() { return wait_for_sent(0); }
    std::vector<ExchangeRequest> asked() { return wait_for_asked(0); }
    void wait_for_durable(int count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return durable_ >= count; });
    }
    void wait_for_starts(int count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return starts_ >= count; });
    }
    [[nodiscard]] int starts() {
        std::scoped_lock const lock{mutex_};
        return starts_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    ports::ExchangeListener* listener_ = nullptr;
    std::vector<ExchangeRequest> sent_;
    std::vector<ExchangeRequest> asked_;
    int durable_ = 0;
    int starts_ = 0;
};

/// Acknowledges, replaces and cancels whatever it is asked to.
inline std::optional<ExchangeReport> obey(ExchangeRequest const& request) {
    ExchangeReport report;
    report.client_order_id = request.client_order_id;
    report.original_client_order_id = request.original_client_order_id;
    report.report.exec_type = request.action == ExchangeAction::PLACE    ? ExecType::NEW
                              : request.action == ExchangeAction::CANCEL ? ExecType::CANCELED
                                                                         : ExecType::REPLACED;
    if (request.action == ExchangeAction::REPLACE) {
        report.report.quantity_base = request.terms.quantity_base;
    }
    report.report.exec_id = ExecId{"x-" + request.client_order_id.value()};
    report.report.exchange_order_id = ExchangeOrderId{"P-" + request.order_id.to_string()};
    return report;
}

/// Runs a processor as a lane's runner.
class BookRunner final : public BatchRunner {
  public:
    /// `before` may book what another worker does before a batch is.
    using Before = std::function<void(std::span<CommandBatch const>)>;

    BookRunner(
        ports::Storage& storage, ports::Clock& clock, ports::OrderIdSource& order_ids,
        Before before = [](auto) {})
        : unit_of_work_{storage.open_unit_of_work()},
          processor_{{*unit_of_work_, clock, order_ids, sha256_, [](auto) {}, {}}},
          before_{std::move(before)} {}
    std::vector<std::vector<Answer>> run(std::span<CommandBatch const> batches) override {
        before_(batches);
        return processor_.run(batches);
    }

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
    Before before_;
};

/// A desk on a book in memory, with a gateway by script.
class ExchangeDeskTest : public testing::Test {
  protected:
    ExchangeDeskTest() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 1
            open_account funding=PREFUNDED cost_basis=FIFO
            deposit 1000000 USD key=d-1
        )");
        std::vector<std::unique_ptr<BatchRunner>> runners;
        runners.push_back(std::make_unique<RequestingRunner>(
            std::make_unique<BookRunner>(bench_.storage(), clock_, order_ids_,
                                         [this](auto batches) { book_meanwhile(batches); }),
            [this](auto const accounts) {
                std::scoped_lock const lock{mutex_};
                if (desk_) desk_->wake(accounts);
            }));
        engine_ = std::make_unique<Engine>(std::move(runners), EngineLimits{});
    }
    ~ExchangeDeskTest() override { close(); }

    [[nodiscard]] ExchangeDeskSettings settings() const {
        ExchangeDeskSettings settings;
        settings.exchange = venue;
        settings.owner = unique_owner_name();
        // Only what wakes it may make it look: a test that waits for a poll hangs.
        settings.poll_interval = 1h;
        return settings;
    }
    void open() { open(settings()); }
    void open(ExchangeDeskSettings const& settings) {
        auto desk = std::make_unique<ExchangeDesk>(
            settings, ExchangeOutside{bench_.storage(), *engine_, clock_, gateway_});
        std::scoped_lock const lock{mutex_};
        desk_ = std::move(desk);
    }
    void close() {
        std::unique_ptr<ExchangeDesk> desk;
        {
            std::scoped_lock const lock{mutex_};
            desk = std::move(desk_);
        }
    }
    Answer book(CommandContent content, std::string const& key = {}) {
        Command command;
        command.account_id = AccountId{"alpha"};
        if (!key.empty()) command.idempotency_key = IdempotencyKey{key};
        command.content = std::move(content);
        std::promise<ports::BatchOutcome> answered;
        auto const submitted = engine_->submit(
            {{command}, false},
            [&](ports::BatchOutcome outcome) { answered.set_value(std::move(outcome)); });
        EXPECT_EQ(submitted, Engine::Submitted::accepted);
        return std::get<std::vector<Answer>>(answered.get_future().get()).front();
    }
    OrderId place() {
        OrderTerms terms;
        terms.instrument = {venue, Symbol{"BTC-USD"}};
        terms.time_in_force = TimeInForce::GTC;
        terms.quantity_base = support::quantity("2");
        terms.price_quote = support::price("100");
        return book(PlaceOrder{terms}).order->state().id;
    }
    static ExchangeReport report(ExchangeRequest const& request, ExecType type,
                                 std::string const& exec_id) {
        ExchangeReport report;
        report.client_order_id = request.client_order_id;
        report.report.exec_type = type;
        report.report.exec_id = ExecId{exec_id};
        report.report.exchange_order_id = ExchangeOrderId{"P-1"};
        return report;
    }
    /// Books `commands` just before the desk's next report is, which has been read by then.
    void meanwhile(std::vector<Command> commands) {
        std::scoped_lock const lock{mutex_};
        meanwhile_ = {{std::move(commands), false}};
    }
    void book_meanwhile(std::span<CommandBatch const> batches) {
        auto const& first = batches.front().commands.front();
        if (!std::holds_alternative<BookExecution>(first.content)) return;
        std::vector<CommandBatch> others;
        {
            std::scoped_lock const lock{mutex_};
            others = std::exchange(meanwhile_, {});
        }
        if (others.empty()) return;
        BookRunner{bench_.storage(), clock_, order_ids_}.run(others);
    }
    Order order(OrderId const& id) {
        std::optional<Order> found;
        bench_.storage().open_snapshots()->read(
            [&](ports::BookReader& book) { found = book.order(AccountId{"alpha"}, id); });
        return found.value();
    }
    /// What the refusals of an order's replaces were booked under, in short, and why.
    std::vector<std::string> refusals(OrderId const& id) {
        std::vector<std::string> texts;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
            for (auto const& each : book.executions(AccountId{"alpha"}, {id, {}}, 0, 100)) {
                if (each.exec_type != ExecType::REPLACE_REJECTED) continue;
                auto const& name = each.exec_id.value();
                texts.push_back(name.substr(0, name.find('~') + 1) + " " + *each.reason);
            }
        });
        return texts;
    }
    std::vector<std::string> discrepancies(std::string const& account) {
        std::vector<std::string> texts;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
            for (auto const& each : book.discrepancies(AccountId{account}, 0, 100)) {
                texts.push_back(std::string{name_of(each.kind)} + " " + each.payload);
            }
        });
        return texts;
    }
    /// What the desk replies to a wish.
    ports::ExchangeReply ask(ports::ExchangeWish wish) { return ask(*desk_, std::move(wish)); }
    static ports::ExchangeReply ask(ExchangeDesk& desk, ports::ExchangeWish wish) {
        std::promise<ports::ExchangeReply> replied;
        desk.ask(std::move(wish),
                 [&](ports::ExchangeReply const& reply) { replied.set_value(reply); });
        return replied.get_future().get();
    }

    support::ProcessorBench bench_;
    system::SystemClock clock_;
    system::UuidV7Source order_ids_{clock_};
    ScriptedGateway gateway_;
    std::mutex mutex_;
    std::vector<CommandBatch> meanwhile_;
    std::unique_ptr<ExchangeDesk> desk_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace daybook::app
