#include "log/log_output.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

namespace daybook::log {
namespace {

using namespace std::chrono_literals;

/// Two ends of what lines go through.
struct Ends {
    int out = -1;
    int in = -1;

    Ends() = default;
    Ends(Ends const&) = delete;
    Ends& operator=(Ends const&) = delete;
    ~Ends() {
        ::close(in);
        ::close(out);
    }
};

void open_pipe(Ends& ends) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    ends.out = pipe[0];
    ends.in = pipe[1];
    ::fcntl(ends.in, F_SETPIPE_SZ, 4096);
}

void open_socket(Ends& ends) {
    std::array<int, 2> pair{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()), 0);
    ends.out = pair[0];
    ends.in = pair[1];
}

std::string read_once(int descriptor) {
    std::array<char, 65'536> buffer{};
    auto const size = ::read(descriptor, buffer.data(), buffer.size());
    return {buffer.data(), static_cast<std::size_t>(size)};
}

TEST(LogOutput, WritesLines) {
    Ends ends;
    open_pipe(ends);
    LogOutput output{ends.in};
    EXPECT_TRUE(output.write("one\n"));
    EXPECT_EQ(read_once(ends.out), "one\n");
}

TEST(LogOutput, GivesUpAPipeThatNobodyReads) {
    Ends ends;
    open_pipe(ends);
    LogOutput output{ends.in};
    output.stop_waiting(0ms);
    std::string const line(1'000, 'x');
    int written = 0;
    while (output.write(line)) ++written;
    EXPECT_GT(written, 0);
    EXPECT_FALSE(output.write(line));
}

/// As in a container, whose pipes belong to somebody else: they cannot be opened anew.
[[noreturn]] void fill_a_pipe_of_somebody_else() {
    constexpr uid_t nobody = 65'534;
    Ends ends;
    open_pipe(ends);
    bool const is_bound = ::geteuid() != 0 || (::setgid(nobody) == 0 && ::setuid(nobody) == 0);
    LogOutput output{ends.in};
    output.stop_waiting(0ms);
    while (output.write("a line\n")) {
    }
    ::_exit(is_bound && read_once(ends.out).starts_with("a line\n") ? 0 : 1);
}

TEST(LogOutput, GivesUpAPipeThatItCannotOpenAnew) {
    EXPECT_EXIT(fill_a_pipe_of_somebody_else(), testing::ExitedWithCode(0), "");
}

TEST(LogOutput, GivesUpASocketThatNobodyReads) {
    Ends ends;
    open_socket(ends);
    LogOutput output{ends.in};
    output.stop_waiting(0ms);
    while (output.write(std::string(1'000, 'x'))) {
    }
    EXPECT_FALSE(output.write("more\n"));
}

TEST(LogOutput, WritesAgainWhenSomebodyReads) {
    Ends ends;
    open_pipe(ends);
    LogOutput output{ends.in};
    output.stop_waiting(0ms);
    while (output.write(std::string(1'000, 'x'))) {
    }
    (void)read_once(ends.out);
    EXPECT_TRUE(output.write("again\n"));
}

TEST(LogOutput, LeavesTheFlagsOfTheDescriptorAsTheyAre) {
    Ends ends;
    open_pipe(ends);
    LogOutput output{ends.in};
    EXPECT_TRUE(output.write("one\n"));
    EXPECT_EQ(::fcntl(ends.in, F_GETFL) & O_NONBLOCK, 0);
}

TEST(LogOutput, IsToldWhenTheReaderHasGone) {
    Ends ends;
    open_socket(ends);
    LogOutput output{ends.in};
    ::close(std::exchange(ends.out, -1));
    EXPECT_FALSE(output.write("one\n"));
}

TEST(IsJournal, ComparesTheStreamWithJournalStream) {
    Ends ends;
    open_socket(ends);
    struct stat status{};
    ASSERT_EQ(::fstat(ends.in, &status), 0);
    auto const stream = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
    ::setenv("JOURNAL_STREAM", stream.c_str(), 1);
    EXPECT_TRUE(is_journal(ends.in));
    EXPECT_FALSE(is_journal(ends.out));
    ::unsetenv("JOURNAL_STREAM");
    EXPECT_FALSE(is_journal(ends.in));
}

}  // namespace
}  // namespace daybook::log
