#include "http/answer_room.hpp"

#include <utility>

namespace daybook::http {

AnswerRoom::AnswerRoom(std::size_t most) : budget_{most} {
    budget_.on_release([this] { wake_first(); });
}

bool AnswerRoom::has_room(std::size_t bytes, std::optional<Ticket> place) const {
    bool const is_large = bytes > small_bytes_max;
    if (is_large && !line_.empty() && (!place || line_.begin()->first < *place)) return false;
    return fits(bytes);
}

AnswerRoom::Ticket AnswerRoom::wait(std::size_t bytes, std::optional<Ticket> place,
                                    std::function<void()> wake) {
    auto const ticket = place ? *place : next_ticket_++;
    line_.insert_or_assign(ticket, Waiting{bytes, std::move(wake)});
    return ticket;
}

void AnswerRoom::leave(Ticket place) {
    line_.erase(place);
    wake_first();
}

bool AnswerRoom::is_short() const { return !line_.empty() && !fits(line_.begin()->second.bytes); }

/// What is larger than all the room there is has it alone.
bool AnswerRoom::fits(std::size_t bytes) const {
    return budget_.has_room(bytes, bytes > small_bytes_max) || budget_.held() == 0;
}

void AnswerRoom::wake_first() {
    if (!line_.empty() && fits(line_.begin()->second.bytes)) line_.begin()->second.wake();
}

}  // namespace daybook::http
