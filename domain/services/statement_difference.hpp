#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/statement.hpp"

namespace daybook::services {

/// missing_here: the statement has it, the book has not. missing_there: the opposite. different:
/// both have it.
enum class DifferenceKind { missing_here, missing_there, different };

/// One field that both tell, as text; empty where one has no value.
struct FieldDifference {
    std::string field;
    std::string here;
    std::string there;

    friend bool operator==(FieldDifference const&, FieldDifference const&) = default;
};

/// One thing in which the book and the statement differ, with what names it for people.
struct StatementDifference {
    DifferenceKind kind = DifferenceKind::different;
    RecordKind record = RecordKind::order;
    /// Of the statement; not set for what is missing there.
    std::optional<std::uint64_t> line;
    /// Names as the statement has them, and as the book has them where the order is known here.
    OrderNames names;
    std::optional<model::InstrumentKey> instrument;
    /// A trade without an id in the statement has the one that it would be booked under.
    std::optional<model::ExecId> exec_id;
    std::optional<model::AssetCode> asset;
    std::optional<model::Timestamp> occurred_at;
    std::optional<model::Side> side;
    std::optional<model::Quantity> quantity_base;
    std::optional<model::Price> price_quote;
    /// Shape: empty where something is missing, but for the total of a balance.
    std::vector<FieldDifference> fields;
    /// Why what is missing here cannot be booked; empty where it can.
    std::string obstacle;

    friend bool operator==(StatementDifference const&, StatementDifference const&) = default;
};

}  // namespace daybook::services

namespace daybook::model {

template <>
inline constexpr auto names_of<services::DifferenceKind> =
    std::to_array<std::string_view>({"missing_here", "missing_there", "different"});

}  // namespace daybook::model
