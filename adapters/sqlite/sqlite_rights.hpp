#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace daybook::sqlite {

/// What the user of this process may do with a book's file.
///
/// SQLite keeps its log, PATH-wal, and the log's index, PATH-shm, in the file's folder, and makes
/// them when somebody opens the file: to write takes the rights to the file and to the folder.

/// Why nothing can be written, in a sentence that names the user and the path; nullopt where the
/// system lets us, or there is no file whose rights could be asked.
[[nodiscard]] std::optional<std::string> why_not_writable(std::string const& path);

/// Makes the file, of its owner alone whatever the umask, where there is none: SQLite would make
/// one that others may read, and makes what it keeps beside it after its image. What cannot be
/// made, SQLite says.
void make_private_file(std::string const& path);

/// Why there is no room for what a commit writes beside the file, in a sentence that may be shown
/// to anybody; nullopt where there is, or nobody can tell.
[[nodiscard]] std::optional<std::string> why_full(std::string const& path);

/// Whether there are commits in the log that the file has not.
[[nodiscard]] bool has_log(std::string const& path);

/// A file as it is at one moment: whether it is still the same tells whether somebody has written.
class SqliteFileState {
  public:
    explicit SqliteFileState(std::string path);
    [[nodiscard]] bool is_same() const;

  private:
    std::string path_;
    std::uintmax_t bytes_ = 0;
    std::filesystem::file_time_type written_at_;
};

}  // namespace daybook::sqlite
