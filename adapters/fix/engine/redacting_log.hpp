#pragma once

#include <quickfix/Log.h>

#include <functional>
#include <string>

#include "fix/engine/session_engine.hpp"

namespace daybook {
namespace fix {

/// Hands what QuickFIX logs to EngineEvents, without secrets.
class RedactingLog : public FIX::Log {
  public:
    /// Shown every incoming message as it came, before QuickFIX parses it.
    using Preview = std::function<void(std::string const&)>;

    RedactingLog(EngineEvents& events, std::string password, Preview preview);

    void clear() override {}
    void backup() override {}
    void onIncoming(std::string const& message) override;
    void onOutgoing(std::string const& message) override;
    void onEvent(std::string const& text) override;

  private:
    EngineEvents& events_;
    std::string password_;
    Preview preview_;
};

class RedactingLogFactory : public FIX::LogFactory {
  public:
    RedactingLogFactory(EngineEvents& events, std::string password, RedactingLog::Preview preview);
    /// The log of what happens outside the session.
    FIX::Log* create() override;
    FIX::Log* create(FIX::SessionID const& session) override;
    void destroy(FIX::Log* log) override;

  private:
    EngineEvents& events_;
    std::string password_;
    RedactingLog::Preview preview_;
};

}  // namespace fix
}  // namespace daybook
