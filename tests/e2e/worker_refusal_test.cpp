#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "e2e/daybook_process.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"

namespace daybook::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// Somebody who listens on a port of the loopback.
class Listener {
  public:
    Listener() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const name = reinterpret_cast<sockaddr*>(&address);
        bool const listens = ::bind(socket_, name, size) == 0 && ::listen(socket_, 1) == 0 &&
                             ::getsockname(socket_, name, &size) == 0;
        EXPECT_TRUE(listens);
        port_ = ntohs(address.sin_port);
    }
    Listener(Listener const&) = delete;
    Listener& operator=(Listener const&) = delete;
    ~Listener() { ::close(socket_); }

    [[nodiscard]] int port() const { return port_; }

  private:
    int socket_;
    int port_ = 0;
};

int system_setting(std::string const& name) {
    int value = 0;
    std::ifstream{"/proc/sys/net/ipv4/" + name} >> value;
    return value;
}

/// Workers that do not start, and why.
class WorkerRefusal : public testing::Test {
  protected:
    Finished start(std::vector<std::string> flags, std::string const& listen = "127.0.0.1:0") {
        std::vector<std::string> arguments{"worker", "--listen", listen};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        return run_daybook(folder_, arguments);
    }
    void expect_refusal(Finished const& finished, int code, std::string const& sentence) {
        EXPECT_EQ(finished.exit_code, code) << finished.err;
        EXPECT_THAT(finished.err, HasSubstr("daybook: " + sentence));
        EXPECT_THAT(finished.err, Not(HasSubstr("worker ready")));
    }
    Finished play(std::string const& tape, std::vector<std::string> more = {}) {
        more.insert(more.end(),
                    {"--exchange", "paper", "--paper-tape", tape, "--paper-symbol", "BTC-USD"});
        return start(more);
    }
    void write(std::string const& name, std::string const& text) {
        std::ofstream{folder_.file(name)} << text;
    }

    TemporaryFolder folder_;
};

TEST_F(WorkerRefusal, ATapeThatCannotBePlayedIsCode10AndNamed) {
    write("empty.csv", "");
    write("other.csv", "when,px\n");
    write("broken.csv", "time,price,quantity\n2026-11-21T09:30:00Z,ten,1\n");
    fs::create_directory(folder_.file("folder.csv"));
    expect_refusal(play("missing.csv"), 10, "tape missing.csv: No such file or directory\n");
    expect_refusal(play("folder.csv"), 10,
                   "tape folder.csv cannot be read after line 0: Is a directory\n");
    expect_refusal(play("empty.csv"), 10, "tape empty.csv is empty, a header is needed\n");
    expect_refusal(play("other.csv"), 10,
                   "tape other.csv line 1: the header has no column \"time\"\n");
    expect_refusal(play("broken.csv"), 10,
                   "tape broken.csv line 2: column price: \"ten\" must be a positive decimal");
}

TEST_F(WorkerRefusal, ATapeThatIsAPipeIsOpenedOnce) {
    auto const pipe = folder_.file("tape");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    DaybookProcess worker{{.arguments = {"worker", "--listen", "127.0.0.1:0", "--exchange", "paper",
                                         "--paper-tape", pipe, "--paper-symbol", "BTC-USD"},
                           .variables = {},
                           .input = {},
                           .folder = folder_.path()}};
    // Ends with the pipe: a second opening would wait for another writer for ever.
    std::ofstream{pipe} << "time,price,quantity\n2026-11-21T09:30:00Z,10,1\n";
    worker.wait_for_line("paper exchange started");
    worker.send(SIGTERM);
    EXPECT_EQ(worker.wait().exit_code, 0);
}

TEST_F(WorkerRefusal, FixSettingsThatCannotBeReadAreCode10AndNamed) {
    fs::create_directory(folder_.file("folder.cfg"));
    for (std::string const flag : {"--fix-config", "--drop-copy"}) {
        auto const with = [&](std::string const& file) {
            std::vector<std::string> flags{flag, file};
            if (flag == "--fix-config") flags.insert(flags.end(), {"--exchange", "fix"});
            return start(flags);
        };
        expect_refusal(with("missing.cfg"), 10,
                       "the FIX settings missing.cfg cannot be read: No such file or directory\n");
        expect_refusal(with("folder.cfg"), 10,
                       "the FIX settings folder.cfg cannot be read: Is a directory\n");
    }
}

TEST_F(WorkerRefusal, AFolderForFixThatCannotBeHadIsCode10AndNamed) {
    write("copy.cfg",
          support::fix_settings_text(fix::FixRole::drop_copy, support::free_port(), ""));
    write("file", "");
    expect_refusal(start({"--drop-copy", "copy.cfg", "--data-folder", "file"}), 10,
                   "the FIX folder file/fix cannot be made: Not a directory\n");
}

TEST_F(WorkerRefusal, AnAddressThatIsInUseIsCode15AndNothingIsDoneBefore) {
    Listener const other;
    auto const address = "127.0.0.1:" + std::to_string(other.port());
    auto const refused = start({}, address);
    expect_refusal(refused, 15, "cannot listen on " + address + ": Address already in use\n");
    EXPECT_FALSE(fs::exists(folder_.file(".local"))) << "a database was made";
    EXPECT_EQ(lines_of(refused.err).size(), 1u);
}

TEST_F(WorkerRefusal, AnAddressThatIsNotThereYetIsCode15) {
    if (system_setting("ip_nonlocal_bind") != 0) GTEST_SKIP() << "every address is there";
    // A documentation address, which no machine has. Source: RFC 5737.
    expect_refusal(start({"--insecure-listen"}, "192.0.2.1:7300"), 15,
                   "cannot listen on 192.0.2.1:7300: Cannot assign requested address\n");
}

TEST_F(WorkerRefusal, AnAddressThatIsNoneIsCode10) {
    expect_refusal(start({}, "127.0.0.1:port"), 10, "--listen");
    expect_refusal(start({}, "localhorst:7300"), 10, "--listen");
}

TEST_F(WorkerRefusal, APortThatMayNotBeHadIsCode10) {
    if (system_setting("ip_unprivileged_port_start") <= 1) {
        GTEST_SKIP() << "everybody may have every port";
    }
    fs::permissions(folder_.path(), fs::perms{0755});
    DaybookProcess worker{{.arguments = {"worker", "--listen", "127.0.0.1:1"},
                           .variables = {},
                           .input = {},
                           .folder = folder_.path(),
                           .is_bound_by_rights = true}};
    auto const refused = worker.wait();
    expect_refusal(refused, 10, "cannot listen on 127.0.0.1:1: Permission denied\n");
}

TEST_F(WorkerRefusal, APortForTheDropCopyThatIsInUseIsCode15) {
    Listener const other;
    write("copy.cfg", support::fix_settings_text(fix::FixRole::drop_copy, other.port(), ""));
    auto const refused = start({"--drop-copy", "copy.cfg"});
    expect_refusal(refused, 15, "FIX session ");
    EXPECT_THAT(refused.err, HasSubstr("Address already in use"));
}

}  // namespace
}  // namespace daybook::e2e
