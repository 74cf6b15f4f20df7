#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/discrepancy.hpp"

namespace daybook::ports {

struct DiscrepancyKey {
    model::AccountId account_id;
    std::uint64_t number = 0;

    friend auto operator<=>(DiscrepancyKey const&, DiscrepancyKey const&) = default;
};

/// A report by its content, to recognise it when it comes again.
struct ReportKey {
    model::AccountId account_id;
    std::string payload;

    friend auto operator<=>(ReportKey const&, ReportKey const&) = default;
};

/// Threads: one instance per unit of work. Throws: StorageError from any member.
class DiscrepancyRepository {
  public:
    virtual ~DiscrepancyRepository() = default;

    /// Shape: result[i] answers keys[i]; nullopt where no such discrepancy exists.
    [[nodiscard]] virtual std::vector<std::optional<model::Discrepancy>> find(
        std::span<DiscrepancyKey const> keys) = 0;
    /// Shape: result[i] answers keys[i]: the first discrepancy with exactly that payload.
    [[nodiscard]] virtual std::vector<std::optional<model::Discrepancy>> find_by_payload(
        std::span<ReportKey const> keys) = 0;
    /// Those of each account that are OPEN, by number. Shape: result[i] answers accounts[i].
    [[nodiscard]] virtual std::vector<std::vector<model::Discrepancy>> find_open(
        std::span<model::AccountId const> accounts) = 0;
    /// Writes new discrepancies; of stored ones state, resolution and reason change.
    virtual void save(std::span<model::Discrepancy const> discrepancies) = 0;
};

}  // namespace daybook::ports
