#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace daybook::http {

/// How many bytes of one kind are held, and how many may be. Threads: not safe.
class ByteBudget {
  public:
    explicit ByteBudget(std::size_t most) : most_{most} {}
    ByteBudget(ByteBudget const&) = delete;
    ByteBudget& operator=(ByteBudget const&) = delete;

    /// Whether so many more may be held. What is large leaves an eighth of all to what is small.
    [[nodiscard]] bool has_room(std::size_t bytes, bool is_large) const {
        return held_ + bytes <= (is_large ? most_ - most_ / 8 : most_);
    }
    [[nodiscard]] std::size_t held() const { return held_; }
    /// Called whenever there is more room than before.
    void on_release(std::function<void()> callback) { on_release_ = std::move(callback); }

  private:
    friend class HeldBytes;

    void change(std::size_t from, std::size_t to) {
        held_ = held_ - from + to;
        if (to < from && on_release_) on_release_();
    }

    std::size_t most_;
    std::size_t held_ = 0;
    std::function<void()> on_release_;
};

/// A part of what a budget holds. Gives it back when it goes; the budget outlives it.
class HeldBytes {
  public:
    explicit HeldBytes(ByteBudget& budget) : budget_{&budget} {}
    HeldBytes(HeldBytes&& other) noexcept
        : budget_{other.budget_}, bytes_{std::exchange(other.bytes_, 0)} {}
    HeldBytes& operator=(HeldBytes&& other) noexcept {
        if (this != &other) {
            set(0);
            budget_ = other.budget_;
            bytes_ = std::exchange(other.bytes_, 0);
        }
        return *this;
    }
    ~HeldBytes() { set(0); }

    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// Whether it may be so many.
    [[nodiscard]] bool may_be(std::size_t bytes, bool is_large) const {
        return bytes <= bytes_ || budget_->has_room(bytes - bytes_, is_large);
    }
    /// Takes what is needed, whether there is room or not.
    void set(std::size_t bytes) {
        auto const before = std::exchange(bytes_, bytes);
        if (before != bytes) budget_->change(before, bytes);
    }

  private:
    ByteBudget* budget_;
    std::size_t bytes_ = 0;
};

}  // namespace daybook::http
