#pragma once

#include <string>

namespace daybook::e2e {

/// An hour of NASDAQ order flow as commands, one a line. It does not belong to the project: where
/// it is not there the text is empty, and tests that need it are skipped.
std::string tape(std::string const& arguments);

}  // namespace daybook::e2e
