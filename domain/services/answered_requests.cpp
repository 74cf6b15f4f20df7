#include "services/answered_requests.hpp"

#include "model/assert.hpp"

namespace daybook::services {

using namespace model;

namespace {

bool has_happened(AnswerStatus status) {
    return status != AnswerStatus::REFUSED && status != AnswerStatus::SKIPPED;
}

}  // namespace

std::vector<ports::AnsweredRequest> answered_requests(std::span<CommandBatch const> batches,
                                                      std::span<std::vector<Answer> const> answers,
                                                      Timestamp answered_at) {
    DAYBOOK_ASSERT(batches.size() == answers.size());
    std::vector<ports::AnsweredRequest> answered;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        auto const& commands = batches[i].commands;
        DAYBOOK_ASSERT(commands.size() == answers[i].size());
        for (std::size_t j = 0; j < commands.size(); ++j) {
            auto const& request = commands[j].answers;
            if (!request || !has_happened(answers[i][j].status)) continue;
            answered.push_back({commands[j].account_id, request->entry_seq,
                                request->refused_because, answered_at});
        }
    }
    return answered;
}

}  // namespace daybook::services
