#include "postgres/postgres_deadlines.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace daybook::postgres {

PostgresDeadline::PostgresDeadline(int socket) : socket_{::dup(socket)} {}

PostgresDeadline::~PostgresDeadline() {
    if (socket_ >= 0) ::close(socket_);
}

void PostgresDeadline::cut_if_due(Time now) {
    auto const ticks = ticks_.load();
    if (ticks == never || now.time_since_epoch().count() < ticks) return;
    was_cut_ = true;
    ::shutdown(socket_, SHUT_RDWR);
}

std::shared_ptr<PostgresDeadline> PostgresDeadlines::watch(int socket) {
    auto watched = std::make_shared<PostgresDeadline>(socket);
    std::scoped_lock const lock{mutex_};
    std::erase_if(watched_, [](auto const& deadline) { return deadline.expired(); });
    watched_.push_back(watched);
    return watched;
}

void PostgresDeadlines::cut_due(PostgresDeadline::Time now) {
    std::scoped_lock const lock{mutex_};
    for (auto const& deadline : watched_) {
        if (auto const alive = deadline.lock()) alive->cut_if_due(now);
    }
}

}  // namespace daybook::postgres
