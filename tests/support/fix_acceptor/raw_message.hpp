#pragma once

#include <quickfix/Message.h>

#include <string>

namespace daybook {
namespace fix_acceptor {

/// A message of this type, its body written as `tag=value|tag=value`; PossResend (97) goes to the
/// header, and what follows NoMiscFees (136) of its members (137 to 139, 891) is its group, an
/// entry from each MiscFeeAmt (137) on.
FIX::Message raw_message(std::string const& type, std::string const& body);

}  // namespace fix_acceptor
}  // namespace daybook
