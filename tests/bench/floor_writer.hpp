#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>

#include "bench/captured_writes.hpp"

namespace daybook::bench {

/// Writes captured rows again, into another book of the same schema: the same transactions, a
/// statement or a COPY for each that the product ran to write, no reads, no logic. The floor under
/// whatever writes these rows.
///
/// Throws: std::runtime_error. Threads: one at a time.
class FloorWriter {
  public:
    explicit FloorWriter(std::string const& url);

    /// Prepares the statements of these runs, so that writing them does not.
    void prepare(std::span<WrittenRun const> runs);
    void write(WrittenRun const& run);

  private:
    [[nodiscard]] std::string const& statement(WrittenRows const& rows);
    [[nodiscard]] std::string const& copy_sql(std::string const& table);

    BenchConnection connection_;
    std::map<std::pair<std::string, WriteAct>, std::string> prepared_;
    std::map<std::string, std::string> copies_;
};

}  // namespace daybook::bench
