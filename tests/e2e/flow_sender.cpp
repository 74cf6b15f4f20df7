#include "e2e/flow_sender.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

/// Takes `{"answers":[...]}` apart as far as a test needs.
void read_answers(std::string const& body, std::string const& account, std::vector<Answered>& out) {
    std::size_t at = 0;
    constexpr std::string_view status = "{\"status\":\"";
    constexpr std::string_view entry = "\"entry\":{\"seq\":";
    while ((at = body.find(status, at)) != std::string::npos) {
        auto const from = at + status.size();
        auto const next = body.find(status, from);
        Answered answer{account, body.substr(from, body.find('"', from) - from), 0};
        auto const seq = body.find(entry, from);
        if (seq != std::string::npos && seq < next) {
            answer.entry_seq =
                static_cast<std::size_t>(std::atoll(body.c_str() + seq + entry.size()));
        }
        out.push_back(std::move(answer));
        at = from;
    }
}

}  // namespace

bool FlowSender::send_lines(int port, std::string const& account,
                            std::vector<std::string> const& lines,
                            std::vector<Answered>& answers) const {
    try {
        std::vector<HttpClient> clients;
        for (std::size_t i = 0; i < sending_.connections_per_account; ++i)
            clients.emplace_back(port);
        std::size_t request = 0;
        for (std::size_t i = 0; i < lines.size(); i += sending_.commands_per_request) {
            auto const end = std::min(lines.size(), i + sending_.commands_per_request);
            std::string body = "{\"commands\":[";
            for (auto j = i; j < end; ++j) body += (j > i ? "," : "") + lines[j];
            body += "]}";
            auto const answer = clients[request++ % clients.size()].post("/v1/commands", body);
            if (answer.status != 200) {
                throw std::logic_error{"answer " + std::to_string(answer.status) + ": " +
                                       answer.body};
            }
            read_answers(answer.body, account, answers);
        }
        return true;
    } catch (std::runtime_error const&) {
        return false;
    }
}

bool FlowSender::send_to(int port) {
    if (!send_lines(port, "@book", flow_.definitions, answers_)) return false;
    std::vector<std::thread> threads;
    std::vector<std::vector<Answered>> answers(flow_.accounts.size());
    std::atomic<bool> all{true};
    std::size_t index = 0;
    for (auto const& [account, lines] : flow_.accounts) {
        threads.emplace_back([&, &name = account, &commands = lines, &out = answers[index]] {
            if (!send_lines(port, name, commands, out)) all = false;
        });
        ++index;
    }
    for (auto& thread : threads) thread.join();
    for (auto& of_account : answers) {
        answers_.insert(answers_.end(), of_account.begin(), of_account.end());
    }
    return all;
}

}  // namespace daybook::e2e
