#include "http/request_intake.hpp"

#include <utility>

#include "http/http_errors.hpp"

namespace daybook::http {

namespace {

/// Buffers larger than this go when the connection is idle.
constexpr std::size_t idle_buffer_bytes_max = 1024;
/// Larger bodies leave room for others.
constexpr std::size_t small_body_bytes_max = 64 * 1024;

}  // namespace

RequestIntake::RequestIntake(HttpLimits const& limits, ByteBudget& budget)
    : limits_{limits}, held_{budget} {}

void RequestIntake::append(std::string_view bytes) {
    input_.erase(0, std::exchange(used_, 0));
    input_.append(bytes);
}

RequestIntake::Next RequestIntake::next() {
    if (refusal_) return Next::refusal;
    if (used_ == input_.size()) return Next::incomplete;
    if (!reader_) {
        reader_ = std::make_unique<RequestReader>(limits_);
        continue_offered_ = false;
    }
    used_ += reader_->feed(std::string_view{input_}.substr(used_));
    if (reader_->failure()) return refuse(*reader_->failure());
    if (!held_.may_be(bytes(), reader_->body_bytes() > small_body_bytes_max)) {
        return refuse(
            problem(503, "busy", "there are too many large requests; send it again later"));
    }
    held_.set(bytes());
    if (reader_->is_complete()) return Next::request;
    // What is not used is one line, or the trailers: the parser takes them as a whole.
    if (input_.size() - used_ > limits_.header_bytes_max) {
        return refuse(problem(431, "header_too_large",
                              "the header of a chunk, or what follows the last, is larger than "
                              "this server takes"));
    }
    return Next::incomplete;
}

Request RequestIntake::take() {
    auto request = reader_->take();
    reader_.reset();
    held_.set(bytes());
    return request;
}

bool RequestIntake::offers_continue() {
    return reader_ && reader_->awaits_continue() && !std::exchange(continue_offered_, true);
}

void RequestIntake::rest() {
    if (used_ == input_.size()) {
        used_ = 0;
        input_.clear();
        if (input_.capacity() > idle_buffer_bytes_max) std::string{}.swap(input_);
    }
    held_.set(bytes());
}

RequestIntake::Next RequestIntake::refuse(Response response) {
    clear();
    refusal_ = std::move(response);
    return Next::refusal;
}

void RequestIntake::clear() {
    std::string{}.swap(input_);
    used_ = 0;
    reader_.reset();
    held_.set(0);
}

std::size_t RequestIntake::bytes() const {
    auto const input = input_.capacity() > idle_buffer_bytes_max ? input_.capacity() : 0;
    return input + (reader_ ? reader_->body_bytes() : 0);
}

}  // namespace daybook::http
