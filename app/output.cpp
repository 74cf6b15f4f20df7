#include "app/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace daybook::app {

void Output::write(std::string_view text) {
    buffer_ += text;
    written();
}

void Output::written() {
    if (buffer_.size() >= buffer_bytes) flush();
}

void Output::flush() {
    std::string_view rest{buffer_};
    while (!rest.empty()) {
        auto const count = ::write(descriptor_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            auto const error = errno;
            buffer_.clear();
            if (error == EPIPE) throw OutputClosed{};
            throw std::system_error{error, std::system_category(), "cannot write the output"};
        }
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    buffer_.clear();
}

bool Output::is_terminal() const { return ::isatty(descriptor_) == 1; }

}  // namespace daybook::app
