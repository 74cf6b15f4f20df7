#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/engine.hpp"
#include "services/statement_booking.hpp"

namespace daybook::app {

/// What became of one step; no answer where it was not asked, because its order was refused.
struct BookedStep {
    services::BookingStep step;
    std::optional<model::Answer> answer;
};

/// Whether the step did what it was to do, now or before.
[[nodiscard]] bool is_booked(BookedStep const& step);

/// Books `steps` in their order and adds what became of each to `booked`. A step whose order was
/// refused without a trace is left out.
/// Throws: Failure where the store cannot take a step; those before it are booked.
void book_steps(Engine& engine, std::vector<services::BookingStep> const& steps,
                std::vector<BookedStep>& booked);

}  // namespace daybook::app
