#include "fix/process/session_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <vector>

#include "fix/engine/session_engine.hpp"

namespace daybook::fix {
namespace {

/// What the child may know of our environment: the time's zone, and how a sanitizer or a
/// measurement was set up.
constexpr std::array<std::string_view, 8> passed_variables{
    "TZ",           "TZDIR",         "ASAN_OPTIONS",      "LSAN_OPTIONS",
    "TSAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE", "LD_LIBRARY_PATH"};

std::vector<std::string> environment() {
    std::vector<std::string> all;
    for (auto const name : passed_variables) {
        auto const* const value = std::getenv(std::string{name}.c_str());
        if (value != nullptr) all.push_back(std::string{name} + "=" + value);
    }
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

EngineError failure(int error) {
    return EngineError{"the process of the session cannot be begun: " +
                       std::generic_category().message(error)};
}

/// How the child begins: its descriptors, its signals, its process group.
class SpawnPlan {
  public:
    explicit SpawnPlan(int socket) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, socket, session_descriptor);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, session_descriptor + 1);
        ::posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(SpawnPlan const&) = delete;
    SpawnPlan& operator=(SpawnPlan const&) = delete;

    [[nodiscard]] int spawn(pid_t& pid, std::string const& program) const {
        std::vector<std::string> words{"daybook", "fix-session"};
        auto variables = environment();
        return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, pointers(words).data(),
                             pointers(variables).data());
    }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

std::string how_it_ended(int status) {
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return "exit status " + std::to_string(WEXITSTATUS(status));
}

/// Whether the process ends in this time.
bool ends_within(pid_t pid, std::chrono::milliseconds patience) {
    auto const descriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (descriptor < 0) return false;
    pollfd ended{descriptor, POLLIN, 0};
    int count = 0;
    do {
        count = ::poll(&ended, 1, static_cast<int>(patience.count()));
    } while (count < 0 && errno == EINTR);
    ::close(descriptor);
    return count > 0;
}

}  // namespace

SessionProcess::SessionProcess(std::string const& program) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        throw failure(errno);
    }
    // A copy above every descriptor that the child has by number.
    int const child_end = ::fcntl(ends[1], F_DUPFD_CLOEXEC, session_descriptor + 1);
    int error = child_end < 0 ? errno : 0;
    if (error == 0) error = SpawnPlan{child_end}.spawn(pid_, program);
    ::close(ends[1]);
    if (child_end >= 0) ::close(child_end);
    if (error != 0) {
        ::close(ends[0]);
        throw failure(error);
    }
    socket_ = ends[0];
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
}

SessionProcess::~SessionProcess() {
    if (pid_ > 0) static_cast<void>(wait(std::chrono::milliseconds{0}));
    ::close(socket_);
}

void SessionProcess::end_speaking() const { ::shutdown(socket_, SHUT_WR); }

std::string SessionProcess::wait(std::chrono::milliseconds patience) {
    if (!ends_within(pid_, patience)) ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return how_it_ended(status);
}

}  // namespace daybook::fix
