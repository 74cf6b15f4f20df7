#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "memory/memory_storage.hpp"
#include "model/answer.hpp"
#include "model/command.hpp"
#include "ports/outbound/order_id_source.hpp"
#include "services/command_processor.hpp"
#include "support/manual_clock.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::support {

/// Draws 1, 2, 3, ... Threads: not safe.
class NumberedOrderIds final : public ports::OrderIdSource {
  public:
    std::vector<model::OrderId> next(std::size_t count) override;

  private:
    std::uint32_t last_ = 0;
};

/// `DONE`, `REFUSED insufficient_funds amount`.
[[nodiscard]] std::string said(model::Answer const& answer);

/// A command processor on a book in memory, with a clock that stands still. It retries nothing:
/// what would be a conflict in a store is thrown.
class ProcessorBench {
  public:
    ProcessorBench();

    /// Books commands of the small language, one a line, in one run; see command_text.hpp.
    std::vector<std::string> run(std::vector<std::string> const& lines, bool atomic = false);
    std::vector<std::vector<model::Answer>> run(std::vector<model::CommandBatch> const& batches);
    /// The same, each line a run of its own.
    void setup(std::string_view lines);

    /// All entries of an account.
    [[nodiscard]] std::vector<model::Entry> entries(std::string_view account = "alpha");
    /// The first finding of a verification; empty where the book is right.
    [[nodiscard]] std::string verify();

    [[nodiscard]] services::CommandProcessor& processor() { return processor_; }
    [[nodiscard]] ports::UnitOfWork& unit_of_work() { return *unit_of_work_; }
    [[nodiscard]] memory::MemoryStorage& storage() { return storage_; }
    [[nodiscard]] ManualClock& clock() { return clock_; }
    [[nodiscard]] NumberedOrderIds& order_ids() { return order_ids_; }
    [[nodiscard]] ports::Sha256& sha256() { return sha256_; }

  private:
    memory::MemoryStorage storage_{[this] { return clock_.steady_now(); }};
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    ManualClock clock_;
    NumberedOrderIds order_ids_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

}  // namespace daybook::support
