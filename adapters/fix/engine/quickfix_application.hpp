#pragma once

#include <quickfix/Application.h>
#include <quickfix/Session.h>

#include <memory>
#include <string>

#include "fix/engine/repeating_groups.hpp"
#include "fix/engine/session_engine.hpp"
#include "fix/engine/session_journal.hpp"

namespace daybook {
namespace fix {

/// QuickFIX's callbacks for one session: hands messages on, with a receipt each, and keeps the
/// journal's count right where QuickFIX would lose a message. No exception leaves a callback.
///
/// QuickFIX counts a Reject (3) or Logout (5) that arrives out of turn as if it were the message
/// expected next, and then takes that message, when it is sent again, for a duplicate. Such a
/// message is handed on but not counted.
class QuickfixApplication : public FIX::Application {
  public:
    QuickfixApplication(EngineEvents& events, std::shared_ptr<SessionJournal> journal,
                        std::string username, std::string password);

    void onCreate(FIX::SessionID const& session) override;
    void onLogon(FIX::SessionID const& session) override;
    void onLogout(FIX::SessionID const& session) override;
    void toAdmin(FIX::Message& message, FIX::SessionID const& session) override;
    void toApp(FIX::Message&, FIX::SessionID const&) throw(FIX::DoNotSend) override {}
    void fromAdmin(FIX::Message const& message,
                   FIX::SessionID const& session) throw(FIX::FieldNotFound,
                                                        FIX::IncorrectDataFormat,
                                                        FIX::IncorrectTagValue,
                                                        FIX::RejectLogon) override;
    void fromApp(FIX::Message const& message,
                 FIX::SessionID const& session) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                      FIX::IncorrectTagValue,
                                                      FIX::UnsupportedMessageType) override;

    /// Lets QuickFIX accept what repeats within the message that it is about to parse.
    void preview(FIX::Session& session, std::string const& message);

  private:
    void hand_on(FIX::Message const& message);
    /// The message of ours that this one refuses; empty where it names none.
    std::string refused_by(FIX::Message const& message) const;
    void on_admin(FIX::Message const& message);
    /// `expected_next`: the number expected once the message in hand is counted.
    void tell_if_caught_up(int expected_next);

    EngineEvents& events_;
    std::shared_ptr<SessionJournal> journal_;
    std::string username_;
    std::string password_;
    RepeatingGroups groups_;
    /// The number of the counterparty's logon, until everything before it has come; the logon
    /// itself QuickFIX keeps and counts when its turn comes.
    int catching_up_to_ = 0;
    std::string logout_text_;
};

/// A dictionary that knows these groups and refuses nothing.
void install_groups(FIX::Session& session, RepeatingGroups const& groups);

}  // namespace fix
}  // namespace daybook
