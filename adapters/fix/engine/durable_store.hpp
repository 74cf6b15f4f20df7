#pragma once

#include <quickfix/MessageStore.h>

#include <memory>
#include <string>
#include <vector>

#include "fix/engine/session_journal.hpp"

namespace daybook {
namespace fix {

/// QuickFIX's view of a SessionJournal. Secrets of a Logon (A) are not kept: it is never sent
/// again.
///
/// Threads: as the journal. Throws: FIX::IOException where the file fails.
class DurableStore : public FIX::MessageStore {
  public:
    explicit DurableStore(std::shared_ptr<SessionJournal> journal);

    bool set(int number, std::string const& message) throw(FIX::IOException) override;
    void get(int first, int last, std::vector<std::string>& messages) const
        throw(FIX::IOException) override;
    int getNextSenderMsgSeqNum() const throw(FIX::IOException) override;
    int getNextTargetMsgSeqNum() const throw(FIX::IOException) override;
    void setNextSenderMsgSeqNum(int number) throw(FIX::IOException) override;
    void setNextTargetMsgSeqNum(int number) throw(FIX::IOException) override;
    void incrNextSenderMsgSeqNum() throw(FIX::IOException) override;
    void incrNextTargetMsgSeqNum() throw(FIX::IOException) override;
    FIX::UtcTimeStamp getCreationTime() const throw(FIX::IOException) override;
    void reset() throw(FIX::IOException) override;
    void refresh() throw(FIX::IOException) override {}

  private:
    std::shared_ptr<SessionJournal> journal_;
};

/// Makes the store of the one session, once.
class DurableStoreFactory : public FIX::MessageStoreFactory {
  public:
    explicit DurableStoreFactory(std::shared_ptr<SessionJournal> journal);
    FIX::MessageStore* create(FIX::SessionID const& session) override;
    void destroy(FIX::MessageStore* store) override;

  private:
    std::shared_ptr<SessionJournal> journal_;
};

std::int64_t seconds_now();
std::int64_t micros_now();

}  // namespace fix
}  // namespace daybook
