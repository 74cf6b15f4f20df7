#pragma once

#include <string>
#include <string_view>

#include "model/entry.hpp"

namespace daybook::app {

/// The names of the columns.
[[nodiscard]] std::string_view csv_header();
/// Appends one line for each posting of `entry`; none where it moved nothing.
void append_csv(std::string& out, model::Entry const& entry);
/// Appends one field, in quotes where it has to be. Source: RFC 4180, section 2.
void append_csv_field(std::string& out, std::string_view text);

}  // namespace daybook::app
