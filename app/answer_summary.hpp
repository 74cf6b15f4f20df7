#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "app/output.hpp"
#include "model/answer.hpp"

namespace daybook::app {

/// How many commands were answered how.
class AnswerSummary {
  public:
    /// `line`: where the command stands, for people who look for it.
    void add(model::Answer const& answer, std::uint64_t line);

    [[nodiscard]] std::uint64_t commands() const { return commands_; }
    [[nodiscard]] std::uint64_t with(model::AnswerStatus status) const;
    /// Prints a line for the total with its rate, one for each status that occurred and one for
    /// each refusal, with the first line that was refused so.
    void print(Output& output, std::chrono::nanoseconds elapsed) const;

  private:
    struct Refused {
        std::uint64_t count = 0;
        std::uint64_t first_line = 0;
        std::string first_detail;
    };

    std::uint64_t commands_ = 0;
    std::map<model::AnswerStatus, std::uint64_t> by_status_;
    std::map<model::Refusal, Refused> refused_;
};

}  // namespace daybook::app
