#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace daybook::support {

/// Chromium without a window, with one page. Throws: std::runtime_error when it does not answer
/// within a minute or a script of the page throws.
class Browser {
  public:
    [[nodiscard]] static bool is_installed();

    /// Starts it with a profile of its own in `folder`, and opens the page at `address`.
    Browser(std::string const& folder, std::string const& address);
    ~Browser();
    Browser(Browser const&) = delete;
    Browser& operator=(Browser const&) = delete;

    /// What a script of the page comes to, as text; a promise is waited for.
    [[nodiscard]] std::string evaluate(std::string const& expression);
    /// Returns when the expression is true, which is looked at whenever the page has changed.
    void wait_until(std::string const& expression);

  private:
    /// Calls a method of the protocol. Shape: `parameters` and the result are JSON.
    /// Source: Chrome DevTools Protocol, over a pipe: messages end with a zero.
    std::string call(std::string_view method, std::string const& parameters);
    std::string receive();

    pid_t pid_ = -1;
    int to_ = -1;
    int from_ = -1;
    std::string received_;
    std::string session_;
    std::int64_t last_call_ = 0;
    bool is_loaded_ = false;
};

}  // namespace daybook::support
