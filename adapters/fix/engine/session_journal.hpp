#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "fix/engine/handed_requests.hpp"

namespace daybook {
namespace fix {

/// A place among the counterparty's messages. Numbers start again with every epoch.
struct Receipt {
    std::uint64_t epoch = 0;
    int sequence_number = 0;
};

/// Another has the journal open.
class JournalInUse : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The memory of one FIX session, in one file that survives the process: what was sent, for
/// resends, and the next number either way.
///
/// The number expected next is persisted only as far as everything before it is acknowledged. While
/// the process lives it counts on; after a crash the session expects the first message that was not
/// acknowledged, and the counterparty sends it and the rest again. A place that is lost can only be
/// one that was too late, which costs duplicates and loses nothing.
///
/// It also proves which requests were handed over and which were not, of those that were under a
/// lease that it knows: that survives the numbers, which begin again. See HandedRequests.
///
/// Shape of the file: lines, each flushed to the system in one write:
///   daybook-fix-journal 2 SECONDS        when the session's numbers began
///   S NUMBER BYTES MICROS                sent, when; the message itself and a line's end follow
///   N NUMBER                             the next number to send, where S does not tell
///   T NUMBER                             the next number expected
///   G NUMBER BOOT                        from here on under this generation of the lease
///   H MICROS NAME                        handed over before the numbers began
///   C MICROS                             such names are missing up to then
/// A file of version 1 has neither of the last three, and proves nothing of requests. A line that
/// was cut short at the end of the file is dropped. Only one process may have it open.
///
/// Threads: safe. Throws: std::runtime_error where the file fails; the journal is then as before.
/// JournalInUse from the constructor.
class SessionJournal {
  public:
    static constexpr std::size_t kept_messages_max = 1000000;

    /// `is_synced`: what is sent is on the disk itself before append_sent() returns. `boot` as of
    /// HandedRequests.
    SessionJournal(std::string path, bool is_synced, std::int64_t now_seconds,
                   std::string boot = boot_of_machine());
    ~SessionJournal();
    SessionJournal(SessionJournal const&) = delete;
    SessionJournal& operator=(SessionJournal const&) = delete;

    std::int64_t created_seconds() const;
    int next_to_send() const;
    int next_expected() const;

    void append_sent(int number, std::string const& message, std::int64_t now_micros);
    /// The messages sent under first to last that are still kept, in order.
    std::vector<std::string> sent(int first, int last) const;
    void set_next_to_send(int number);
    void set_next_expected(int number);
    /// The number of the message in hand is counted, unless it was out of turn.
    void count_expected();
    /// The message in hand is out of turn: the next count_expected() does nothing.
    void skip_next_count();
    /// What is sent from now on is under this lease.
    void begin_lease(std::uint64_t generation);
    /// Whether a request was handed over, which would have been under this lease, at this time or
    /// later.
    HandedBefore handed_before(std::string const& name, std::uint64_t generation,
                               std::int64_t micros) const;
    /// Forgets everything, but for what was handed over, and begins a new epoch at 1 and 1.
    void reset(std::int64_t now_seconds);

    /// The message with this number is with the application.
    Receipt receive(int number);
    /// The application is done with it. Never throws; of an earlier epoch it is nothing.
    void acknowledge(Receipt receipt);
    /// From now on nothing is written; the file is free for another.
    void close();

  private:
    struct Extent {
        std::int64_t offset;
        std::size_t size;
    };

    void open_file(std::int64_t now_seconds);
    void read_file(std::string const& text);
    bool read_handed(std::string const& kind, std::int64_t number, std::istringstream& line);
    void begin_file(std::int64_t now_seconds);
    void hand_over(std::string const& message, std::int64_t micros);
    void append(std::string const& record, bool sync);
    void persist_expected();
    void remember(int number, Extent extent);

    std::string const path_;
    bool const is_synced_;
    std::string const boot_;
    mutable std::mutex mutex_;
    int file_ = -1;
    std::int64_t size_ = 0;
    std::int64_t created_seconds_ = 0;
    std::uint64_t epoch_ = 0;
    int next_to_send_ = 1;
    int implied_next_to_send_ = 1;
    int next_expected_ = 1;
    int persisted_expected_ = 1;
    bool skips_next_count_ = false;
    bool has_leases_ = true;
    HandedRequests handed_;
    std::map<int, Extent> sent_;
    std::multiset<int> in_hand_;
};

}  // namespace fix
}  // namespace daybook
