#include "app/answer_summary.hpp"

#include <algorithm>

#include "app/figures.hpp"
#include "log/visible_text.hpp"
#include "model/names.hpp"

namespace daybook::app {

namespace {

/// `name`, padded, and a number that ends in one column under the others.
std::string figure_line(std::string_view indent, std::string_view name, std::uint64_t count) {
    constexpr std::size_t number_ends_at = 56;
    auto line = std::string{indent}.append(name);
    auto const number = with_separators(count);
    auto const used = line.size() + number.size();
    return line.append(used < number_ends_at ? number_ends_at - used : 1, ' ') + number;
}

}  // namespace

void AnswerSummary::add(model::Answer const& answer, std::uint64_t line) {
    ++commands_;
    ++by_status_[answer.status];
    if (answer.status != model::AnswerStatus::REFUSED || !answer.refusal) return;
    auto& refused = refused_[*answer.refusal];
    if (refused.count++ > 0) return;
    refused.first_line = line;
    refused.first_detail = answer.detail;
}

std::uint64_t AnswerSummary::with(model::AnswerStatus status) const {
    auto const found = by_status_.find(status);
    return found == by_status_.end() ? 0 : found->second;
}

void AnswerSummary::print(Output& output, std::chrono::nanoseconds elapsed) const {
    output.write(counted(commands_, "command", "commands") + " in " + duration_text(elapsed) +
                 ", " + with_separators(per_second(commands_, elapsed)) + "/s\n");
    for (auto const& [status, count] : by_status_) {
        output.write(figure_line("  ", model::name_of(status), count) + "\n");
        if (status != model::AnswerStatus::REFUSED) continue;
        for (auto const& [refusal, refused] : refused_) {
            auto line = figure_line("    ", model::name_of(refusal), refused.count);
            line += "  first in line " + std::to_string(refused.first_line);
            if (!refused.first_detail.empty())
                line += ": " + log::visible_text(refused.first_detail);
            output.write(line + "\n");
        }
    }
}

}  // namespace daybook::app
