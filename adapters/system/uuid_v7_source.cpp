#include "system/uuid_v7_source.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace daybook::system {

namespace {

constexpr std::uint64_t upper_max = (1u << 12) - 1;
constexpr std::uint64_t lower_max = (std::uint64_t{1} << 62) - 1;
constexpr std::uint64_t step_max = std::uint64_t{1} << 32;

void write_big_endian(std::uint64_t value, std::uint8_t* out, int bytes) {
    for (int i = bytes - 1; i >= 0; --i, value >>= 8) out[i] = static_cast<std::uint8_t>(value);
}

}  // namespace

void fill_random(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        auto const filled = ::getrandom(bytes.data(), bytes.size(), 0);
        if (filled < 0) {
            if (errno == EINTR) continue;
            throw std::system_error{errno, std::system_category(), "getrandom"};
        }
        bytes = bytes.subspan(static_cast<std::size_t>(filled));
    }
}

UuidV7Source::UuidV7Source(ports::Clock& clock, Random random)
    : clock_{clock}, random_{std::move(random)} {}

std::vector<model::OrderId> UuidV7Source::next(std::size_t count) {
    std::vector<model::OrderId> ids;
    ids.reserve(count);
    auto const now = static_cast<std::uint64_t>(clock_.now().micros() / 1000);
    std::scoped_lock const lock{mutex_};
    for (std::size_t i = 0; i < count; ++i) {
        advance(now);
        ids.push_back(current());
    }
    return ids;
}

std::uint64_t UuidV7Source::draw_random() {
    std::uint64_t value;
    if (store_.size() - store_used_ < sizeof value) {
        random_(store_);
        store_used_ = 0;
    }
    std::memcpy(&value, store_.data() + store_used_, sizeof value);
    store_used_ += sizeof value;
    return value;
}

void UuidV7Source::start_millisecond(std::uint64_t millisecond) {
    millisecond_ = millisecond;
    // The highest bit starts as zero, which leaves room to grow within the millisecond.
    upper_ = draw_random() & (upper_max >> 1);
    lower_ = draw_random() & lower_max;
}

void UuidV7Source::advance(std::uint64_t now) {
    if (now > millisecond_) return start_millisecond(now);
    lower_ += 1 + draw_random() % step_max;
    if (lower_ <= lower_max) return;
    lower_ &= lower_max;
    if (++upper_ > upper_max) start_millisecond(millisecond_ + 1);
}

model::OrderId UuidV7Source::current() const {
    constexpr std::uint64_t version = 0x7;
    constexpr std::uint64_t variant = 0b10;
    model::OrderId::Bytes bytes;
    write_big_endian(millisecond_, bytes.data(), 6);
    write_big_endian((version << 12) | upper_, bytes.data() + 6, 2);
    write_big_endian((variant << 62) | lower_, bytes.data() + 8, 8);
    return model::OrderId{bytes};
}

}  // namespace daybook::system
