#include "sqlite/sqlite_rights.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace daybook::sqlite {
namespace {

namespace fs = std::filesystem;

/// What a small commit adds to the log.
constexpr ::off_t room_bytes_min = 65'536;

std::string folder_of(std::string const& path) {
    auto folder = fs::path{path}.parent_path().string();
    return folder.empty() ? "." : folder;
}

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

void make_private_file(std::string const& path) {
    if (path == ":memory:") return;
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return;
    ::fchmod(file, 0600);
    ::close(file);
}

std::optional<std::string> why_full(std::string const& path) {
    if (path == ":memory:") return std::nullopt;
    auto const folder = folder_of(path);
    int const file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    bool const has_room = file >= 0 && ::fallocate(file, 0, 0, room_bytes_min) == 0;
    int const error = has_room ? 0 : errno;
    if (file >= 0) ::close(file);
    if (error != ENOSPC && error != EDQUOT) return std::nullopt;
    return "the disk is full: " + folder + " has no room for " + std::to_string(room_bytes_min) +
           " bytes";
}

std::optional<std::string> why_not_writable(std::string const& path) {
    if (path == ":memory:") return std::nullopt;
    bool const exists = may(path, F_OK);
    if (exists && !may(path, W_OK)) return refusal(path);
    bool const has_neighbours = may(path + "-wal", W_OK) && may(path + "-shm", W_OK);
    auto const folder = folder_of(path);
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
