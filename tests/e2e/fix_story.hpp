#pragma once

#include <map>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/fix_desk.hpp"

namespace daybook::e2e {

/// What happens to one order of an account of its own, over the wire, and what the book says after
/// it. A line each:
///
///     place BUY SHARE 10@10          LIMIT GTC; `stop=9`: STOP_LIMIT; its name is {o}
///     copied BUY SHARE 10@10         of a drop copy: what its first report will say
///     replace Y 12@10                under the key Y; `stop=9`: and its stop price
///     cancel C
///     wire G Y 38=12|44=10           ours goes out and says that; its name is {Y} from now on
///     tell 8 150=0|14=0 -> NEW 0 10  theirs, and the standing after it
///     is NEW 0 10                    the same without a message
///     answers DUPLICATE TEXT         of a command, {account} being the account
///
/// A line that begins with `->` or `|` goes on with the one before. ExecutionReports carry, where
/// they say nothing else, 37={E}, 11={o}, 55, 54, an ExecID (17) and a TransactTime (60) of their
/// own; `37=-` leaves a field out. OrderCancelRejects carry 37={E} and 41={o}.
struct FixStory {
    char const* name;
    char const* text;
};

inline void PrintTo(FixStory const& story, std::ostream* out) { *out << story.name; }

/// The story as it happens at a desk; what comes out otherwise fails the running test, with the
/// line.
class FixStoryTeller {
  public:
    /// `number`: of the story, which names its account and order.
    FixStoryTeller(FixDesk& desk, int number);

    void tell(std::string_view text);
    [[nodiscard]] std::string const& account() const { return account_; }
    /// What a name in braces stands for.
    [[nodiscard]] std::string fill_in(std::string text) const;

  private:
    void play(std::string const& line);
    void place(std::string const& words);
    void copy(std::string const& words);
    void request(std::string const& words, bool replaces);
    void expect_wire(std::string const& words);
    void expect_answer(std::string const& words);
    [[nodiscard]] std::string body_of(std::string const& type, std::string const& fields);

    FixDesk& desk_;
    std::string account_;
    std::string side_;
    std::string symbol_;
    /// What every ExecutionReport says besides.
    std::vector<std::string> terms_;
    std::map<std::string, std::string> names_;
    int reports_ = 0;
};

/// Tells each story in an account of its own; the book of all holds at the end.
void tell_stories(FixDesk& desk, std::span<FixStory const> stories);

}  // namespace daybook::e2e
