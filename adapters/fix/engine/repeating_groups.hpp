#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace daybook {
namespace fix {

/// Which tags repeat within which messages, learned from the messages themselves.
///
/// QuickFIX refuses a message in which a tag stands twice outside a group that its dictionary
/// knows, and a dictionary of every group of every counterparty does not exist. What repeats shows
/// itself: the field before the first of two equal tags is the group's count, and everything from
/// the first to the second is a member.
///
/// Shape: at most `members_max` tags altogether; a message that would need more stays refused.
class RepeatingGroups {
  public:
    static constexpr std::size_t members_max = 4096;

    struct Group {
        int first_member = 0;
        /// In the order in which an entry writes them.
        std::vector<int> members;
    };
    /// By message type and tag of the count.
    using ByCount = std::map<std::pair<std::string, int>, Group>;

    /// Knows NoMiscFees (136) of ExecutionReport and NoHops (627) of headers.
    RepeatingGroups();

    /// Learns from a message. True where there was something to learn.
    bool learn(std::string const& message);
    ByCount const& groups() const { return groups_; }

  private:
    bool learn_one(std::string const& type, std::vector<int> const& tags);
    void add(std::string const& type, int count, std::vector<int> const& members);
    std::size_t after_group(std::string const& type, std::vector<int> const& tags,
                            std::size_t count_at) const;

    ByCount groups_;
    std::size_t members_ = 0;
};

}  // namespace fix
}  // namespace daybook
