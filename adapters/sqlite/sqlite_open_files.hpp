#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "sqlite/sqlite_files.hpp"

namespace daybook::sqlite {

/// The files that the writers of one storage have open. Threads: safe.
class SqliteOpenFiles {
  public:
    void opened(void const* writer, SqliteFiles const& files) {
        std::scoped_lock const lock{mutex_};
        of_writers_.insert_or_assign(writer, files);
    }
    void closed(void const* writer) {
        std::scoped_lock const lock{mutex_};
        of_writers_.erase(writer);
    }
    /// As SqliteFiles, of the first writer that has others than those that have the names now.
    [[nodiscard]] std::optional<std::string> why_replaced() const {
        std::scoped_lock const lock{mutex_};
        for (auto const& [writer, files] : of_writers_) {
            if (auto reason = files.why_replaced()) return reason;
        }
        return std::nullopt;
    }

  private:
    mutable std::mutex mutex_;
    std::map<void const*, SqliteFiles> of_writers_;
};

}  // namespace daybook::sqlite
