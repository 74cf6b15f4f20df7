#include "system/system_clock.hpp"

#include <chrono>

namespace daybook::system {

model::Timestamp SystemClock::now() {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return model::Timestamp::from_micros(duration_cast<microseconds>(since_epoch).count());
}

}  // namespace daybook::system
