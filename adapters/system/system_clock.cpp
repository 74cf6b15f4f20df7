#include "system/system_clock.hpp"

#include <ctime>

#include "model/assert.hpp"

namespace daybook::system {
namespace {

model::Timestamp read(clockid_t clock) {
    timespec time{};
    bool const is_read = ::clock_gettime(clock, &time) == 0;
    DAYBOOK_ASSERT(is_read);
    return model::Timestamp::from_micros(std::int64_t{time.tv_sec} * 1'000'000 +
                                         time.tv_nsec / 1'000);
}

}  // namespace

model::Timestamp SystemClock::now() { return read(CLOCK_REALTIME); }

model::Timestamp SystemClock::steady_now() { return read(CLOCK_BOOTTIME); }

}  // namespace daybook::system
