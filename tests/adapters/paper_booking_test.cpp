#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "model/names.hpp"
#include "paper/paper_gateway.hpp"
#include "paper/paper_random.hpp"
#include "support/processor_bench.hpp"
#include "support/recording_listener.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using namespace std::chrono_literals;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using ports::SessionState;

/// DAYBOOK_TEST_SEED repeats a run; without it every run is another.
std::uint64_t test_seed() {
    auto const* text = std::getenv("DAYBOOK_TEST_SEED");
    auto const seed = text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device{}();
    std::cout << "DAYBOOK_TEST_SEED=" << seed << '\n';
    return seed;
}

/// A pair whose products have more than 18 decimals, so that fees have to be rounded.
constexpr char const* setup = R"(
    define_asset asset=XRP display_decimals=8
    define_asset asset=ETH display_decimals=8
    market PAPER XRP-ETH XRP/ETH 0.00000001 0.00000001 maker_fee_rate=0.00075 taker_fee_rate=0.00123
    open_account funding=PREFUNDED cost_basis=FIFO
    deposit 1000 ETH
    deposit 1000000 XRP exchange=PAPER symbol=XRP-ETH cost_quote=1400
)";

InstrumentKey xrp_eth() { return support::instrument_key("PAPER", "XRP-ETH"); }

Decimal decimal_of(std::uint64_t count) {
    return Decimal::from_units(static_cast<Int128>(count) * 10'000'000'000);  // Of 10^-8.
}

/// A desk that trades on paper: it books its orders, hands them to the gateway, and books what the
/// gateway tells. What is not answered it asks for, and hands over again what is not known.
class PaperDesk {
  public:
    PaperDesk(PaperOptions const& options, std::uint64_t seed) : random_{seed}, gateway_{options} {
        bench_.setup(setup);
        gateway_.start(listener_, 1);
        listener_.wait_for(SessionState::up);
    }

    /// Places orders, and cancels and replaces some.
    void ask(int requests) {
        for (int i = 0; i < requests; ++i) {
            auto const choice = random_.below(10);
            if (choice < 8 || live_.empty()) {
                place();
            } else {
                change(choice < 9 ? ExchangeAction::CANCEL : ExchangeAction::REPLACE);
            }
        }
    }
    void play_until(std::optional<Timestamp> time) {
        EXPECT_EQ(gateway_.play_until(time), PaperGateway::Handed::over);
        book();
    }
    /// Cancels what is live until nothing is; asks where no answer comes.
    void finish() {
        for (int round = 0; round < 100 && has_open(); ++round) {
            settle();
            for (auto const& id : std::set<OrderId>{live_}) cancel(id);
            book();
        }
        settle();
        EXPECT_FALSE(has_open());
    }

    [[nodiscard]] support::ProcessorBench& bench() { return bench_; }
    [[nodiscard]] std::map<std::string, int> const& booked() const { return booked_; }
    [[nodiscard]] Balance balance(std::string_view asset) {
        Balance found;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& reader) {
            for (auto const& balance : reader.balances(account_, std::nullopt, 100)) {
                if (balance.asset.value() == asset) found = balance;
            }
        });
        return found;
    }

  private:
    Answer run(CommandContent content) {
        Command command;
        command.account_id = account_;
        command.content = std::move(content);
        if (std::holds_alternative<PlaceOrder>(command.content)) {
            command.idempotency_key = IdempotencyKey{"k" + std::to_string(++keys_)};
        }
        return bench_.run(std::vector{CommandBatch{{std::move(command)}, false}}).front().front();
    }

    void place() {
        OrderTerms terms;
        terms.instrument = xrp_eth();
        terms.side = random_.below(2) == 0 ? Side::BUY : Side::SELL;
        terms.quantity_base = Quantity{decimal_of(1 + random_.below(50'000'000'000))};
        auto const kind = random_.below(10);
        terms.type = kind == 0   ? OrderType::MARKET
                     : kind == 1 ? OrderType::STOP
                     : kind == 2 ? OrderType::STOP_LIMIT
                                 : OrderType::LIMIT;
        constexpr TimeInForce times[] = {TimeInForce::GTC, TimeInForce::DAY, TimeInForce::IOC,
                                         TimeInForce::FOK};
        terms.time_in_force = times[random_.below(4)];
        if (has_limit(terms.type)) terms.price_quote = price();
        if (has_stop(terms.type)) terms.stop_price_quote = price();
        if (!has_limit(terms.type) && terms.side == Side::BUY) {
            terms.budget_quote = Amount{Decimal::from_integer(2)};
        }
        auto const answer = run(PlaceOrder{terms});
        if (answer.status != AnswerStatus::DONE) return;
        auto const& order = *answer.order;
        live_.insert(order.state().id);
        hand_over(ExchangeAction::PLACE, order.state().id, order.state().terms);
    }
    Price price() { return Price{decimal_of(140'000 + random_.below(2'000))}; }

    void change(ExchangeAction action) {
        auto at = live_.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(random_.below(live_.size())));
        if (action == ExchangeAction::CANCEL) return cancel(*at);
        ReplaceOrder replace{*at, Quantity{decimal_of(1 + random_.below(50'000'000'000))}, {}, {}};
        auto const known = order(*at);
        auto const& terms = known.state().terms;
        if (has_limit(terms.type)) replace.price_quote = price();
        // More at a lower price: a fill at the old one meanwhile would cost more than is held.
        if (replace.price_quote < terms.price_quote) replace.quantity_base = terms.quantity_base;
        if (!known.state().requests.outstanding.empty()) return;
        if (run(replace).status != AnswerStatus::DONE) return;
        auto wanted = terms;
        wanted.quantity_base = *replace.quantity_base;
        if (replace.price_quote) wanted.price_quote = replace.price_quote;
        hand_over(ExchangeAction::REPLACE, *at, wanted);
    }
    void cancel(OrderId const& id) {
        // DUPLICATE: the book waits for a cancel. Its answer may have been overtaken by what came
        // before it, and would then be waited for in vain.
        auto const status = run(CancelOrder{id}).status;
        if (status != AnswerStatus::DONE && status != AnswerStatus::DUPLICATE) return;
        hand_over(ExchangeAction::CANCEL, id, order(id).state().terms);
    }

    void hand_over(ExchangeAction action, OrderId const& id, OrderTerms const& terms) {
        ExchangeRequest request;
        request.action = action;
        request.account_id = account_;
        request.order_id = id;
        request.client_order_id = ClientOrderId{"c" + std::to_string(++requests_)};
        request.terms = terms;
        if (action != ExchangeAction::PLACE) request.original_client_order_id = placed_.at(id);
        if (action == ExchangeAction::PLACE) placed_.emplace(id, request.client_order_id);
        orders_.emplace(request.client_order_id, id);
        unanswered_.emplace(request.client_order_id, request);
        EXPECT_EQ(gateway_.send(request), PaperGateway::Handed::over);
    }

    /// Books what is told, once nothing more is under way.
    void book() {
        gateway_.wait_until_idle();
        for (auto const& heard : listener_.take()) {
            book(heard.report);
            heard.durable();
        }
    }
    void book(ExchangeReport const& told) {
        ASSERT_TRUE(told.client_order_id.has_value());
        if (told.is_unknown_order) {
            auto const asked = unanswered_.find(*told.client_order_id);
            if (asked == unanswered_.end()) return;  // It was refused meanwhile.
            auto again = asked->second;
            again.may_be_known = true;
            EXPECT_EQ(gateway_.send(again), PaperGateway::Handed::over);
            return;
        }
        auto const type = told.report.exec_type;
        if (type != ExecType::PENDING_NEW && type != ExecType::PENDING_CANCEL &&
            type != ExecType::PENDING_REPLACE && type != ExecType::ORDER_STATUS) {
            unanswered_.erase(*told.client_order_id);
        }
        auto report = told.report;
        report.order = orders_.at(*told.client_order_id);
        auto const answer = run(report);
        ++booked_[std::string{name_of(type)}];
        ++booked_[std::string{name_of(answer.status)}];
        EXPECT_NE(answer.status, AnswerStatus::REFUSED) << answer.detail;
        if (answer.order && !answer.order->is_live()) live_.erase(answer.order->state().id);
        if (answer.order && answer.order->is_live()) live_.insert(answer.order->state().id);
    }
    /// Asks for everything that is not answered, as long as that brings answers.
    void settle() {
        book();
        for (int round = 0; round < 50 && !unanswered_.empty(); ++round) {
            for (auto const& [id, request] : std::map{unanswered_}) {
                auto again = request;
                again.may_be_known = true;
                EXPECT_EQ(gateway_.ask_status(again), PaperGateway::Handed::over);
                // An order that is known although its cancel is not answered: the cancel was lost.
                if (round > 0 && request.action != ExchangeAction::PLACE) {
                    EXPECT_EQ(gateway_.send(again), PaperGateway::Handed::over);
                }
            }
            book();
        }
    }
    [[nodiscard]] bool has_open() const { return !live_.empty() || !unanswered_.empty(); }
    Order order(OrderId const& id) {
        std::optional<Order> found;
        bench_.storage().open_snapshots()->read(
            [&](ports::BookReader& reader) { found = reader.order(account_, id); });
        return found.value();
    }

    AccountId account_{"alpha"};
    PaperRandom random_;
    support::ProcessorBench bench_;
    support::RecordingListener listener_{false};
    PaperGateway gateway_;
    std::set<OrderId> live_;
    std::map<OrderId, ClientOrderId> placed_;
    std::map<ClientOrderId, OrderId> orders_;
    std::map<ClientOrderId, ExchangeRequest> unanswered_;
    std::map<std::string, int> booked_;
    int keys_ = 0;
    int requests_ = 0;
};

class PaperBooking : public testing::Test {
  protected:
    static constexpr int seconds = 600;

    /// A random walk, a trade a second.
    PaperOptions with_tape(std::uint64_t seed) {
        PaperRandom random{seed};
        auto const path = folder_.file("tape.csv");
        std::ofstream file{path};
        file << "time,price,quantity,side\n";
        std::uint64_t price = 141'000;
        for (int i = 0; i < seconds; ++i) {
            price += random.below(101);
            price -= 50;
            file << start_seconds() + i << "," << decimal_of(price).to_string() << ","
                 << decimal_of(1 + random.below(90'000'000'000)).to_string() << ","
                 << (random.below(2) == 0 ? "buy" : "sell") << "\n";
        }
        PaperOptions options;
        options.line.seed = seed;
        options.instruments = {support::sample_instrument(xrp_eth())};
        auto& instrument = options.instruments.front();
        instrument.base_asset = AssetCode{"XRP"};
        instrument.quote_asset = AssetCode{"ETH"};
        instrument.maker_fee_rate = support::rate("0.00075");
        instrument.taker_fee_rate = support::rate("0.00123");
        auto& tape = options.tape.emplace();
        tape.format.path = path;
        tape.format.columns.taker_side = "side";
        tape.format.time = TapeTime::SECONDS;
        tape.instrument = xrp_eth();
        options.speed.reset();
        options.holds_tape = true;
        options.rules.reports_pending = true;
        options.rules.depth_base = support::quantity("300");
        options.rules.queue_ahead_base = support::quantity("50");
        options.rules.day_ends_at = 9h + 35min;
        options.line.request_latency = {1ms, 30ms, 20, 2s};
        options.line.decision_latency = {0ms, 500ms, 20, 5s};
        options.line.report_latency = {1ms, 30ms, 20, 2s};
        return options;
    }
    static std::int64_t start_seconds() { return support::at_micros(0).micros() / 1'000'000; }
    static void trade_all_day(PaperDesk& desk) {
        for (int second = 10; second < seconds; second += 10) {
            desk.ask(12);
            desk.play_until(support::at_micros(std::int64_t{second} * 1'000'000));
        }
        desk.play_until(std::nullopt);
        desk.finish();
    }

    support::TemporaryFolder folder_;
};

TEST_F(PaperBooking, LeavesARightBookThatHoldsNothingAndQuestionsNothing) {
    auto const seed = test_seed();
    PaperDesk desk{with_tape(seed), seed};
    trade_all_day(desk);
    EXPECT_EQ(desk.bench().verify(), "");
    EXPECT_TRUE(desk.balance("ETH").held.is_zero());
    EXPECT_TRUE(desk.balance("XRP").held.is_zero());
    auto booked = desk.booked();
    EXPECT_EQ(booked["DISCREPANCY"], 0);
    EXPECT_EQ(booked["DUPLICATE"], 0);
    for (auto const* type : {"TRADE", "NEW", "CANCELED", "REPLACED", "EXPIRED"}) {
        EXPECT_GT(booked[type], 0) << type;
    }
}

TEST_F(PaperBooking, LeavesARightBookThatHoldsNothingHoweverBadlyTheExchangeBehaves) {
    auto const seed = test_seed();
    auto options = with_tape(seed);
    options.line.faults = {50, 50, 20, 200, 200, 10s};
    PaperDesk desk{options, seed};
    trade_all_day(desk);
    EXPECT_EQ(desk.bench().verify(), "");
    EXPECT_TRUE(desk.balance("ETH").held.is_zero());
    EXPECT_TRUE(desk.balance("XRP").held.is_zero());
    auto booked = desk.booked();
    EXPECT_GT(booked["DUPLICATE"], 0);
    EXPECT_GT(booked["REJECTED"], 0);
    EXPECT_GT(booked["TRADE"], 0);
}

}  // namespace
}  // namespace daybook::paper
