#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/bench_server.hpp"

namespace daybook::bench {

enum class WriteAct { INSERT, UPDATE, DELETE };

/// What one statement did to one table.
struct WrittenRows {
    /// Above so many, new rows are written with COPY, below with a prepared INSERT.
    static constexpr std::size_t rows_in_arrays_max = 16;

    std::string table;
    WriteAct act = WriteAct::INSERT;
    /// For COPY ... (FORMAT binary); empty where `columns` are used.
    std::string copy_data;
    /// An array as text for each column of the table; for DELETE, of its key.
    std::vector<std::string> columns;
};

/// What one transaction wrote, in order.
using WrittenRun = std::vector<WrittenRows>;

/// A column, as CREATE TABLE has it.
struct TableColumn {
    std::string name;
    std::string type;
    bool is_key = false;
};
/// The columns of a table, in order.
[[nodiscard]] std::vector<TableColumn> columns_of(BenchConnection& connection,
                                                  std::string const& table);

/// Keeps every row that is written to a book from now on, exactly as it is written, with triggers
/// that copy them aside. The book's own speed is no measure while it does.
/// Throws: std::runtime_error. Threads: one at a time.
class CapturedWrites {
  public:
    explicit CapturedWrites(std::string const& url);

    /// What was written since the last call, transaction by transaction.
    [[nodiscard]] std::vector<WrittenRun> take();

  private:
    void watch(std::string const& table);
    [[nodiscard]] WrittenRows read(std::string const& step, std::string const& table,
                                   std::string const& act, std::size_t rows);

    BenchConnection connection_;
    std::string last_step_ = "0";
};

}  // namespace daybook::bench
