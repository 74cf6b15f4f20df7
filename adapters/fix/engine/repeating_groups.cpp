#include "fix/engine/repeating_groups.hpp"

#include <algorithm>
#include <cstdlib>

namespace daybook {
namespace fix {
namespace {

char const soh = '\x01';

/// What stands in a header or a trailer takes no part. Source: FIX 4.4 volume 1.
bool is_outside_body(int tag) {
    static int const outside[] = {8,   9,   10,  34,  35,  43,  49,  50,  52,  56,
                                  57,  89,  90,  91,  93,  97,  115, 116, 122, 128,
                                  129, 142, 143, 144, 145, 212, 213, 347, 369, 627};
    return std::binary_search(std::begin(outside), std::end(outside), tag);
}

bool contains(std::vector<int> const& tags, int tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

/// The tags of the body, in order, and the message's type.
std::vector<int> tags_of(std::string const& message, std::string& type) {
    std::vector<int> tags;
    std::size_t at = 0;
    while (at < message.size()) {
        auto const end = std::min(message.find(soh, at), message.size());
        auto const equals = message.find('=', at);
        if (equals < end) {
            int const tag = std::atoi(message.substr(at, equals - at).c_str());
            if (tag == 35 && type.empty()) type = message.substr(equals + 1, end - equals - 1);
            if (!is_outside_body(tag)) tags.push_back(tag);
        }
        at = end + 1;
    }
    return tags;
}

}  // namespace

RepeatingGroups::RepeatingGroups() {
    add("8", 136, {137, 138, 139, 891});
    add("_header_", 627, {628, 629, 630});
}

void RepeatingGroups::add(std::string const& type, int count, std::vector<int> const& members) {
    auto& group = groups_[{type, count}];
    if (group.members.empty()) group.first_member = members.front();
    for (int const member : members) {
        if (contains(group.members, member)) continue;
        group.members.push_back(member);
        ++members_;
    }
}

bool RepeatingGroups::learn(std::string const& message) {
    std::string type;
    auto const tags = tags_of(message, type);
    bool learned = false;
    while (members_ < members_max && learn_one(type, tags)) learned = true;
    return learned;
}

/// Finds the first tag that stands twice outside the known groups. Where it first stood right after
/// one of them, it is a member of that one which is new.
bool RepeatingGroups::learn_one(std::string const& type, std::vector<int> const& tags) {
    std::map<int, std::size_t> seen;
    std::map<std::size_t, int> count_before;
    for (std::size_t at = 0; at < tags.size();) {
        auto const known = seen.insert({tags[at], at});
        if (!known.second) {
            auto const first = known.first->second;
            if (first == 0) return false;  // Nothing before it could be a count.
            auto const count = count_before.find(first);
            auto const before = members_;
            add(type, count == count_before.end() ? tags[first - 1] : count->second,
                {tags.begin() + static_cast<std::ptrdiff_t>(first),
                 tags.begin() + static_cast<std::ptrdiff_t>(at)});
            return members_ > before;
        }
        auto const next = after_group(type, tags, at);
        if (next > at + 1) count_before[next] = tags[at];
        at = next;
    }
    return false;
}

/// Where reading goes on after the field at `count_at` and, if it is a count, its group.
std::size_t RepeatingGroups::after_group(std::string const& type, std::vector<int> const& tags,
                                         std::size_t count_at) const {
    auto at = count_at + 1;
    auto const group = groups_.find({type, tags[count_at]});
    if (group == groups_.end()) return at;
    while (at < tags.size() && contains(group->second.members, tags[at])) ++at;
    return at;
}

}  // namespace fix
}  // namespace daybook
