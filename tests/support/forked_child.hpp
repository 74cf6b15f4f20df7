#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace daybook::support {

/// Runs an action in a child process of its own, which can be killed. The child ends with the
/// action; what it throws is its own affair.
class ForkedChild {
  public:
    explicit ForkedChild(std::function<void()> const& action) : pid_{::fork()} {
        if (pid_ != 0) return;
        try {
            action();
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    ForkedChild(ForkedChild const&) = delete;
    ForkedChild& operator=(ForkedChild const&) = delete;
    ~ForkedChild() { kill(); }

    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }

  private:
    pid_t pid_;
};

}  // namespace daybook::support
