#include "fix/process/session_host.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <utility>
#include <vector>

#include "fix/process/session_words.hpp"

namespace daybook::fix {
namespace {

using Clock = std::chrono::steady_clock;

/// How long a process that had the session before may take to end.
constexpr std::chrono::seconds predecessor_patience{5};
constexpr int predecessor_pause_ms = 20;
constexpr std::chrono::milliseconds last_words_patience{500};

}  // namespace

void SessionHost::run() {
    FrameStream frames;
    std::vector<char> bytes(64u << 10);
    while (true) {
        auto const size = ::recv(socket_, bytes.data(), bytes.size(), 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        frames.append(bytes.data(), static_cast<std::size_t>(size));
        while (auto frame = frames.next()) obey(*frame);
    }
}

void SessionHost::obey(FrameReader& frame) {
    if (frame.word() == Word::start) return start(frame);
    if (!engine_) throw FrameError{"nothing was started"};
    switch (frame.word()) {
        case Word::send: {
            auto const question = frame.number();
            auto const kept = engine_->send(read_outgoing(frame));
            return answer(question, static_cast<std::uint64_t>(kept));
        }
        case Word::post:
            return engine_->post(read_outgoing(frame));
        case Word::was_handed: {
            auto const question = frame.number();
            auto const name = frame.text();
            auto const generation = frame.number();
            auto const before =
                engine_->handed_before(name, generation, static_cast<std::int64_t>(frame.number()));
            return answer(question, static_cast<std::uint64_t>(before));
        }
        case Word::booked:
            return book(frame.number());
        case Word::stop:
            engine_->stop();
            return say(FrameWriter{Word::stopped}.take());
        default:
            throw FrameError{"the worker says what is not for it to say"};
    }
}

void SessionHost::start(FrameReader& frame) {
    try {
        make_engine(read_options(frame));
        engine_->start();
        say(FrameWriter{Word::started}.take());
    } catch (PortUnavailable const& error) {
        say(failed_frame(StartFailure::port_unavailable, error.what()));
        ::_exit(1);
    } catch (EngineError const& error) {
        say(failed_frame(StartFailure::error, error.what()));
        ::_exit(1);
    }
}

void SessionHost::make_engine(EngineOptions const& options) {
    auto const deadline = Clock::now() + predecessor_patience;
    while (true) {
        try {
            engine_ = std::make_unique<FixEngine>(options, static_cast<EngineEvents&>(*this));
            return;
        } catch (SessionInUse const&) {
            if (Clock::now() > deadline) throw;
            ::poll(nullptr, 0, predecessor_pause_ms);
        }
    }
}

void SessionHost::book(std::uint64_t receipt) {
    std::function<void()> acknowledge;
    {
        std::scoped_lock const lock{mutex_};
        auto const found = in_hand_.find(receipt);
        if (found == in_hand_.end()) return;
        acknowledge = std::move(found->second);
        in_hand_.erase(found);
    }
    acknowledge();
}

void SessionHost::answer(std::uint64_t question, std::uint64_t value) {
    say(FrameWriter{Word::answer}.number(question).number(value).take());
}

void SessionHost::say(std::string const& frame) {
    std::scoped_lock const lock{writing_};
    say_locked(frame);
}

void SessionHost::say_locked(std::string const& frame) {
    for (std::size_t at = 0; at < frame.size();) {
        auto const size = ::send(socket_, frame.data() + at, frame.size() - at, MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        // Without a worker there is no session.
        if (size < 0) ::_exit(0);
        at += static_cast<std::size_t>(size);
    }
}

void SessionHost::say_last_words(std::string const& reason) {
    std::unique_lock const lock{writing_, last_words_patience};
    if (lock.owns_lock()) say_locked(failed_frame(StartFailure::error, reason));
}

void SessionHost::on_message(IncomingMessage const& message) {
    std::uint64_t receipt = 0;
    {
        std::scoped_lock const lock{mutex_};
        receipt = ++receipts_;
        in_hand_.emplace(receipt, message.acknowledge);
    }
    FrameWriter frame{Word::message};
    say(frame.number(receipt).text(message.text).text(message.refers_to).take());
}

void SessionHost::on_logon(bool is_caught_up) {
    say(FrameWriter{Word::logged_on}.number(is_caught_up ? 1 : 0).take());
}

void SessionHost::on_caught_up() { say(FrameWriter{Word::caught_up}.take()); }

void SessionHost::on_logout(std::string const& reason) {
    say(FrameWriter{Word::logged_out}.text(reason).take());
}

void SessionHost::on_wire(bool is_incoming, std::string const& text) {
    say(FrameWriter{Word::wire}.number(is_incoming ? 1 : 0).text(text).take());
}

void SessionHost::on_event(std::string const& text) {
    say(FrameWriter{Word::event}.text(text).take());
}

void SessionHost::on_refusal(std::string const& text) {
    say(FrameWriter{Word::refusal}.text(text).take());
}

}  // namespace daybook::fix
