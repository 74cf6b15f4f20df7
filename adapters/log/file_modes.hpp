#pragma once

#include <filesystem>

namespace daybook::log {

/// What files and folders that tell of orders and money are made with: their owner's alone.
inline constexpr auto private_file =
    std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
inline constexpr auto private_folder = std::filesystem::perms::owner_all;

/// Logs a warning where a file or folder gives more rights than `allowed`.
void warn_where_open(std::filesystem::path const& path, std::filesystem::perms allowed);

}  // namespace daybook::log
