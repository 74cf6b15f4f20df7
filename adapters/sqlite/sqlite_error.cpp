#include "sqlite/sqlite_error.hpp"

#include <sqlite3.h>

namespace daybook::sqlite {

using Kind = ports::StorageError::Kind;

Kind failure_kind(int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return Kind::conflict;
        case SQLITE_IOERR_CORRUPTFS:
            return Kind::corrupt;
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
        case SQLITE_FULL:
        case SQLITE_NOMEM:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_PROTOCOL:
        case SQLITE_INTERRUPT:
        case SQLITE_ABORT:
            return Kind::unavailable;
        default:
            return Kind::corrupt;
    }
}

Kind commit_failure_kind(int code, bool rolled_back) {
    bool const may_be_on_disk = (code & 0xff) == SQLITE_IOERR;
    return rolled_back && !may_be_on_disk ? failure_kind(code) : Kind::unknown_outcome;
}

ports::StorageError storage_error(Kind kind, int code, std::string const& message) {
    return {kind, "sqlite: " + message + " (" + std::to_string(code) + ")"};
}

}  // namespace daybook::sqlite
