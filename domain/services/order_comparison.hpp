#pragma once

#include <vector>

#include "services/recorded_account.hpp"
#include "services/statement_difference.hpp"

namespace daybook::services {

/// In what the statement's record of an order differs from the book's order at the statement's
/// instant. Terms and status are not compared where a later report may have changed them since.
[[nodiscard]] std::vector<FieldDifference> compare_order(StatementOrder const& told,
                                                         model::Order const& order,
                                                         RecordedAccount const& account,
                                                         model::Timestamp as_of);

/// Whether the book had the order at a moment: it was placed or reported on by then.
[[nodiscard]] bool existed_at(model::Order const& order, RecordedAccount const& account,
                              model::Timestamp moment);

/// Adds the field where both have a value and the values differ, or only one of them has one.
template <class Value, class Write>
void compare_field(std::vector<FieldDifference>& fields, char const* field,
                   std::optional<Value> const& here, std::optional<Value> const& there,
                   Write const& write) {
    if (here == there) return;
    fields.push_back({field, here ? std::string{write(*here)} : std::string{},
                      there ? std::string{write(*there)} : std::string{}});
}

}  // namespace daybook::services
