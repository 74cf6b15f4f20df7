#pragma once

#include <string>
#include <utility>

namespace daybook::app {

/// Text that must not reach a log or a terminal: it has no formatter and no stream operator, and
/// is read through reveal() alone.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text) : text_{std::move(text)} {}
    [[nodiscard]] std::string const& reveal() const { return text_; }

  private:
    std::string text_;
};

}  // namespace daybook::app
