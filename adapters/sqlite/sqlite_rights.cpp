#include "sqlite/sqlite_rights.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace daybook::sqlite {
namespace {

namespace fs = std::filesystem;

bool may(std::string const& path, int what) {
    return ::faccessat(AT_FDCWD, path.c_str(), what, AT_EACCESS) == 0;
}

/// Of the last may() that was answered with no.
std::string refusal(std::string const& path) {
    if (errno == EROFS) return path + " is on a file system that is read-only";
    passwd const* const user = ::getpwuid(::geteuid());
    auto const name = user == nullptr ? std::to_string(::geteuid()) : std::string{user->pw_name};
    return "user " + name + " may not write " + path;
}

}  // namespace

std::optional<std::string> why_not_writable(std::string const& path) {
    if (path == ":memory:") return std::nullopt;
    bool const exists = may(path, F_OK);
    if (exists && !may(path, W_OK)) return refusal(path);
    bool const has_neighbours = may(path + "-wal", W_OK) && may(path + "-shm", W_OK);
    auto folder = fs::path{path}.parent_path().string();
    if (folder.empty()) folder = ".";
    if (has_neighbours || !may(folder, F_OK) || may(folder, W_OK | X_OK)) return std::nullopt;
    auto const reason = refusal("the folder " + folder);
    return exists ? reason + ", where SQLite keeps the log of " + path : reason;
}

bool has_log(std::string const& path) {
    std::error_code none;
    auto const bytes = fs::file_size(path + "-wal", none);
    return !none && bytes > 0;
}

SqliteFileState::SqliteFileState(std::string path) : path_{std::move(path)} {
    std::error_code ignored;
    bytes_ = fs::file_size(path_, ignored);
    written_at_ = fs::last_write_time(path_, ignored);
}

bool SqliteFileState::is_same() const {
    SqliteFileState const now{path_};
    return now.bytes_ == bytes_ && now.written_at_ == written_at_;
}

}  // namespace daybook::sqlite
