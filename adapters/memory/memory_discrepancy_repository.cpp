#include "memory/memory_discrepancy_repository.hpp"

#include <algorithm>
#include <limits>

namespace daybook::memory {

std::vector<std::optional<model::Discrepancy>> MemoryDiscrepancyRepository::find(
    std::span<ports::DiscrepancyKey const> keys) {
    std::vector<std::optional<model::Discrepancy>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.account_id);
        if (!account) continue;
        auto const stored = account->discrepancies.find(key.number);
        if (stored != account->discrepancies.end()) answer = stored->second;
    }
    return found;
}

std::vector<std::optional<model::Discrepancy>> MemoryDiscrepancyRepository::find_by_payload(
    std::span<ports::ReportKey const> keys) {
    std::vector<std::optional<model::Discrepancy>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.account_id);
        if (!account) continue;
        auto first = std::numeric_limits<std::uint64_t>::max();
        auto const [begin, end] = account->discrepancy_of_payload.equal_range(key.payload);
        for (auto at = begin; at != end; ++at) first = std::min(first, at->second);
        if (begin != end) answer = account->discrepancies.find(first)->second;
    }
    return found;
}

std::vector<std::vector<model::Discrepancy>> MemoryDiscrepancyRepository::find_open(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::Discrepancy>> found;
    found.reserve(accounts.size());
    for (auto const& id : accounts) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(id);
        if (!account) continue;
        for (auto const& [number, discrepancy] : account->discrepancies) {
            if (discrepancy.state == model::DiscrepancyState::OPEN) answer.push_back(discrepancy);
        }
    }
    return found;
}

void MemoryDiscrepancyRepository::save(std::span<model::Discrepancy const> discrepancies) {
    for (auto const& discrepancy : discrepancies) {
        auto& account = transaction_.of(discrepancy.account_id);
        auto const at = account.discrepancies.find(discrepancy.number);
        if (at == account.discrepancies.end()) {
            add(account, discrepancy);
        } else {
            auto& stored = at->second;
            transaction_.overwrite(stored.state, discrepancy.state);
            transaction_.overwrite(stored.resolution, discrepancy.resolution);
            transaction_.overwrite(stored.reason, discrepancy.reason);
        }
    }
}

void MemoryDiscrepancyRepository::add(MemoryAccount& account,
                                      model::Discrepancy const& discrepancy) {
    auto const stored =
        transaction_.insert(account.discrepancies, discrepancy.number, discrepancy, "discrepancy");
    auto& payloads = account.discrepancy_of_payload;
    auto const at = payloads.emplace(stored->second.payload, discrepancy.number);
    transaction_.on_rollback([&payloads, at] { payloads.erase(at); });
}

}  // namespace daybook::memory
