#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "memory/memory_storage.hpp"
#include "paper/paper_random.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "ports/outbound/storage_error.hpp"
#include "services/command_processor.hpp"

/// What a worker stands on, failing by chance.
namespace daybook::simulation {

/// The process ends here.
struct Crash {};

/// How often what a worker calls fails, and ends it.
struct Chances {
    std::uint32_t crash_per_mille = 0;
    std::uint32_t stall_per_mille = 0;
    std::uint32_t store_fails_per_mille = 0;
    std::uint32_t booking_fails_per_mille = 0;
};

class Fate {
  public:
    explicit Fate(std::uint64_t seed) : random_{seed} {}

    Chances chances;
    /// What goes on elsewhere while the process stands still for long.
    std::function<void()> stall;

    /// Something is about to be done, or has been.
    void may_end_here() {
        if (random_.happens(chances.stall_per_mille)) stall();
        may_crash();
    }
    void may_crash() {
        if (random_.happens(chances.crash_per_mille)) throw Crash{};
    }
    [[nodiscard]] bool store_fails() { return random_.happens(chances.store_fails_per_mille); }
    [[nodiscard]] bool booking_fails() { return random_.happens(chances.booking_fails_per_mille); }
    [[nodiscard]] paper::PaperRandom& random() { return random_; }

  private:
    paper::PaperRandom random_;
};

class FaultyUnitOfWork final : public ports::UnitOfWork {
  public:
    FaultyUnitOfWork(std::unique_ptr<ports::UnitOfWork> real, Fate& fate)
        : real_{std::move(real)}, fate_{fate} {}

    void run(std::function<ports::Commit(ports::Repositories&)> const& work) override {
        using Kind = ports::StorageError::Kind;
        fate_.may_end_here();
        if (fate_.store_fails()) throw ports::StorageError{Kind::unavailable, "chance"};
        if (fate_.store_fails()) throw ports::StorageError{Kind::conflict, "chance"};
        real_->run(work);
        if (fate_.store_fails()) throw ports::StorageError{Kind::unknown_outcome, "chance"};
        fate_.may_end_here();
    }

  private:
    std::unique_ptr<ports::UnitOfWork> real_;
    Fate& fate_;
};

class FaultyStorage final : public ports::Storage {
  public:
    FaultyStorage(memory::MemoryStorage& real, Fate& fate) : real_{real}, fate_{fate} {}

    std::unique_ptr<ports::UnitOfWork> open_unit_of_work() override {
        return std::make_unique<FaultyUnitOfWork>(real_.open_unit_of_work(), fate_);
    }
    std::unique_ptr<ports::BookSnapshots> open_snapshots() override {
        return real_.open_snapshots();
    }
    std::vector<ports::AppliedMigration> history() override { return {}; }
    void require_writable() override {}
    [[nodiscard]] std::size_t useful_writers() const override { return 1; }
    [[nodiscard]] std::string describe() const override { return "faulty"; }

  private:
    memory::MemoryStorage& real_;
    Fate& fate_;
};

class FaultyGateway final : public ports::ExchangeGateway {
  public:
    FaultyGateway(std::unique_ptr<ports::ExchangeGateway> real, Fate& fate)
        : real_{std::move(real)}, fate_{fate} {}

    void start(ports::ExchangeListener& listener, std::uint64_t generation) override {
        real_->start(listener, generation);
    }
    void stop() override { real_->stop(); }
    Handed send(ports::ExchangeRequest const& request) override {
        fate_.may_crash();
        auto const handed = real_->send(request);
        fate_.may_crash();
        return handed;
    }
    Handed ask_status(ports::ExchangeRequest const& request) override {
        fate_.may_end_here();
        return real_->ask_status(request);
    }
    [[nodiscard]] ports::SentBefore was_sent(
        ports::UncertainRequest const& request) const override {
        return real_->was_sent(request);
    }
    [[nodiscard]] ports::SessionState state() const override { return real_->state(); }
    [[nodiscard]] std::string describe() const override { return real_->describe(); }

  private:
    std::unique_ptr<ports::ExchangeGateway> real_;
    Fate& fate_;
};

/// Books when it is told to, or not, or says that it did not.
class FaultyBooking final : public ports::CommandService {
  public:
    FaultyBooking(services::CommandProcessor& processor, Fate& fate)
        : processor_{processor}, fate_{fate} {}

    Submitted submit(model::CommandBatch batch,
                     std::function<void(ports::BatchOutcome)> done) override {
        if (fate_.booking_fails()) return Submitted::busy;
        jobs_.emplace_back(std::move(batch), std::move(done));
        return Submitted::accepted;
    }
    void step() {
        if (jobs_.empty()) return;
        auto const [batch, done] = std::move(jobs_.front());
        jobs_.pop_front();
        if (fate_.booking_fails()) return done(ports::Unavailable{"chance"});
        auto answers = processor_.run(std::vector{batch});
        if (fate_.booking_fails()) return done(ports::Unavailable{"unknown"});
        done(std::move(answers.front()));
    }

  private:
    services::CommandProcessor& processor_;
    Fate& fate_;
    std::deque<std::pair<model::CommandBatch, std::function<void(ports::BatchOutcome)>>> jobs_;
};

}  // namespace daybook::simulation
