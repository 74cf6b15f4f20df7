#include "sqlite/sqlite_error.hpp"

#include <sqlite3.h>

#include <cerrno>

namespace daybook::sqlite {

using Kind = ports::StorageError::Kind;

namespace {

bool is_shortage(int system_error) { return system_error == ENOSPC || system_error == EDQUOT; }

bool is_refusal(int system_error) {
    return system_error == EACCES || system_error == EPERM || system_error == EROFS;
}

}  // namespace

Kind failure_kind(int code, int system_error) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return Kind::conflict;
        case SQLITE_IOERR_CORRUPTFS:
            return Kind::corrupt;
        // Its rights are as they were.
        case SQLITE_READONLY_DBMOVED:
            return Kind::replaced;
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return Kind::forbidden;
        case SQLITE_FULL:
            return Kind::full;
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
            if (is_shortage(system_error)) return Kind::full;
            return is_refusal(system_error) ? Kind::forbidden : Kind::unavailable;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
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
