#include "fix/engine/durable_store.hpp"

#include <chrono>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace daybook {
namespace fix {
namespace {

/// What the journal throws, as QuickFIX expects it.
template <class Act>
auto guarded(Act act) -> decltype(act()) {
    try {
        return act();
    } catch (std::exception const& error) {
        throw FIX::IOException(error.what());
    }
}

bool is_logon(std::string const& message) {
    return message.find(
               "\x01"
               "35=A\x01") != std::string::npos;
}

std::string without_secrets(std::string const& logon) {
    FIX::Message message(logon, false);
    for (int const tag : {95, 96, 553, 554, 925}) message.removeField(tag);
    return message.toString();
}

}  // namespace

std::int64_t micros_now() {
    using std::chrono::microseconds;
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<microseconds>(now).count();
}

std::int64_t seconds_now() { return static_cast<std::int64_t>(std::time(nullptr)); }

DurableStore::DurableStore(std::shared_ptr<SessionJournal> journal)
    : journal_(std::move(journal)) {}

bool DurableStore::set(int number, std::string const& message) throw(FIX::IOException) {
    return guarded([&] {
        journal_->append_sent(number, is_logon(message) ? without_secrets(message) : message,
                              micros_now());
        return true;
    });
}

void DurableStore::get(int first, int last, std::vector<std::string>& messages) const
    throw(FIX::IOException) {
    guarded([&] { messages = journal_->sent(first, last); });
}

int DurableStore::getNextSenderMsgSeqNum() const throw(FIX::IOException) {
    return journal_->next_to_send();
}

int DurableStore::getNextTargetMsgSeqNum() const throw(FIX::IOException) {
    return journal_->next_expected();
}

void DurableStore::setNextSenderMsgSeqNum(int number) throw(FIX::IOException) {
    guarded([&] { journal_->set_next_to_send(number); });
}

void DurableStore::setNextTargetMsgSeqNum(int number) throw(FIX::IOException) {
    guarded([&] { journal_->set_next_expected(number); });
}

void DurableStore::incrNextSenderMsgSeqNum() throw(FIX::IOException) {
    guarded([&] { journal_->set_next_to_send(journal_->next_to_send() + 1); });
}

void DurableStore::incrNextTargetMsgSeqNum() throw(FIX::IOException) {
    guarded([&] { journal_->count_expected(); });
}

FIX::UtcTimeStamp DurableStore::getCreationTime() const throw(FIX::IOException) {
    return FIX::UtcTimeStamp(static_cast<time_t>(journal_->created_seconds()));
}

void DurableStore::reset() throw(FIX::IOException) {
    guarded([&] { journal_->reset(seconds_now()); });
}

DurableStoreFactory::DurableStoreFactory(std::shared_ptr<SessionJournal> journal)
    : journal_(std::move(journal)) {}

FIX::MessageStore* DurableStoreFactory::create(FIX::SessionID const&) {
    return new DurableStore(journal_);
}

void DurableStoreFactory::destroy(FIX::MessageStore* store) { delete store; }

}  // namespace fix
}  // namespace daybook
