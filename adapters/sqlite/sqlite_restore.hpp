#pragma once

#include <span>
#include <string>

#include "sql/meta_row.hpp"

namespace daybook::sqlite {

/// Copies the database `from` to `draft`, a file that is not there yet, and writes `rows` into its
/// daybook_meta. `from` is only read.
/// Throws: StorageError where one of them cannot be used, or `from` is damaged.
void copy_for_restore(std::string const& from, std::string const& draft);
void write_meta(std::string const& file, std::span<sql::MetaRow const> rows);
/// What daybook_meta of a file says.
[[nodiscard]] model::BookIdentity read_identity(std::string const& file);

/// Makes the database in `to`, which exists, the one in `draft`, in one transaction: what stops in
/// between leaves the old one. Returns false, and changes nothing, where somebody else has it open.
/// Throws: StorageError.
[[nodiscard]] bool replace_database(std::string const& draft, std::string const& to);

}  // namespace daybook::sqlite
