#include "app/fresh_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "app/exit_code.hpp"

namespace daybook::app {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_existing(std::string const& file) {
    throw Failure{ExitCode::usage, file + " exists: a backup never overwrites"};
}

/// Source: Linux, renameat2(2); some file systems know no flags.
int rename_without_replacing(std::string const& from, std::string const& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (fs::exists(to)) return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

/// Whoever writes it next makes none that others may read. What cannot be made, that one says.
void make_private(std::string const& file) {
    int const descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return;
    ::fchmod(descriptor, 0600);
    ::close(descriptor);
}

void sync_folder_of(std::string const& file) {
    auto const folder = fs::absolute(file).parent_path();
    int const descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

FreshFile::FreshFile(std::string file)
    : file_{std::move(file)}, draft_{file_ + "." + std::to_string(::getpid()) + ".unfinished"} {
    if (fs::exists(file_)) refuse_existing(file_);
    auto const folder = fs::path{file_}.parent_path();
    if (!folder.empty() && !fs::is_directory(folder)) {
        throw Failure{ExitCode::usage, "there is no folder " + folder.string()};
    }
    make_private(draft_);
}

FreshFile::~FreshFile() {
    std::error_code ignored;
    fs::remove(draft_, ignored);
}

void FreshFile::publish() {
    int const error = rename_without_replacing(draft_, file_);
    if (error == EEXIST) refuse_existing(file_);
    if (error != 0) {
        throw Failure{ExitCode::internal_error,
                      "cannot write " + file_ + ": " + std::generic_category().message(error)};
    }
    sync_folder_of(file_);
}

}  // namespace daybook::app
