#pragma once

#include <string>
#include <string_view>

namespace daybook::support {

/// An answer of the API, by whatever way it came.
struct AnswerToCheck {
    std::string method;
    std::string target;
    int status = 0;
    std::string content_type;
    std::string_view body;
};

/// Where an answer is not as the API's document describes it, a fault a line; empty where it is.
[[nodiscard]] std::string answer_faults(AnswerToCheck const& answer);

}  // namespace daybook::support
