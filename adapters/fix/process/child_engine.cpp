#include "fix/process/child_engine.hpp"

#include <algorithm>
#include <utility>

namespace daybook::fix {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds turn_patience{1'000};

std::string seconds_text(std::chrono::milliseconds time) {
    return std::to_string((time.count() + 999) / 1'000) + " s";
}

}  // namespace

ChildEngine::ChildEngine(EngineOptions options, EngineEvents& events, ChildSettings settings)
    : options_{std::move(options)}, events_{events}, settings_{std::move(settings)} {}

ChildEngine::~ChildEngine() {
    stop();
    set_phase(Phase::closed);
    if (thread_.joinable()) thread_.join();
}

void ChildEngine::start() {
    thread_ = std::thread{[this] { supervise(); }};
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return phase_ != Phase::beginning; });
    if (phase_ == Phase::running) return;
    auto const failure = failure_.value_or(Failure{});
    lock.unlock();
    thread_.join();
    throw_failure(failure.kind, failure.sentence);
}

void ChildEngine::stop() {
    std::unique_lock lock{mutex_};
    if (phase_ != Phase::running) return;
    phase_ = Phase::stopping;
    if (link_) link_->say(FrameWriter{Word::stop}.take());
    changed_.notify_all();
    auto const is_stopped = [this] { return phase_ != Phase::stopping; };
    if (changed_.wait_for(lock, settings_.stop_patience, is_stopped)) return;
    is_given_up_ = true;
    if (link_) link_->wake();
    changed_.wait(lock, is_stopped);
}

template <class MakeFrame>
ChildEngine::Reply ChildEngine::ask(MakeFrame const& make_frame) const {
    std::unique_lock lock{mutex_};
    if (!link_ || phase_ == Phase::beginning) return {};
    auto const question = ++questions_;
    auto const process = ended_;
    answers_[question];
    if (!link_->say(make_frame(question))) {
        answers_.erase(question);
        return {};
    }
    auto const is_over = [&] { return answers_[question].has_value() || ended_ != process; };
    if (!changed_.wait_for(lock, settings_.answer_patience, is_over) && link_) {
        // What answers no question does nothing else either.
        is_given_up_ = true;
        link_->wake();
    }
    Reply reply{.was_put = true, .value = answers_[question]};
    answers_.erase(question);
    return reply;
}

Kept ChildEngine::send(OutgoingMessage const& message) {
    auto const reply = ask([&](std::uint64_t question) { return send_frame(question, message); });
    if (!reply.was_put) return Kept::no;
    if (!reply.value) return Kept::unknown;
    return *reply.value == static_cast<std::uint64_t>(Kept::yes) ? Kept::yes : Kept::no;
}

void ChildEngine::post(OutgoingMessage const& message) {
    std::scoped_lock const lock{mutex_};
    if (link_) link_->say(post_frame(message));
}

HandedBefore ChildEngine::handed_before(std::string const& name, std::uint64_t generation,
                                        std::int64_t micros) const {
    auto const reply = ask([&](std::uint64_t question) {
        FrameWriter frame{Word::was_handed};
        frame.number(question).text(name).number(generation);
        return frame.number(static_cast<std::uint64_t>(micros)).take();
    });
    if (reply.value == static_cast<std::uint64_t>(HandedBefore::no)) return HandedBefore::no;
    if (reply.value == static_cast<std::uint64_t>(HandedBefore::yes)) return HandedBefore::yes;
    return HandedBefore::unknown;
}

void ChildEngine::supervise() {
    auto time = settings_.pause_first;
    while (true) {
        auto const begun = Clock::now();
        auto how = run_one();
        std::unique_lock lock{mutex_};
        if (phase_ == Phase::beginning && !failure_) failure_ = Failure{.sentence = how};
        if (phase_ != Phase::running) break;
        if (failure_) how += ": " + failure_->sentence;
        failure_.reset();
        lock.unlock();
        if (Clock::now() - begun >= settings_.steady_after) time = settings_.pause_first;
        events_.on_end(how + "; another begins in " + seconds_text(time));
        if (!pause(time)) break;
        time = std::min(time * 2, settings_.pause_most);
    }
    set_phase(Phase::stopped);
}

std::string ChildEngine::run_one() {
    try {
        SessionProcess process{settings_.program};
        auto const link = std::make_shared<SessionLink>();
        link->say(start_frame(options_));
        {
            std::scoped_lock const lock{mutex_};
            is_given_up_ = false;
            link_ = link;
        }
        std::string fault;
        auto patience = settings_.end_patience;
        try {
            converse(process, link);
        } catch (std::exception const& error) {
            fault = std::string{": "} + error.what();
            patience = {};
        }
        link->close();
        end_link();
        return "the process of the session ended by " + process.wait(patience) + fault;
    } catch (EngineError const& error) {
        end_link();
        return error.what();
    }
}

void ChildEngine::converse(SessionProcess& process, std::shared_ptr<SessionLink> const& link) {
    FrameStream frames;
    std::optional<Clock::time_point> closed_at;
    while (link->turn(process.socket(), turn_patience, frames)) {
        while (auto frame = frames.next()) hear(*frame, link);
        std::unique_lock lock{mutex_};
        if (is_given_up_) throw FrameError{"it does not answer"};
        bool const is_closing = phase_ == Phase::closed;
        lock.unlock();
        if (!is_closing) continue;
        if (!closed_at) closed_at = Clock::now();
        if (link->is_flushed()) process.end_speaking();
        if (Clock::now() - *closed_at > settings_.end_patience) return;
    }
}

void ChildEngine::hear(FrameReader& frame, std::shared_ptr<SessionLink> const& link) {
    std::unique_lock lock{mutex_};
    switch (frame.word()) {
        case Word::started:
            options_.generation = 0;
            if (phase_ == Phase::beginning) phase_ = Phase::running;
            break;
        case Word::failed: {
            auto const kind = static_cast<StartFailure>(frame.number());
            failure_ = Failure{kind, frame.text()};
            break;
        }
        case Word::answer: {
            auto const found = answers_.find(frame.number());
            if (found != answers_.end()) found->second = frame.number();
            break;
        }
        case Word::stopped:
            if (phase_ == Phase::stopping) phase_ = Phase::stopped;
            break;
        default:
            if (phase_ == Phase::stopped || phase_ == Phase::closed) return;
            lock.unlock();
            return tell(frame, link);
    }
    changed_.notify_all();
}

void ChildEngine::tell(FrameReader& frame, std::shared_ptr<SessionLink> const& link) {
    switch (frame.word()) {
        case Word::message: {
            auto const receipt = frame.number();
            IncomingMessage message{frame.text(), frame.text(), [link, receipt] {
                                        link->say(FrameWriter{Word::booked}.number(receipt).take());
                                    }};
            return events_.on_message(message);
        }
        case Word::logged_on:
            return events_.on_logon(frame.flag());
        case Word::caught_up:
            return events_.on_caught_up();
        case Word::logged_out:
            return events_.on_logout(frame.text());
        case Word::wire: {
            bool const is_incoming = frame.flag();
            return events_.on_wire(is_incoming, frame.text());
        }
        case Word::event:
            return events_.on_event(frame.text());
        case Word::refusal:
            return events_.on_refusal(frame.text());
        default:
            throw FrameError{"it says what is not for it to say"};
    }
}

void ChildEngine::end_link() {
    std::scoped_lock const lock{mutex_};
    link_.reset();
    ++ended_;
    changed_.notify_all();
}

bool ChildEngine::pause(std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    return !changed_.wait_for(lock, time, [this] { return phase_ != Phase::running; });
}

void ChildEngine::set_phase(Phase phase) {
    std::scoped_lock const lock{mutex_};
    if (phase_ != Phase::closed) phase_ = phase;
    if (link_) link_->wake();
    changed_.notify_all();
}

EngineMaker engines_in_processes(ChildSettings settings) {
    return [settings = std::move(settings)](EngineOptions const& options, EngineEvents& events) {
        return std::unique_ptr<SessionEngine>{
            std::make_unique<ChildEngine>(options, events, settings)};
    };
}

}  // namespace daybook::fix
