#include "fix/engine/session_journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace daybook {
namespace fix {
namespace {

char const magic[] = "daybook-fix-journal 2 ";
char const magic_1[] = "daybook-fix-journal 1 ";

std::runtime_error failure(std::string const& path, char const* act) {
    return std::runtime_error("the FIX journal " + path + " cannot be " + act + ": " +
                              std::strerror(errno));
}

/// The folder of a file as it is now is on the disk itself.
bool sync_folder(std::string const& path) {
    auto const folder = path.substr(0, path.rfind('/') + 1);
    int const file = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    bool const is_done = ::fsync(file) == 0;
    ::close(file);
    return is_done;
}

std::string read_all(int file, std::string const& path) {
    std::string text;
    std::vector<char> buffer(1 << 20);
    while (true) {
        auto const size =
            ::pread(file, buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
        if (size < 0) throw failure(path, "read");
        if (size == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace

SessionJournal::SessionJournal(std::string path, bool is_synced, std::int64_t now_seconds,
                               std::string boot)
    : path_(std::move(path)), is_synced_(is_synced), boot_(std::move(boot)) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw failure(path_, "opened");
    try {
        open_file(now_seconds);
    } catch (...) {
        ::close(file_);
        throw;
    }
}

SessionJournal::~SessionJournal() { close(); }

void SessionJournal::open_file(std::int64_t now_seconds) {
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        throw JournalInUse("the FIX journal " + path_ + " is in use by another session");
    }
    auto const text = read_all(file_, path_);
    if (text.find('\n') == std::string::npos) return begin_file(now_seconds);
    read_file(text);
    if (::ftruncate(file_, static_cast<off_t>(size_)) != 0) throw failure(path_, "truncated");
}

void SessionJournal::read_file(std::string const& text) {
    has_leases_ = text.compare(0, sizeof magic - 1, magic) == 0;
    if (!has_leases_ && text.compare(0, sizeof magic_1 - 1, magic_1) != 0) {
        throw std::runtime_error(path_ + " is no FIX journal");
    }
    std::size_t at = 0;
    while (at < text.size()) {
        auto const end = text.find('\n', at);
        if (end == std::string::npos) break;
        std::istringstream line(text.substr(at, end - at));
        auto next = end + 1;
        std::string kind;
        long long number = 0;
        if (at == 0) line >> kind;
        if (!(line >> kind >> number)) break;
        if (at == 0) {
            created_seconds_ = number;
        } else if (kind == "S") {
            std::size_t size = 0;
            std::int64_t micros = 0;
            if (!(line >> size) || text.size() - next <= size || text[next + size] != '\n') break;
            line >> micros;
            hand_over(text.substr(next, size), micros);
            remember(static_cast<int>(number), {static_cast<std::int64_t>(next), size});
            next += size + 1;
        } else if (kind == "N") {
            next_to_send_ = static_cast<int>(number);
        } else if (kind == "T") {
            next_expected_ = static_cast<int>(number);
        } else if (!read_handed(kind, number, line)) {
            break;
        }
        at = next;
    }
    size_ = static_cast<std::int64_t>(at);
    if (!sent_.empty()) next_to_send_ = std::max(next_to_send_, sent_.rbegin()->first + 1);
    implied_next_to_send_ = next_to_send_;
    persisted_expected_ = next_expected_;
}

bool SessionJournal::read_handed(std::string const& kind, std::int64_t number,
                                 std::istringstream& line) {
    std::string word;
    line >> word;
    if (kind == "G") {
        handed_.begin(static_cast<std::uint64_t>(number), word);
    } else if (kind == "H") {
        handed_.add(word, number);
    } else if (kind == "C") {
        handed_.forget_before(number);
    } else {
        return false;
    }
    return true;
}

void SessionJournal::hand_over(std::string const& message, std::int64_t micros) {
    auto const name = request_named_in(message);
    if (!name.empty()) handed_.add(name, micros);
}

/// The new file takes the old one's place whole.
void SessionJournal::begin_file(std::int64_t now_seconds) {
    auto const fresh = path_ + ".new";
    int const file = ::open(fresh.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw failure(fresh, "opened");
    auto const line = magic + std::to_string(now_seconds) + "\n" + handed_.lines();
    if (::flock(file, LOCK_EX | LOCK_NB) != 0 ||
        ::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
        (is_synced_ && ::fdatasync(file) != 0) || ::rename(fresh.c_str(), path_.c_str()) != 0 ||
        (is_synced_ && !sync_folder(path_))) {
        auto const error = failure(fresh, "written");
        ::close(file);
        throw error;
    }
    ::close(file_);
    file_ = file;
    size_ = static_cast<std::int64_t>(line.size());
    created_seconds_ = now_seconds;
    has_leases_ = true;
}

void SessionJournal::append(std::string const& record, bool sync) {
    if (file_ < 0) throw std::runtime_error("the FIX journal " + path_ + " is closed");
    auto const written = ::pwrite(file_, record.data(), record.size(), static_cast<off_t>(size_));
    if (written != static_cast<ssize_t>(record.size()) || (sync && ::fdatasync(file_) != 0)) {
        throw failure(path_, "written");
    }
    size_ += written;
}

void SessionJournal::remember(int number, Extent extent) {
    sent_[number] = extent;
    if (sent_.size() > kept_messages_max) sent_.erase(sent_.begin());
}

std::int64_t SessionJournal::created_seconds() const {
    std::lock_guard<std::mutex> const lock(mutex_);
    return created_seconds_;
}

int SessionJournal::next_to_send() const {
    std::lock_guard<std::mutex> const lock(mutex_);
    return next_to_send_;
}

int SessionJournal::next_expected() const {
    std::lock_guard<std::mutex> const lock(mutex_);
    return next_expected_;
}

void SessionJournal::append_sent(int number, std::string const& message, std::int64_t now_micros) {
    std::lock_guard<std::mutex> const lock(mutex_);
    auto const head = "S " + std::to_string(number) + " " + std::to_string(message.size()) + " " +
                      std::to_string(now_micros) + "\n";
    auto const offset = size_ + static_cast<std::int64_t>(head.size());
    append(head + message + "\n", is_synced_);
    hand_over(message, now_micros);
    remember(number, {offset, message.size()});
    implied_next_to_send_ = std::max(implied_next_to_send_, number + 1);
}

std::vector<std::string> SessionJournal::sent(int first, int last) const {
    std::lock_guard<std::mutex> const lock(mutex_);
    std::vector<std::string> messages;
    for (auto at = sent_.lower_bound(first); at != sent_.end() && at->first <= last; ++at) {
        std::string message(at->second.size, '\0');
        auto const size =
            ::pread(file_, &message[0], message.size(), static_cast<off_t>(at->second.offset));
        if (size != static_cast<ssize_t>(message.size())) throw failure(path_, "read");
        messages.push_back(std::move(message));
    }
    return messages;
}

void SessionJournal::set_next_to_send(int number) {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (number != implied_next_to_send_) append("N " + std::to_string(number) + "\n", is_synced_);
    next_to_send_ = implied_next_to_send_ = number;
}

void SessionJournal::set_next_expected(int number) {
    std::lock_guard<std::mutex> const lock(mutex_);
    next_expected_ = number;
    persist_expected();
}

void SessionJournal::count_expected() {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (skips_next_count_) {
        skips_next_count_ = false;
        return;
    }
    ++next_expected_;
    persist_expected();
}

void SessionJournal::skip_next_count() {
    std::lock_guard<std::mutex> const lock(mutex_);
    skips_next_count_ = true;
}

void SessionJournal::begin_lease(std::uint64_t generation) {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (!has_leases_) return;
    auto const guarded = is_synced_ ? std::string("synced") : boot_;
    append("G " + std::to_string(generation) + " " + guarded + "\n", is_synced_);
    handed_.begin(generation, guarded);
}

HandedBefore SessionJournal::handed_before(std::string const& name, std::uint64_t generation,
                                           std::int64_t micros) const {
    std::lock_guard<std::mutex> const lock(mutex_);
    return handed_.find(name, generation, micros, boot_);
}

void SessionJournal::reset(std::int64_t now_seconds) {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (file_ < 0) return;
    begin_file(now_seconds);
    ++epoch_;
    next_to_send_ = implied_next_to_send_ = next_expected_ = persisted_expected_ = 1;
    skips_next_count_ = false;
    sent_.clear();
    in_hand_.clear();
}

Receipt SessionJournal::receive(int number) {
    std::lock_guard<std::mutex> const lock(mutex_);
    in_hand_.insert(number);
    return {epoch_, number};
}

void SessionJournal::acknowledge(Receipt receipt) {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (receipt.epoch != epoch_) return;
    auto const found = in_hand_.find(receipt.sequence_number);
    if (found == in_hand_.end()) return;
    in_hand_.erase(found);
    try {
        persist_expected();
    } catch (std::runtime_error const&) {
        // Not persisted is never too far; the next write tells of the failure.
    }
}

void SessionJournal::persist_expected() {
    auto const reached =
        in_hand_.empty() ? next_expected_ : std::min(next_expected_, *in_hand_.begin());
    if (reached == persisted_expected_ || file_ < 0) return;
    append("T " + std::to_string(reached) + "\n", false);
    persisted_expected_ = reached;
}

void SessionJournal::close() {
    std::lock_guard<std::mutex> const lock(mutex_);
    if (file_ < 0) return;
    ::close(file_);
    file_ = -1;
}

}  // namespace fix
}  // namespace daybook
