#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/output.hpp"
#include "app/show_columns.hpp"
#include "app/table.hpp"

namespace daybook::app {

/// What to list and how.
struct ShowOptions {
    ShowKind kind = ShowKind::orders;
    std::optional<std::string> account;
    /// Wanted values by column.
    std::map<std::string, std::vector<std::string>> filters;
    /// Rows after this number: of entries, executions (by entry) and discrepancies.
    std::optional<std::uint64_t> after;
    std::optional<std::uint64_t> limit;
    bool json = false;
};

/// Prints the rows that pass the filters, as a table or as JSON, one object a line. The objects
/// say whose they are where more than one account is listed.
class RowPrinter {
  public:
    RowPrinter(Output& output, ShowOptions const& options);

    /// Returns false when the limit is reached: no more rows are wanted.
    bool add(model::Account const& row);
    bool add(model::Instrument const& row);
    bool add(model::Order const& row);
    bool add(model::Execution const& row);
    bool add(DisplayedBalance const& row);
    bool add(model::PositionState const& row);
    bool add(AccountLot const& row);
    bool add(model::Entry const& row);
    bool add(model::Discrepancy const& row);
    bool add(model::OutboxRequest const& row);
    void finish();

  private:
    /// A filter with the column it is about.
    struct Filter {
        std::size_t column;
        std::vector<std::string> const* wanted;
    };

    template <class Row, class AppendJson>
    bool print(Row const& row, model::AccountId const* account, AppendJson append);
    [[nodiscard]] bool passes(std::vector<std::string> const& cells) const;

    Output& output_;
    ShowOptions const& options_;
    std::vector<Filter> filters_;
    Table table_;
    std::uint64_t printed_ = 0;
};

}  // namespace daybook::app
