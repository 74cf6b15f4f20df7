#include "fix/engine/handed_requests.hpp"

#include <algorithm>
#include <fstream>

namespace daybook {
namespace fix {
namespace {

/// The value of a field, which is not the message's first; empty for none.
std::string value_of(std::string const& message, std::string const& tag) {
    auto const head = "\x01" + tag + "=";
    auto const field = message.find(head);
    if (field == std::string::npos) return std::string();
    auto const begin = field + head.size();
    return message.substr(begin, message.find('\x01', begin) - begin);
}

}  // namespace

void HandedRequests::begin(std::uint64_t generation, std::string boot) {
    leases_.push_back({generation, std::move(boot)});
    if (leases_.size() > leases_max) leases_.erase(leases_.begin());
}

void HandedRequests::forget_before(std::int64_t micros) {
    complete_since_ = std::max(complete_since_, micros);
}

void HandedRequests::add(std::string name, std::int64_t micros) {
    ++counts_[name];
    names_.emplace_back(micros, std::move(name));
    if (names_.size() <= names_max) return;
    auto const& oldest = names_.front();
    forget_before(oldest.first);
    auto const count = counts_.find(oldest.second);
    if (--count->second == 0) counts_.erase(count);
    names_.pop_front();
}

HandedBefore HandedRequests::find(std::string const& name, std::uint64_t generation,
                                  std::int64_t micros, std::string const& boot) const {
    if (counts_.count(name) > 0) return HandedBefore::yes;
    auto const lease = std::find_if(leases_.begin(), leases_.end(), [&](Lease const& each) {
        return each.generation == generation;
    });
    if (lease == leases_.end() || micros <= complete_since_) return HandedBefore::unknown;
    bool const is_whole = lease->boot == "synced" || (lease->boot == boot && boot != "-");
    return is_whole ? HandedBefore::no : HandedBefore::unknown;
}

std::string HandedRequests::lines() const {
    std::string text;
    for (auto const& lease : leases_) {
        text += "G " + std::to_string(lease.generation) + " " + lease.boot + "\n";
    }
    if (complete_since_ > 0) text += "C " + std::to_string(complete_since_) + "\n";
    for (auto const& name : names_) {
        text += "H " + std::to_string(name.first) + " " + name.second + "\n";
    }
    return text;
}

std::string request_named_in(std::string const& message) {
    auto const type = value_of(message, "35");
    if (type != "D" && type != "F" && type != "G") return std::string();
    return value_of(message, "11");
}

std::string boot_of_machine() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string boot;
    return file >> boot ? boot : std::string("-");
}

}  // namespace fix
}  // namespace daybook
