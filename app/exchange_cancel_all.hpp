#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "model/command.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/outbound/book_reader.hpp"

namespace daybook::app {

/// Asks for every order of an exchange to be canceled that works or waits, one batch after another.
/// What it goes by is the book alone: begun again, it asks for those that are left.
///
/// Threads: not safe. Throws: StorageError from advance(), which may be called again then.
class ExchangeCancelAll {
  public:
    struct Outside {
        model::ExchangeCode exchange;
        ports::BookSnapshots& snapshots;
        /// The outcome comes by take_outcome(), on this thread.
        std::function<ports::CommandService::Submitted(model::CommandBatch)> submit;
        std::size_t batch_max = 1'000;
        /// Of how many accounts the orders are read at once.
        std::size_t accounts_max = 100;
    };

    explicit ExchangeCancelAll(Outside outside) : outside_{std::move(outside)} {}

    /// Begins, or begins again, at the first account.
    void begin();
    [[nodiscard]] bool is_under_way() const { return place_.has_value(); }
    /// Whether advance() has something to do.
    [[nodiscard]] bool wants_turn() const { return is_under_way() && !is_booking_; }
    /// Whether what it has could not be booked, and is to be tried again soon.
    [[nodiscard]] bool wants_retry() const { return wants_turn() && !batch_.empty(); }
    /// Takes the next step; true when every order is asked to be canceled.
    [[nodiscard]] bool advance();
    void take_outcome(ports::BatchOutcome outcome);
    /// How many orders were asked to be canceled since it began.
    [[nodiscard]] std::uint64_t asked() const { return asked_; }

  private:
    /// Where it is: on which pass, after which account, and in it after which order.
    struct Place {
        std::size_t pass = 0;
        std::optional<model::AccountId> done;
        std::optional<model::AccountId> account;
        std::optional<model::OrderId> after;
    };

    void read_batch();
    /// Takes the orders of the account that it is at; false where the batch is full.
    [[nodiscard]] bool read_orders(ports::BookReader& book, Place& place,
                                   std::vector<model::Command>& batch) const;

    Outside outside_;
    std::optional<Place> place_;
    std::vector<model::Command> batch_;
    bool is_booking_ = false;
    std::uint64_t asked_ = 0;
};

}  // namespace daybook::app
