#pragma once

#include <sys/types.h>

#include <array>
#include <optional>
#include <string>

namespace daybook::sqlite {

/// Which files a connection has open: the book's, its log and the log's index, by device and inode.
/// Who has a file open goes on writing into it when it was removed, or another was moved over it,
/// and what is written so is lost with it.
class SqliteFiles {
  public:
    /// Those that have the names now.
    [[nodiscard]] static SqliteFiles at(std::string const& path);

    /// Why they are not those that have the names now, in a sentence that may be shown to anybody;
    /// nullopt where they are.
    [[nodiscard]] std::optional<std::string> why_replaced() const;
    [[nodiscard]] bool has_same_book(SqliteFiles const& other) const;

  private:
    struct Id {
        ::dev_t device{};
        ::ino_t inode{};

        friend bool operator==(Id const&, Id const&) = default;
    };
    static constexpr std::array<char const*, 3> endings{"", "-wal", "-shm"};

    [[nodiscard]] static std::optional<Id> id_of(std::string const& path);

    std::string path_;
    /// nullopt where there was none.
    std::array<std::optional<Id>, endings.size()> ids_;
};

}  // namespace daybook::sqlite
