#include "sql/corrupt_value.hpp"

#include <string>

#include "ports/outbound/storage_error.hpp"

namespace daybook::sql {

void reject_value(std::string_view column, std::string_view value) {
    throw ports::StorageError{
        ports::StorageError::Kind::corrupt,
        "\"" + std::string{value} + "\" is no value of column " + std::string{column}};
}

}  // namespace daybook::sql
