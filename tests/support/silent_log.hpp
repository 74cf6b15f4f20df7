#pragma once

#include <spdlog/spdlog.h>

namespace daybook::support {

/// Nothing is logged while it lives.
class SilentLog {
  public:
    SilentLog() { spdlog::set_level(spdlog::level::off); }
    ~SilentLog() { spdlog::set_level(before_); }
    SilentLog(SilentLog const&) = delete;
    SilentLog& operator=(SilentLog const&) = delete;

  private:
    spdlog::level::level_enum before_ = spdlog::get_level();
};

}  // namespace daybook::support
