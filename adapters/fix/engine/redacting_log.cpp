#include "fix/engine/redacting_log.hpp"

#include <utility>

#include "fix/engine/secret_redaction.hpp"

namespace daybook {
namespace fix {

RedactingLog::RedactingLog(EngineEvents& events, std::string password, Preview preview)
    : events_(events), password_(std::move(password)), preview_(std::move(preview)) {}

void RedactingLog::onIncoming(std::string const& message) {
    events_.on_wire(true, redact_secrets(message, password_));
    if (preview_) preview_(message);
}

void RedactingLog::onOutgoing(std::string const& message) {
    events_.on_wire(false, redact_secrets(message, password_));
}

void RedactingLog::onEvent(std::string const& text) {
    events_.on_event(redact_secrets(text, password_));
}

RedactingLogFactory::RedactingLogFactory(EngineEvents& events, std::string password,
                                         RedactingLog::Preview preview)
    : events_(events), password_(std::move(password)), preview_(std::move(preview)) {}

FIX::Log* RedactingLogFactory::create() { return new RedactingLog(events_, password_, nullptr); }

FIX::Log* RedactingLogFactory::create(FIX::SessionID const&) {
    return new RedactingLog(events_, password_, preview_);
}

void RedactingLogFactory::destroy(FIX::Log* log) { delete log; }

}  // namespace fix
}  // namespace daybook
