#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <set>

#include "app/exchange_dispatcher.hpp"
#include "model/names.hpp"
#include "services/book_verifier.hpp"
#include "simulation/faulty_world.hpp"
#include "support/command_text.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"
#include "support/silent_log.hpp"
#include "support/unreliable_exchange.hpp"

namespace daybook::simulation {
namespace {

using namespace model;
using namespace std::chrono_literals;
using app::ExchangeDispatcher;
using app::ExchangeInbox;
using support::ExchangeFaults;
using support::UnreliableExchange;

std::uint64_t number_from(char const* variable, std::uint64_t otherwise) {
    auto const* text = std::getenv(variable);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// One world: an exchange, a book, two workers that take turns in speaking to it, and people who
/// trade; all of them by chance, from one seed.
class World {
  public:
    World(std::uint64_t seed, ExchangeFaults faults, Chances chances)
        : fate_{seed}, exchange_{seed + 1, bench_.clock()}, faults_{faults}, chances_{chances} {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market VENUE BTC-USD BTC/USD 0.01 1
            open_account account_id=alpha funding=PREFUNDED cost_basis=FIFO
            open_account account_id=beta funding=MARGIN cost_basis=AVERAGE
            deposit 100000000 USD
            deposit 1000000 BTC exchange=VENUE symbol=BTC-USD cost_quote=1
        )");
        for (auto& worker : workers_) revive(worker);
        exchange_.set_faults(faults_);
        fate_.stall = [this] { stall(); };
        fate_.chances = chances_;
    }

    void live(int steps) {
        for (int i = 0; i < steps; ++i) step();
    }
    /// Everything works from now on, until there is nothing left to do. Returns what is wrong then.
    std::string settle() {
        fate_.chances = {};
        auto faults = ExchangeFaults{};
        faults.knows_repeats = faults_.knows_repeats;
        exchange_.set_faults(faults);
        for (auto& worker : workers_) revive(worker);
        for (int round = 0; round < 2'000; ++round) {
            pass(500ms);
            exchange_.step();
            for (auto& worker : workers_) turn(worker);
            booking_.step();
            // After all wishes that are on their way.
            if (round == 20) wish(ports::ResumeExchange{});
            // What a session has swallowed comes with the next.
            if (round == 60 || round == 200) exchange_.break_session();
            if (round > 300 && unsettled().empty()) break;
        }
        if (auto text = unsettled(); !text.empty()) return text + statuses();
        return differences();
    }
    [[nodiscard]] std::map<std::string, int> const& counts() const { return counts_; }

  private:
    struct Worker {
        std::shared_ptr<ExchangeInbox> inbox;
        std::unique_ptr<ports::ExchangeGateway> gateway;
        std::unique_ptr<ExchangeDispatcher> dispatcher;
    };

    [[nodiscard]] std::uint64_t below(std::uint64_t end) { return fate_.random().below(end); }
    [[nodiscard]] bool chance(std::uint32_t per_mille) { return fate_.random().happens(per_mille); }
    void pass(std::chrono::microseconds time) { bench_.clock().pass(time); }

    void step() {
        pass(std::chrono::microseconds{below(600'000)});
        // The whole machine stops for longer than a lease lasts.
        if (chance(5)) pass(15s);
        // Somebody sets the wall clock.
        if (chance(20)) bench_.clock().set_wall_ahead((std::int64_t(below(3)) - 1) * 1h);
        if (chance(250)) ask();
        if (chance(300)) exchange_.trade();
        if (chance(10)) exchange_.expire();
        if (chance(15)) exchange_.break_session();
        exchange_.step();
        for (auto& worker : workers_) {
            if (worker.dispatcher == nullptr) {
                if (chance(100)) revive(worker);
            } else if (chance(10) && chances_.crash_per_mille > 0) {
                kill(worker);
            } else if (chance(700)) {
                turn(worker);
            }
        }
        if (chance(800)) booking_.step();
        if (chance(10)) wish(ports::PauseExchange{"chance", chance(100)});
        if (chance(30)) wish(ports::ResumeExchange{});
        if (chance(5)) wish(ports::AskForOrders{});
    }

    void revive(Worker& worker) {
        if (worker.dispatcher != nullptr) return;
        app::ExchangeDeskSettings settings;
        settings.exchange = venue_;
        settings.owner = "worker-" + std::to_string(++revived_);
        settings.batch_reports_max = 7;
        settings.reports_max = 60;
        settings.dispatch.questions_open_max = 5;
        worker.inbox = std::make_shared<ExchangeInbox>(bench_.clock(), settings.reports_max);
        worker.gateway = std::make_unique<FaultyGateway>(exchange_.open_gateway(), fate_);
        worker.dispatcher = std::make_unique<ExchangeDispatcher>(
            settings, app::ExchangeOutside{storage_, booking_, bench_.clock(), *worker.gateway},
            worker.inbox);
        auto* const before = std::exchange(turning_, &worker);
        try {
            worker.dispatcher->begin();
        } catch (ports::StorageError const&) {
            kill(worker);
        } catch (Crash const&) {
            kill(worker);
        }
        turning_ = before;
    }
    void kill(Worker& worker) {
        ++counts_["crashes"];
        // In a process that ends nothing is called any more.
        worker.dispatcher.reset();
        worker.gateway.reset();
    }
    /// One worker stands still for longer than a lease lasts, and the other does not.
    void stall() {
        if (std::exchange(is_stalled_, true)) return;
        ++counts_["stalls"];
        auto& other = workers_[turning_ == &workers_[0] ? 1 : 0];
        for (int i = 0; i < 12; ++i) {
            pass(4s);
            exchange_.step();
            turn(other);
            booking_.step();
        }
        is_stalled_ = false;
    }
    void turn(Worker& worker) {
        if (worker.dispatcher == nullptr) return;
        auto* const before = std::exchange(turning_, &worker);
        try_turn(worker);
        turning_ = before;
    }
    void try_turn(Worker& worker) {
        try {
            auto const now = bench_.clock().steady_now();
            worker.dispatcher->turn(worker.inbox->take(0us), now);
            for (auto const& tell : worker.dispatcher->take_granted()) tell();
        } catch (Crash const&) {
            kill(worker);
        }
    }
    void wish(ports::ExchangeWish what) {
        auto& worker = workers_[below(workers_.size())];
        if (worker.dispatcher == nullptr) return;
        auto const before = asked_;
        worker.inbox->push(app::OperatorWish{std::move(what), [this, before](auto const& reply) {
                                                 if (reply.cancels_asked) note_uncanceled(before);
                                             }});
    }
    /// All that was there when an operator wanted it canceled is asked to be, or has ended.
    void note_uncanceled(std::vector<std::pair<AccountId, OrderId>> const& orders) {
        ++counts_["cancel all"];
        std::set<OrderId> canceled;
        for (auto const& row : requests()) {
            if (row.action == ExchangeAction::CANCEL) canceled.insert(row.order_id);
        }
        bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
            for (auto const& [account, id] : orders) {
                bool const is_left = book.order(account, id)->is_live() && !canceled.contains(id);
                if (is_left) uncanceled_ = id.to_string();
            }
        });
    }

    /// Somebody places, cancels or replaces an order.
    void ask() {
        Command command;
        auto const choice = below(10);
        if (choice < 5 || asked_.empty()) {
            command.account_id = AccountId{below(2) == 0 ? "alpha" : "beta"};
            OrderTerms terms;
            terms.instrument = {venue_, Symbol{"BTC-USD"}};
            terms.side = below(2) == 0 ? Side::BUY : Side::SELL;
            terms.time_in_force = TimeInForce::GTC;
            terms.quantity_base = some_quantity();
            terms.price_quote = some_price();
            command.content = PlaceOrder{terms};
        } else {
            // Mostly of the newest, so that requests meet.
            auto const recent = std::min<std::uint64_t>(asked_.size(), below(4) == 0 ? 1'000 : 4);
            auto const& [account, id] = asked_[asked_.size() - 1 - below(recent)];
            command.account_id = account;
            if (choice < 7) {
                command.content = CancelOrder{id};
            } else {
                command.content = ReplaceOrder{id, some_quantity(), some_price(), {}};
            }
        }
        auto const waiting = waiting_for(command);
        auto const answers = bench_.run(std::vector{CommandBatch{{command}, false}});
        auto const& answer = answers.front().front();
        ++counts_[std::string{name_of(answer.status)}];
        if (answer.status != AnswerStatus::DONE) return;
        called_back_.insert(waiting.begin(), waiting.end());
        if (std::holds_alternative<PlaceOrder>(command.content)) {
            asked_.emplace_back(command.account_id, answer.order->state().id);
        }
        if (below(2) == 0) return;
        for (auto& worker : workers_) {
            worker.inbox->push(app::RequestsWritten{{command.account_id}});
        }
    }
    /// What of an order has not been sent when it is to be canceled.
    std::vector<std::string> waiting_for(Command const& command) {
        std::vector<std::string> names;
        auto const* const cancel = std::get_if<CancelOrder>(&command.content);
        if (cancel == nullptr) return names;
        for (auto const& row : requests()) {
            bool const waits = row.order_id == std::get<OrderId>(cancel->order) &&
                               row.state == RequestState::PENDING &&
                               row.action != ExchangeAction::CANCEL;
            if (waits) names.push_back(row.client_order_id.value());
        }
        return names;
    }
    Quantity some_quantity() { return support::quantity(std::to_string(1 + below(20))); }
    Price some_price() { return support::price(std::to_string(90 + below(20))); }

    std::vector<OutboxRequest> requests() {
        std::vector<ports::OrderKey> keys;
        for (auto const& [account, id] : asked_) keys.push_back({account, id});
        std::vector<OutboxRequest> all;
        bench_.unit_of_work().run([&](ports::Repositories& repositories) {
            for (auto& rows : repositories.outbox.of_orders(keys)) {
                all.insert(all.end(), rows.begin(), rows.end());
            }
            return ports::Commit::no;
        });
        return all;
    }
    static std::string text_of(OutboxRequest const& row) {
        return std::string{name_of(row.action)} + " " + row.client_order_id.value() + " of order " +
               row.order_id.to_string() + " is " + std::string{name_of(row.state)} + " (" +
               row.detail.value_or("") + ")";
    }
    std::string unsettled() {
        for (auto const& row : requests()) {
            bool const is_given_up = row.state == RequestState::ABANDONED;
            // An answer that comes later and names only the order cannot be told to be its.
            bool const is_named = exchange_.has_heard(row.client_order_id.value()) &&
                                  faults_.order_named_per_mille == 0;
            if (is_given_up && !is_named) continue;
            if (row.state != RequestState::ANSWERED) return text_of(row);
        }
        if (exchange_.reports_not_durable() > 0) return "reports are not durable";
        std::string left;
        bench_.unit_of_work().run([&](ports::Repositories& repositories) {
            auto const lease = repositories.exchange_leases.lock(venue_);
            if (lease->cancel_all_because) left = "not all orders are asked to be canceled";
            return ports::Commit::no;
        });
        if (!left.empty()) return left;
        return {};
    }

    std::string statuses() {
        std::string text;
        for (auto const& worker : workers_) {
            auto const status = worker.dispatcher->status();
            text += "; session " + std::to_string(static_cast<int>(status.session)) + " \"" +
                    status.reason + "\", paused \"" + status.paused_because.value_or("") +
                    "\", reports " + std::to_string(status.reports_waiting) + ", pending " +
                    std::to_string(status.requests_pending) + ", unanswered " +
                    std::to_string(status.requests_unanswered);
        }
        return text;
    }
    std::string differences() {
        if (auto wrong = bench_.verify(); !wrong.empty()) return wrong;
        if (exchange_.unmarked_repeats() > 0) return "a request was repeated as if it were new";
        if (!uncanceled_.empty()) return uncanceled_ + " was left out when all were canceled";
        for (auto const& name : called_back_) {
            if (exchange_.has_heard(name)) return name + " was sent after a cancel was asked";
        }
        counts_["called back"] += static_cast<int>(called_back_.size());
        std::map<OrderId, UnreliableExchange::Order> there;
        for (auto const& order : exchange_.orders()) {
            if (order.accepted != 1) return "an order was accepted more than once";
            if (!there.emplace(order.id, order).second) return "an order was placed twice";
        }
        std::string wrong;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
            for (auto const& [account, id] : asked_) {
                auto const here = book.order(account, id).value();
                auto const found = there.find(id);
                wrong = found == there.end() ? compare_unsent(here) : compare(here, found->second);
                if (!wrong.empty()) return;
            }
            for (auto const* account : {"alpha", "beta", "exchange-venue"}) {
                for (auto const& each : book.discrepancies(AccountId{account}, 0, 1000)) {
                    // Fills of a larger quantity that is not reported yet.
                    bool const is_early = each.kind == DiscrepancyKind::overfill ||
                                          each.kind == DiscrepancyKind::fill_beyond_hold;
                    // Views that differed for a while close themselves when they agree.
                    bool const is_over = each.state == model::DiscrepancyState::RESOLVED;
                    if (!is_early && !is_over)
                        wrong = std::string{name_of(each.kind)} + ": " + each.detail + ": " +
                                each.payload;
                }
            }
        });
        counts_["orders"] += static_cast<int>(there.size());
        return wrong;
    }
    std::string compare_unsent(Order const& here) {
        ++counts_["unsent"];
        if (here.state().acknowledged || here.state().filled_base.is_positive()) {
            return here.state().id.to_string() + " is in the book alone";
        }
        return {};
    }
    static std::string compare(Order const& here, UnreliableExchange::Order const& there) {
        auto const& state = here.state();
        std::string const name = state.id.to_string() + " ";
        if (state.filled_base != there.filled_base) return name + "is filled differently";
        bool const is_refused = there.status == OrderStatus::REJECTED;
        if (state.canceled != (there.status == OrderStatus::CANCELED)) {
            return name + "is canceled on one side";
        }
        if (state.expired != (there.status == OrderStatus::EXPIRED)) {
            return name + "is expired on one side";
        }
        if (is_refused != (state.rejected && !state.acknowledged)) {
            return name + "is rejected on one side";
        }
        if (state.terms.quantity_base != there.terms.quantity_base ||
            state.terms.price_quote != there.terms.price_quote) {
            return name + "has other terms";
        }
        return {};
    }

    ExchangeCode venue_{"VENUE"};
    Fate fate_;
    support::ProcessorBench bench_;
    UnreliableExchange exchange_;
    ExchangeFaults faults_;
    Chances chances_;
    FaultyStorage storage_{bench_.storage(), fate_};
    std::unique_ptr<ports::UnitOfWork> booking_unit_of_work_{bench_.storage().open_unit_of_work()};
    services::CommandProcessor processor_{{*booking_unit_of_work_,
                                           bench_.clock(),
                                           bench_.order_ids(),
                                           bench_.sha256(),
                                           [](auto) {},
                                           {}}};
    FaultyBooking booking_{processor_, fate_};
    std::vector<Worker> workers_{2};
    int revived_ = 0;
    Worker* turning_ = nullptr;
    bool is_stalled_ = false;
    std::vector<std::pair<AccountId, OrderId>> asked_;
    /// Requests that waited when their order was to be canceled.
    std::set<std::string> called_back_;
    /// An order that was left out when all were to be canceled.
    std::string uncanceled_;
    std::map<std::string, int> counts_;
};

void run_worlds(ExchangeFaults const& faults, Chances const& chances) {
    support::SilentLog const silent;
    auto const seed = number_from("DAYBOOK_TEST_SEED", std::random_device{}());
    auto const runs = number_from("DAYBOOK_TEST_RUNS", 200);
    std::cout << "DAYBOOK_TEST_SEED=" << seed << " DAYBOOK_TEST_RUNS=" << runs << '\n';
    std::map<std::string, int> counts;
    for (std::uint64_t run = 0; run < runs; ++run) {
        World world{seed + run, faults, chances};
        world.live(400);
        auto const wrong = world.settle();
        ASSERT_EQ(wrong, "") << "with DAYBOOK_TEST_SEED=" << seed + run << " DAYBOOK_TEST_RUNS=1";
        for (auto const& [what, count] : world.counts()) counts[what] += count;
    }
    for (auto const& [what, count] : counts) std::cout << what << "=" << count << ' ';
    std::cout << '\n';
    EXPECT_GT(counts["orders"], 0);
}

TEST(ExchangeDispatchSimulation, AgreesWithAnExchangeThatWorks) {
    ExchangeFaults faults;
    faults.delay_max_us = 300'000;
    run_worlds(faults, {});
}

/// The exchange does not recognise repeats: whoever sends an order twice has two.
TEST(ExchangeDispatchSimulation, NeverSendsAnOrderTwiceThatTheExchangeHas) {
    ExchangeFaults faults;
    faults.delay_max_us = 1'000'000;
    faults.lost_request_per_mille = 100;
    faults.silent_report_per_mille = 100;
    faults.reject_per_mille = 100;
    faults.knows_repeats = false;
    faults.has_half_open_lines = true;
    run_worlds(faults, {20, 5, 20, 50});
}

TEST(ExchangeDispatchSimulation, AgreesInTheEndHoweverBadlyEverythingBehaves) {
    ExchangeFaults faults;
    faults.delay_max_us = 8'000'000;
    faults.lost_request_per_mille = 150;
    faults.silent_report_per_mille = 150;
    faults.duplicate_per_mille = 100;
    faults.reorder_per_mille = 150;
    faults.reject_per_mille = 100;
    faults.order_named_per_mille = 200;
    run_worlds(faults, {20, 5, 30, 100});
}

}  // namespace
}  // namespace daybook::simulation
