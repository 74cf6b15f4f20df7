#include "support/fix_acceptor/raw_message.hpp"

#include <quickfix/Group.h>

#include <memory>
#include <sstream>

namespace daybook {
namespace fix_acceptor {
namespace {

bool is_of_misc_fees(int tag) { return (tag >= 137 && tag <= 139) || tag == 891; }

/// Adds the entries of NoMiscFees to a message as they come.
class MiscFees {
  public:
    explicit MiscFees(FIX::Message& message) : message_(message) {}
    ~MiscFees() { finish(); }
    MiscFees(MiscFees const&) = delete;
    MiscFees& operator=(MiscFees const&) = delete;

    void add(int tag, std::string const& value) {
        if (tag == 137 || !entry_) {
            finish();
            entry_.reset(new FIX::Group(136, 137));
        }
        entry_->setField(tag, value);
    }

  private:
    void finish() {
        if (entry_) message_.addGroup(*entry_);
        entry_.reset();
    }

    FIX::Message& message_;
    std::unique_ptr<FIX::Group> entry_;
};

}  // namespace

FIX::Message raw_message(std::string const& type, std::string const& body) {
    FIX::Message message;
    message.getHeader().setField(FIX::MsgType(type));
    MiscFees fees(message);
    std::istringstream fields(body);
    std::string field;
    while (std::getline(fields, field, '|')) {
        auto const equals = field.find('=');
        auto const tag = std::stoi(field.substr(0, equals));
        auto const value = field.substr(equals + 1);
        if (is_of_misc_fees(tag)) {
            fees.add(tag, value);
        } else if (tag == 97) {
            message.getHeader().setField(tag, value);
        } else if (tag != 136) {  // It is counted.
            message.setField(tag, value);
        }
    }
    return message;
}

}  // namespace fix_acceptor
}  // namespace daybook
