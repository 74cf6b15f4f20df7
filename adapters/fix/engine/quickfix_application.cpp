#include "fix/engine/quickfix_application.hpp"

#include <utility>

#include "fix/engine/secret_redaction.hpp"

namespace daybook {
namespace fix {
namespace {

int number_of(FIX::Message const& message) {
    FIX::MsgSeqNum number(0);
    message.getHeader().getFieldIfSet(number);
    return number.getValue();
}

std::string type_of(FIX::Message const& message) {
    FIX::MsgType type;
    message.getHeader().getFieldIfSet(type);
    return type.getValue();
}

std::string text_of(FIX::Message const& message) {
    FIX::Text text;
    return message.getFieldIfSet(text) ? text.getValue() : std::string();
}

}  // namespace

void install_groups(FIX::Session& session, RepeatingGroups const& groups) {
    auto const dictionary = std::make_shared<FIX::DataDictionary>();
    dictionary->checkFieldsOutOfOrder(false);
    dictionary->checkFieldsHaveValues(false);
    dictionary->checkUserDefinedFields(false);
    dictionary->allowUnknownMsgFields(true);
    for (auto const& known : groups.groups()) {
        FIX::DataDictionary members;
        for (int const member : known.second.members) members.addField(member);
        dictionary->addGroup(known.first.first, known.first.second, known.second.first_member,
                             members);
    }
    FIX::DataDictionaryProvider provider;
    provider.addTransportDataDictionary(session.getSessionID().getBeginString(), dictionary);
    session.setDataDictionaryProvider(provider);
}

QuickfixApplication::QuickfixApplication(EngineEvents& events,
                                         std::shared_ptr<SessionJournal> journal,
                                         std::string username, std::string password)
    : events_(events),
      journal_(std::move(journal)),
      username_(std::move(username)),
      password_(std::move(password)) {}

void QuickfixApplication::onCreate(FIX::SessionID const&) {}

void QuickfixApplication::onLogon(FIX::SessionID const&) {
    bool const is_caught_up = journal_->next_expected() > catching_up_to_;
    if (is_caught_up) catching_up_to_ = 0;
    events_.on_logon(is_caught_up);
}

void QuickfixApplication::onLogout(FIX::SessionID const&) {
    catching_up_to_ = 0;
    events_.on_logout(logout_text_);
    logout_text_.clear();
}

void QuickfixApplication::toAdmin(FIX::Message& message, FIX::SessionID const&) {
    try {
        if (type_of(message) != FIX::MsgType_Logon) return;
        if (!username_.empty()) message.setField(FIX::Username(username_));
        if (!password_.empty()) message.setField(FIX::Password(password_));
    } catch (std::exception const& error) {
        events_.on_event(std::string("the logon is incomplete: ") + error.what());
    }
}

void QuickfixApplication::fromAdmin(FIX::Message const& message, FIX::SessionID const&) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) {
    try {
        on_admin(message);
    } catch (std::exception const& error) {
        events_.on_event(std::string("a session message was not understood: ") + error.what());
    }
}

void QuickfixApplication::on_admin(FIX::Message const& message) {
    auto const type = type_of(message);
    int const number = number_of(message);
    if (type == FIX::MsgType_Logon) {
        catching_up_to_ = number;
        logout_text_.clear();
    }
    if (type == FIX::MsgType_Logout) {
        logout_text_ = redact_secrets(text_of(message), password_);
    }
    bool const is_counted_blindly = type == FIX::MsgType_Reject || type == FIX::MsgType_Logout;
    if (is_counted_blindly && number != journal_->next_expected()) journal_->skip_next_count();
    if (type == FIX::MsgType_Reject) hand_on(message);
    if (type == FIX::MsgType_Logon || number != journal_->next_expected()) return;
    FIX::NewSeqNo new_number(number + 1);
    if (type == FIX::MsgType_SequenceReset) message.getFieldIfSet(new_number);
    tell_if_caught_up(new_number.getValue());
}

void QuickfixApplication::fromApp(FIX::Message const& message,
                                  FIX::SessionID const&) throw(FIX::FieldNotFound,
                                                               FIX::IncorrectDataFormat,
                                                               FIX::IncorrectTagValue,
                                                               FIX::UnsupportedMessageType) {
    try {
        hand_on(message);
        tell_if_caught_up(number_of(message) + 1);
    } catch (std::exception const& error) {
        events_.on_event(std::string("a message could not be handed on: ") + error.what());
    }
}

void QuickfixApplication::hand_on(FIX::Message const& message) {
    auto const receipt = journal_->receive(number_of(message));
    auto const journal = journal_;
    events_.on_message({message.toString(), refused_by(message),
                        [journal, receipt] { journal->acknowledge(receipt); }});
}

std::string QuickfixApplication::refused_by(FIX::Message const& message) const {
    auto const type = type_of(message);
    if (type != FIX::MsgType_Reject && type != FIX::MsgType_BusinessMessageReject) return "";
    FIX::RefSeqNum number;
    if (!message.getFieldIfSet(number)) return "";
    try {
        auto const sent = journal_->sent(number.getValue(), number.getValue());
        return sent.empty() ? "" : sent.front();
    } catch (std::exception const&) {
        return "";
    }
}

void QuickfixApplication::preview(FIX::Session& session, std::string const& message) {
    if (groups_.learn(message)) install_groups(session, groups_);
}

void QuickfixApplication::tell_if_caught_up(int expected_next) {
    if (catching_up_to_ == 0 || expected_next < catching_up_to_) return;
    catching_up_to_ = 0;
    events_.on_caught_up();
}

}  // namespace fix
}  // namespace daybook
