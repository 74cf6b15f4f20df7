#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "e2e/flow_sender.hpp"
#include "e2e/order_flow.hpp"
#include "e2e/venue_record.hpp"
#include "e2e/worker_fleet.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"

namespace daybook::e2e {

/// A FIX venue in another process, and workers that trade on it.
class FixFloor {
  public:
    struct Options {
        /// Of daybook_fix_acceptor.
        std::vector<std::string> habits;
        /// More lines of the session's settings.
        std::string settings;
        std::size_t workers = 1;
        /// A file in the floor's folder where it is empty.
        std::string database;
        /// What the venue has on record before it begins.
        std::string record = {};
    };

    explicit FixFloor(Options options);

    /// Orders for the venue: half of them are filled, a quarter by half, a quarter not at all; of
    /// those that rest some are canceled and some replaced. Everything has a key, so that it can be
    /// sent again.
    [[nodiscard]] static OrderFlow flow(std::size_t orders);

    [[nodiscard]] WorkerFleet& fleet() { return *fleet_; }
    [[nodiscard]] support::FixCounterparty& venue() { return *venue_; }
    /// Kills the venue where it runs, and starts it.
    void start_venue();
    /// The same, and it has lost its record.
    void restart_venue_without_record();
    /// Sends everything from the start, and, after so many answers to another connection, kills the
    /// venue or the worker.
    void send_with_a_kill(FlowSender& sender, std::size_t answers, bool kills_venue,
                          std::size_t worker);
    /// Sends everything from the start, and kills the worker as soon as it hands requests over: of
    /// what it has claimed by then only the first are in its journal.
    void send_with_a_kill_while_handing_over(FlowSender& sender);
    /// Waits until what the first worker answers contains `words`.
    void wait_for(std::string const& target, std::string const& words);
    /// Waits until nothing that the workers know of is under way, and says what is; empty after a
    /// success. What was committed a moment ago they may not know of yet.
    [[nodiscard]] std::string wait_until_idle();
    /// Waits until the book says what the venue's record does, which changes no more once every
    /// request is answered. No order was taken twice, and none sent twice.
    void expect_books_to_agree(std::size_t orders);
    /// Ends the workers: the book holds, and has no discrepancies.
    void expect_a_sound_book();
    [[nodiscard]] Finished daybook(std::vector<std::string> arguments) const;

  private:
    [[nodiscard]] std::uintmax_t journal_size() const;
    [[nodiscard]] OrderStories book() const;
    /// Without those that were canceled before they were sent, of which the venue knows nothing.
    [[nodiscard]] OrderStories sent_orders() const;
    [[nodiscard]] std::string what_is_under_way();
    [[nodiscard]] VenueRecord venue_record() const;

    TemporaryFolder folder_;
    int port_ = support::free_port();
    Options options_;
    std::unique_ptr<support::FixCounterparty> venue_;
    std::unique_ptr<WorkerFleet> fleet_;
};

}  // namespace daybook::e2e
