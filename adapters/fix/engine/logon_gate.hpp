#pragma once

#include <quickfix/SessionID.h>

#include <string>

namespace daybook {
namespace fix {

/// Whether the first message of a connection is a logon that may begin the session: nothing of the
/// session changes before that is known.
class LogonGate {
  public:
    /// Username (553) and Password (554) are wanted where they are not empty.
    LogonGate(FIX::SessionID session, std::string username, std::string password);

    /// Why it may not, without anything secret; empty where it may. Throws: nothing.
    std::string refuse(std::string const& message) const;

  private:
    std::string refuse_logon(std::string const& message) const;

    FIX::SessionID session_;
    std::string username_;
    std::string password_;
};

/// Whether two texts are equal, in a time that tells nothing of where they differ.
bool equal_in_constant_time(std::string const& given, std::string const& wanted);

}  // namespace fix
}  // namespace daybook
