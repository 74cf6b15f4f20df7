#include "e2e/fleet_sender.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>

#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

std::string request_of(std::span<std::string const> lines) {
    std::string body = "{\"commands\":[";
    for (auto const& line : lines) body += (body.ends_with('[') ? "" : ",") + line;
    return body + "]}";
}

}  // namespace

/// One copy's way to the workers: a connection to each, opened when it is needed.
class FleetSender::Conversation {
  public:
    Conversation(FleetSender& sender, std::uint64_t seed)
        : sender_{sender}, random_{seed}, clients_(sender.workers_) {}

    /// Sends until a worker has answered.
    void send(std::string const& body, std::size_t commands) {
        while (!try_once(random_() % clients_.size(), body, commands)) {
            ++sender_.repeats_;
            std::this_thread::yield();
        }
    }

  private:
    bool try_once(std::size_t worker, std::string const& body, std::size_t commands) {
        auto& client = clients_[worker];
        try {
            if (!client) client = std::make_unique<HttpClient>(sender_.port_of_(worker));
            auto const answer = client->post("/v1/commands", body);
            if (answer.status == 503 || answer.status == 429) return false;
            if (answer.status != 200) {
                throw std::logic_error{std::to_string(answer.status) + ": " + answer.body};
            }
            sender_.count(commands, answer.body);
            return true;
        } catch (std::runtime_error const&) {
            client.reset();
            return false;
        }
    }

    FleetSender& sender_;
    std::mt19937_64 random_;
    std::vector<std::unique_ptr<HttpClient>> clients_;
};

FleetSender::FleetSender(std::size_t workers, PortOf port_of, Options options)
    : workers_{workers}, port_of_{std::move(port_of)}, options_{options} {}

void FleetSender::send(OrderFlow const& flow, std::vector<Event> const& events) {
    last_answer_ = std::chrono::steady_clock::now();
    send_account(flow.definitions, options_.seed);
    std::thread disturber{[&] {
        for (auto const& event : events) {
            wait_for_answers(event.after_answers);
            event.happen();
        }
    }};
    std::vector<std::thread> threads;
    auto seed = options_.seed;
    for (auto const& [account, lines] : flow.accounts) {
        seed += 1000;
        threads.emplace_back([this, seed, &commands = lines] { send_account(commands, seed); });
    }
    for (auto& thread : threads) thread.join();
    disturber.join();
}

void FleetSender::send_account(std::vector<std::string> const& lines, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    std::vector<Conversation> copies;
    for (std::size_t i = 0; i < options_.copies; ++i) copies.emplace_back(*this, random());
    for (std::size_t from = 0; from < lines.size();) {
        auto const count = std::min(lines.size() - from,
                                    std::size_t{1} + random() % options_.commands_per_request_max);
        auto const body = request_of(std::span{lines}.subspan(from, count));
        std::vector<std::thread> others;
        for (std::size_t i = 1; i < copies.size(); ++i) {
            others.emplace_back([&, i] { copies[i].send(body, count); });
        }
        copies[0].send(body, count);
        for (auto& other : others) other.join();
        from += count;
    }
}

void FleetSender::count(std::size_t answers, std::string const& body) {
    auto const now = std::chrono::steady_clock::now();
    std::scoped_lock const lock{mutex_};
    answers_ += answers;
    longest_silence_ = std::max(longest_silence_, now - last_answer_);
    last_answer_ = now;
    if (body.find("\"REFUSED\"") != std::string::npos) refusals_.push_back(body);
    answered_.notify_all();
}

void FleetSender::wait_for_answers(std::size_t count) {
    std::unique_lock lock{mutex_};
    answered_.wait(lock, [&] { return answers_ >= count; });
}

double FleetSender::longest_silence_seconds() const {
    std::scoped_lock const lock{mutex_};
    return std::chrono::duration<double>{longest_silence_}.count();
}

std::vector<std::string> FleetSender::refusals() const {
    std::scoped_lock const lock{mutex_};
    return refusals_;
}

}  // namespace daybook::e2e
