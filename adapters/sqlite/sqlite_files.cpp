#include "sqlite/sqlite_files.hpp"

#include <sys/stat.h>

#include <cstddef>

namespace daybook::sqlite {

SqliteFiles SqliteFiles::at(std::string const& path) {
    SqliteFiles files;
    files.path_ = path;
    for (std::size_t i = 0; i < endings.size(); ++i) files.ids_[i] = id_of(path + endings[i]);
    return files;
}

std::optional<std::string> SqliteFiles::why_replaced() const {
    for (std::size_t i = 0; i < endings.size(); ++i) {
        if (!ids_[i]) continue;
        auto const file = path_ + endings[i];
        auto const now = id_of(file);
        if (now == ids_[i]) continue;
        return file +
               (now ? " is another file than the one that was opened"
                    : " was removed while it was open") +
               "; nothing is booked until it is back, or the worker is started again";
    }
    return std::nullopt;
}

bool SqliteFiles::has_same_book(SqliteFiles const& other) const {
    return ids_.front() == other.ids_.front();
}

std::optional<SqliteFiles::Id> SqliteFiles::id_of(std::string const& path) {
    struct ::stat found{};
    if (::stat(path.c_str(), &found) != 0) return std::nullopt;
    return Id{found.st_dev, found.st_ino};
}

}  // namespace daybook::sqlite
