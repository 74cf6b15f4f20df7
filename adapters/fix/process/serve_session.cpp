#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include "fix/engine/secret_redaction.hpp"
#include "fix/fix_message.hpp"
#include "fix/process/session_host.hpp"
#include "fix/process/session_process.hpp"

namespace daybook::fix {
namespace {

/// More than a session needs, and less than select() can take.
constexpr rlim_t descriptors_max = 512;
constexpr std::size_t last_words_bytes_max = 300;

/// Whom the end of this process is told.
SessionHost* last_host = nullptr;

/// What nobody caught: on QuickFIX's threads nobody does.
[[noreturn]] void tell_and_end() {
    std::string reason = "ended without a reason";
    try {
        if (std::current_exception()) throw;
    } catch (std::exception const& error) {
        reason = printable_text(redact_secrets(error.what(), ""), last_words_bytes_max);
    } catch (...) {
        reason = "threw what is no exception";
    }
    if (last_host != nullptr) last_host->say_last_words(reason);
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
}

bool is_socket(int descriptor) {
    int type = 0;
    socklen_t size = sizeof type;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0;
}

/// The system may forbid the first; then connections are bounded all the same. Memory that runs out
/// is to be taken from here first, not from the worker.
void bound_this_process() {
    rlimit const descriptors{descriptors_max, descriptors_max};
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &descriptors));
    rlimit const no_core{0, 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &no_core));
    constexpr std::string_view first_to_go = "500";
    int const score = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score < 0) return;
    [[maybe_unused]] auto const size = ::write(score, first_to_go.data(), first_to_go.size());
    ::close(score);
}

}  // namespace

void serve_session() {
    if (!is_socket(session_descriptor)) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::fcntl(session_descriptor, F_SETFD, FD_CLOEXEC);
    bound_this_process();
    SessionHost host{session_descriptor};
    last_host = &host;
    std::set_terminate(tell_and_end);
    host.run();
    // What is kept is on the disk, and what was said is said; QuickFIX has nothing to tidy.
    ::_exit(0);
}

}  // namespace daybook::fix
