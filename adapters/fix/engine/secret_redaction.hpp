#pragma once

#include <string>

namespace daybook {
namespace fix {

/// `text`, a FIX message or one within a sentence, with `***` for the values of Password (554),
/// NewPassword (925), RawData (96), EncryptedPassword (1402), EncryptedNewPassword (1404), and for
/// `password` wherever it stands.
std::string redact_secrets(std::string text, std::string const& password);

}  // namespace fix
}  // namespace daybook
