#include "app/exchange_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "app/drop_copy_desk.hpp"
#include "app/exchange_desks.hpp"
#include "model/names.hpp"
#include "paper/paper_gateway.hpp"
#include "services/exchange_answers.hpp"
#include "support/dispatch_values.hpp"
#include "support/processor_bench.hpp"
#include "support/scripted_runner.hpp"
#include "system/system_clock.hpp"
#include "system/uuid_v7_source.hpp"

namespace daybook::app {
namespace {

using namespace model;
using namespace std::chrono_literals;
using ports::ExchangeControl;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using ports::SessionState;
using testing::ElementsAre;

ExchangeCode const venue{"PAPER"};

/// A gateway that is up at once and keeps what it is given. Threads: safe.
class ScriptedGateway final : public ports::ExchangeGateway {
  public:
    /// What it answers a request with, on the thread that sends.
    std::function<std::optional<ExchangeReport>(ExchangeRequest const&)> answer;

    void start(ports::ExchangeListener& listener) override {
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

/// Runs a processor as a lane's runner.
class BookRunner final : public BatchRunner {
  public:
    BookRunner(ports::Storage& storage, ports::Clock& clock, ports::OrderIdSource& order_ids)
        : unit_of_work_{storage.open_unit_of_work()},
          processor_{{*unit_of_work_, clock, order_ids, sha256_, [](auto) {}, {}}} {}
    std::vector<std::vector<Answer>> run(std::span<CommandBatch const> batches) override {
        return processor_.run(batches);
    }

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

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
            std::make_unique<BookRunner>(bench_.storage(), clock_, order_ids_),
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
    /// What the exchange answers a cancel with, not told yet; one report was.
    ExchangeReport refused_cancel() {
        auto const id = place();
        gateway_.tell(report(gateway_.wait_for_sent(1).front(), ExecType::NEW, "n-1"));
        gateway_.wait_for_durable(1);
        book(CancelOrder{id});
        return report(gateway_.wait_for_sent(2).back(), ExecType::CANCEL_REJECTED, "r-1");
    }
    static BookExecution as_told_by_status(ExchangeReport const& told) {
        auto booked = told.report;
        booked.order = services::order_named_by(told).value();
        booked.exec_id = services::id_by_status(told.client_order_id->value(), booked.exec_type);
        return booked;
    }
    Order order(OrderId const& id) {
        std::optional<Order> found;
        bench_.storage().open_snapshots()->read(
            [&](ports::BookReader& book) { found = book.order(AccountId{"alpha"}, id); });
        return found.value();
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
    ExchangeControl::Outcome wait(std::function<void(ExchangeDesk::Done)> const& wish) {
        std::promise<ExchangeControl::Outcome> granted;
        wish([&](ExchangeControl::Outcome outcome) { granted.set_value(outcome); });
        return granted.get_future().get();
    }

    support::ProcessorBench bench_;
    system::SystemClock clock_;
    system::UuidV7Source order_ids_{clock_};
    ScriptedGateway gateway_;
    std::mutex mutex_;
    std::unique_ptr<ExchangeDesk> desk_;
    std::unique_ptr<Engine> engine_;
};

TEST_F(ExchangeDeskTest, SendsAnOrderAsSoonAsItIsCommittedAndBooksWhatComesOfIt) {
    gateway_.answer = [](auto const& request) {
        return report(request, ExecType::NEW, "x-" + request.client_order_id.value());
    };
    open();
    auto const id = place();
    auto const sent = gateway_.wait_for_sent(1);
    EXPECT_EQ(sent.front().order_id, id);
    EXPECT_FALSE(sent.front().may_be_known);
    gateway_.wait_for_durable(1);
    EXPECT_EQ(order(id).status(), OrderStatus::NEW);
    EXPECT_EQ(order(id).state().exchange_order_id, ExchangeOrderId{"P-1"});
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangeDeskTest, SendsACancelUnderANameOfItsOwnWithTheExchangesNameOfTheOrder) {
    gateway_.answer = [](auto const& request) {
        return report(request,
                      request.action == ExchangeAction::PLACE ? ExecType::NEW : ExecType::CANCELED,
                      "x-" + request.client_order_id.value());
    };
    open();
    auto const id = place();
    gateway_.wait_for_durable(1);
    book(CancelOrder{id});
    auto const sent = gateway_.wait_for_sent(2);
    EXPECT_EQ(sent[1].action, ExchangeAction::CANCEL);
    EXPECT_EQ(sent[1].original_client_order_id, sent[0].client_order_id);
    EXPECT_EQ(sent[1].exchange_order_id, ExchangeOrderId{"P-1"});
    gateway_.wait_for_durable(2);
    EXPECT_EQ(order(id).status(), OrderStatus::CANCELED);
}

TEST_F(ExchangeDeskTest, FindsRequestsThatNobodyTellsItOf) {
    auto quick = settings();
    quick.poll_interval = 1ms;
    quick.accounts_interval = 1ms;
    open(quick);
    // By another process.
    bench_.run({"place o1 BUY 1@100"});
    EXPECT_EQ(gateway_.wait_for_sent(1).front().terms.quantity_base, support::quantity("1"));
}

TEST_F(ExchangeDeskTest, AsksForWorkingOrdersWhenItsSessionIsUpAndOnDemand) {
    bench_.run({"place o1 BUY 1@100"});
    gateway_.answer = [](auto const& request) {
        return report(request, ExecType::NEW, "x-" + request.client_order_id.value());
    };
    open();
    auto const id = place();
    gateway_.wait_for_durable(1);
    EXPECT_EQ(wait([&](auto done) { desk_->ask_for_orders(std::move(done)); }),
              ExchangeControl::Outcome::done);
    EXPECT_EQ(gateway_.wait_for_asked(1).front().order_id, id);
    close();
    open();
    EXPECT_EQ(gateway_.wait_for_asked(2).back().order_id, id);
}

TEST_F(ExchangeDeskTest, KeepsReportsThatNameNoOrderOfOursAndThatCannotBeRead) {
    open();
    gateway_.wait_for_starts(1);
    ExchangeReport stranger;
    stranger.report.exec_type = ExecType::TRADE;
    stranger.report.exec_id = ExecId{"t-1"};
    stranger.report.exchange_order_id = ExchangeOrderId{"V-9"};
    stranger.report.last_quantity_base = support::quantity("1");
    stranger.report.last_price_quote = support::price("100");
    gateway_.tell(stranger);
    auto const id = place();
    auto garbled = report(gateway_.wait_for_sent(1).front(), ExecType::ORDER_STATUS, "u-1");
    garbled.unreadable_because = "LastPx (31) is missing";
    garbled.report.reason = "35=8|150=F";
    gateway_.tell(garbled);
    gateway_.wait_for_durable(2);
    auto const kept = discrepancies("exchange-paper");
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_THAT(kept[0], testing::StartsWith("unknown_order"));
    EXPECT_THAT(kept[1], testing::HasSubstr("LastPx (31) is missing: 35=8|150=F"));
    EXPECT_EQ(order(id).status(), OrderStatus::PENDING_NEW);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangeDeskTest, KeepsInWordsWhatTheBookRefuses) {
    open();
    place();
    auto fill = report(gateway_.wait_for_sent(1).front(), ExecType::TRADE, "t-1");
    fill.report.last_quantity_base = support::quantity("1");
    fill.report.last_price_quote = support::price("100");
    fill.report.fee = Money{AssetCode{"NOBODY-KNOWS"}, support::amount("1")};
    gateway_.tell(fill);
    gateway_.wait_for_durable(1);
    EXPECT_THAT(discrepancies("exchange-paper"),
                ElementsAre(testing::HasSubstr("not booked in account alpha")));
}

TEST_F(ExchangeDeskTest, ARepeatIsNoConflictWhereAStatusWasReadInBetween) {
    open();
    auto const refused = refused_cancel();
    gateway_.tell(refused);
    gateway_.wait_for_durable(2);
    // By another worker, which has not seen the report.
    book(as_told_by_status(refused));
    gateway_.tell(refused);
    gateway_.wait_for_durable(3);
    EXPECT_THAT(discrepancies("alpha"), testing::IsEmpty());
}

TEST_F(ExchangeDeskTest, ARepeatIsNoConflictWhereAStatusWasReadBefore) {
    open();
    auto const refused = refused_cancel();
    book(as_told_by_status(refused));
    gateway_.tell(refused);
    gateway_.wait_for_durable(2);
    gateway_.tell(refused);
    gateway_.wait_for_durable(3);
    EXPECT_THAT(discrepancies("alpha"), testing::IsEmpty());
}

TEST_F(ExchangeDeskTest, PausesAndResumesForEverybody) {
    open();
    EXPECT_EQ(wait([&](auto done) { desk_->pause("maintenance", std::move(done)); }),
              ExchangeControl::Outcome::done);
    EXPECT_EQ(desk_->status().paused_because, "maintenance");
    close();
    // Another worker finds it paused.
    open();
    EXPECT_EQ(desk_->status().paused_because, "maintenance");
    auto const withdrawn = place();
    auto const waits = place();
    book(CancelOrder{withdrawn});
    EXPECT_EQ(wait([&](auto done) { desk_->resume(std::move(done)); }),
              ExchangeControl::Outcome::done);
    auto const sent = gateway_.wait_for_sent(1);
    EXPECT_EQ(sent.front().order_id, waits);
    EXPECT_EQ(desk_->status().paused_because, std::nullopt);
}

TEST_F(ExchangeDeskTest, HasNoSessionWhileAnotherWorkerHasTheLease) {
    open();
    gateway_.wait_for_starts(1);
    ScriptedGateway other_gateway;
    auto other_settings = settings();
    // It looks for the lease often; the first keeps it for as long as it lives.
    other_settings.lease = {300ms, 0ms};
    ExchangeDesk other{other_settings,
                       ExchangeOutside{bench_.storage(), *engine_, clock_, other_gateway}};
    EXPECT_EQ(other.status().session, ports::ExchangeStatus::Session::standby);
    EXPECT_EQ(wait([&](auto done) { other.ask_for_orders(std::move(done)); }),
              ExchangeControl::Outcome::unavailable);
    EXPECT_EQ(other_gateway.starts(), 0);
    close();
    other_gateway.wait_for_starts(1);
}

TEST_F(ExchangeDeskTest, BeginsTheSessionAnewWhenMoreIsReportedThanCanWait) {
    auto narrow = settings();
    narrow.reports_max = 3;
    narrow.session_pause = 1ms;
    open(narrow);
    gateway_.wait_for_starts(1);
    ExchangeReport stranger;
    stranger.report.exec_type = ExecType::NEW;
    stranger.report.exchange_order_id = ExchangeOrderId{"V-9"};
    for (int i = 0; i < 1'000 && gateway_.starts() == 1; ++i) {
        stranger.report.exec_id = ExecId{"n-" + std::to_string(i)};
        gateway_.tell(stranger);
    }
    gateway_.wait_for_starts(2);
    EXPECT_EQ(desk_->status().exchange, venue);
}

TEST_F(ExchangeDeskTest, OperatorsReachTheDeskOfTheirExchange) {
    std::vector<std::unique_ptr<ExchangeDesk>> all;
    all.push_back(std::make_unique<ExchangeDesk>(
        settings(), ExchangeOutside{bench_.storage(), *engine_, clock_, gateway_}));
    ExchangeDesks desks{std::move(all)};
    ASSERT_EQ(desks.exchanges().size(), 1u);
    EXPECT_EQ(desks.exchanges().front().exchange, venue);
    auto const ask = [&](ExchangeCode const& exchange) {
        return wait([&](auto done) { desks.pause(exchange, "because", std::move(done)); });
    };
    EXPECT_EQ(ask(ExchangeCode{"NOWHERE"}), ExchangeControl::Outcome::unknown_exchange);
    EXPECT_EQ(ask(venue), ExchangeControl::Outcome::done);
    desks.stop();
    EXPECT_EQ(ask(venue), ExchangeControl::Outcome::unavailable);
}

TEST_F(ExchangeDeskTest, TradesOnPaper) {
    paper::PaperOptions options;
    options.instruments = {support::sample_instrument({venue, Symbol{"BTC-USD"}})};
    paper::PaperGateway gateway{options};
    ExchangeDesk desk{settings(), ExchangeOutside{bench_.storage(), *engine_, clock_, gateway}};
    auto const filled = place();
    auto const canceled = place();
    auto const wait_for = [&](OrderId const& id, OrderStatus status) {
        desk.wake(std::vector{AccountId{"alpha"}});
        while (order(id).status() != status) std::this_thread::yield();
    };
    wait_for(filled, OrderStatus::NEW);
    wait_for(canceled, OrderStatus::NEW);
    book(CancelOrder{canceled});
    wait_for(canceled, OrderStatus::CANCELED);
    ASSERT_EQ(gateway.post_price({venue, Symbol{"BTC-USD"}}, support::price("99")),
              ports::ExchangeGateway::Handed::over);
    wait_for(filled, OrderStatus::FILLED);
    desk.stop();
    EXPECT_EQ(desk.status().requests_unanswered, 0u);
    EXPECT_EQ(desk.status().requests_sent_total, 3u);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangeDeskTest, ADropCopyRecordsOrdersThatWerePlacedElsewhereOnce) {
    DropCopyDesk desk{
        venue,
        {[this](auto& listener) { gateway_.start(listener); }, [this] { gateway_.stop(); }},
        {bench_.storage(), *engine_, clock_}};
    ExchangeReport told;
    told.report.exec_type = ExecType::NEW;
    told.report.exec_id = ExecId{"n-1"};
    told.report.exchange_order_id = ExchangeOrderId{"V-1"};
    OrderTerms terms;
    terms.instrument = {venue, Symbol{"BTC-USD"}};
    terms.time_in_force = TimeInForce::GTC;
    terms.quantity_base = support::quantity("2");
    terms.price_quote = support::price("100");
    told.placed_elsewhere = {AccountId{"elsewhere"}, "theirs", terms};
    gateway_.tell(told);
    auto fill = told;
    fill.report.exec_type = ExecType::TRADE;
    fill.report.exec_id = ExecId{"t-1"};
    fill.report.last_quantity_base = support::quantity("2");
    fill.report.last_price_quote = support::price("99");
    gateway_.tell(fill);
    gateway_.tell(fill);
    gateway_.wait_for_durable(3);
    bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
        auto const orders = book.orders(AccountId{"elsewhere"}, {}, std::nullopt, 10);
        ASSERT_EQ(orders.size(), 1u);
        EXPECT_EQ(orders.front().status(), OrderStatus::FILLED);
        EXPECT_EQ(orders.front().state().origin, OrderOrigin::EXTERNAL);
    });
    EXPECT_EQ(bench_.verify(), "");
}

}  // namespace
}  // namespace daybook::app
