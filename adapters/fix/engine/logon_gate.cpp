#include "fix/engine/logon_gate.hpp"

#include <quickfix/Message.h>

#include <exception>
#include <utility>

namespace daybook {
namespace fix {
namespace {

template <class Field>
std::string value_in(FIX::FieldMap const& fields) {
    Field field;
    return fields.getFieldIfSet(field) ? field.getValue() : std::string();
}

}  // namespace

bool equal_in_constant_time(std::string const& given, std::string const& wanted) {
    // Every byte of what is given is looked at, whatever the wanted one is like.
    unsigned difference = given.size() == wanted.size() ? 0 : 1;
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto const other = wanted.empty() ? '\0' : wanted[i % wanted.size()];
        difference |= static_cast<unsigned>(static_cast<unsigned char>(given[i] ^ other));
    }
    return *static_cast<unsigned volatile*>(&difference) == 0;
}

LogonGate::LogonGate(FIX::SessionID session, std::string username, std::string password)
    : session_(std::move(session)),
      username_(std::move(username)),
      password_(std::move(password)) {}

std::string LogonGate::refuse(std::string const& message) const {
    try {
        return refuse_logon(message);
    } catch (std::exception const&) {
        return "its first message is no FIX message";
    }
}

std::string LogonGate::refuse_logon(std::string const& text) const {
    FIX::Message const message(text, true);
    auto const& header = message.getHeader();
    if (value_in<FIX::MsgType>(header) != FIX::MsgType_Logon)
        return "its first message is no Logon";
    bool const is_ours =
        value_in<FIX::BeginString>(header) == session_.getBeginString().getValue() &&
        value_in<FIX::SenderCompID>(header) == session_.getTargetCompID().getValue() &&
        value_in<FIX::TargetCompID>(header) == session_.getSenderCompID().getValue();
    if (!is_ours) return "its logon names another session";
    bool const knows_username =
        username_.empty() || equal_in_constant_time(value_in<FIX::Username>(message), username_);
    bool const knows_password =
        password_.empty() || equal_in_constant_time(value_in<FIX::Password>(message), password_);
    if (knows_username && knows_password) return "";
    return "its logon has another Username or Password";
}

}  // namespace fix
}  // namespace daybook
