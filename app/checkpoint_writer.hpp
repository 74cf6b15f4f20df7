#pragma once

#include "ports/inbound/command_service.hpp"
#include "ports/outbound/book_reader.hpp"
#include "ports/outbound/sha256.hpp"

namespace daybook::app {

/// What became of a checkpoint. nothing_new: the newest one says it all. beaten: another process
/// made one meanwhile. not_booked: the store could not take it, or the service takes no more.
enum class CheckpointOutcome { written, nothing_new, beaten, not_booked };

/// Reads the heads of all accounts and books what the checkpoints before do not say of them, as
/// commands in `@book`. Waits until it is booked. Accounts that went back or are gone are logged.
/// Throws: StorageError where the book cannot be read.
CheckpointOutcome write_checkpoint(ports::BookSnapshots& snapshots, ports::CommandService& commands,
                                   ports::Sha256& sha256);

}  // namespace daybook::app
