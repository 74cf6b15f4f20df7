#include "paper/paper_inbox.hpp"

#include "model/assert.hpp"

namespace daybook::paper {

/// Requires the mutex.
void PaperInbox::change() {
    ++contents_.version;
    contents_.has_tasks = !tasks_.empty();
    contents_.unconfirmed = kept_.size();
    changed_.notify_all();
}

bool PaperInbox::post(Task task) {
    std::lock_guard const lock{mutex_};
    if (!is_open_) return false;
    tasks_.push_back(std::move(task));
    is_idle_ = false;
    change();
    return true;
}

void PaperInbox::open() {
    std::lock_guard const lock{mutex_};
    is_open_ = true;
    is_idle_ = false;
    contents_.is_closing = false;
    change();
}

void PaperInbox::close() {
    std::lock_guard const lock{mutex_};
    contents_.is_closing = true;
    change();
}

void PaperInbox::end() {
    std::lock_guard const lock{mutex_};
    is_open_ = false;
    is_idle_ = true;
    tasks_.clear();
    change();
}

PaperInbox::Contents PaperInbox::look() {
    std::lock_guard const lock{mutex_};
    return contents_;
}

PaperInbox::Task PaperInbox::take_task() {
    std::lock_guard const lock{mutex_};
    DAYBOOK_ASSERT(!tasks_.empty());
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    change();
    return task;
}

void PaperInbox::wait(Contents const& seen, std::optional<PaperClock::Steady::time_point> deadline,
                      bool is_idle) {
    std::unique_lock lock{mutex_};
    auto const has_changed = [&] { return contents_.version != seen.version; };
    if (has_changed()) return;
    is_idle_ = is_idle;
    changed_.notify_all();
    if (deadline) {
        changed_.wait_until(lock, *deadline, has_changed);
    } else {
        changed_.wait(lock, has_changed);
    }
}

void PaperInbox::wait_until_idle() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return is_idle_; });
}

std::uint64_t PaperInbox::keep(ports::ExchangeReport const& report) {
    std::lock_guard const lock{mutex_};
    kept_.emplace(++last_number_, report);
    change();
    return last_number_;
}

void PaperInbox::confirm(std::uint64_t number) {
    std::lock_guard const lock{mutex_};
    kept_.erase(number);
    change();
}

std::vector<std::pair<std::uint64_t, ports::ExchangeReport>> PaperInbox::unconfirmed() {
    std::lock_guard const lock{mutex_};
    return {kept_.begin(), kept_.end()};
}

}  // namespace daybook::paper
