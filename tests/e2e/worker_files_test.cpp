#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;
using testing::Not;

/// A worker on a file, with a umask that takes nothing away.
class WorkerFiles : public testing::Test {
  protected:
    WorkerFiles() : mask_{::umask(0)} {}
    ~WorkerFiles() override { ::umask(mask_); }

    void start(std::string const& file) {
        file_ = file;
        worker_ = std::make_unique<DaybookProcess>(DaybookProcess::Options{
            .arguments = {"worker", "--listen", "127.0.0.1:0", "--database", "sqlite:" + file_},
            .variables = {},
            .input = {},
            .folder = folder_.path()});
        client_ = std::make_unique<HttpClient>(port_of(worker_->wait_for_line("port=")));
        (void)worker_->wait_for_line("worker ready");
    }
    HttpAnswer book(std::string const& asset) {
        return client_->post("/v1/commands", R"({"commands":[{"command":"define_asset","asset":")" +
                                                 asset + R"(","display_decimals":2}]})");
    }
    /// Waits until /readyz says what contains `words`.
    HttpAnswer wait_until_ready_says(std::string const& words) {
        while (true) {
            auto answer = client_->get("/readyz");
            if (answer.body.find(words) != std::string::npos) return answer;
        }
    }
    void expect_stopped(std::string const& why) {
        auto const answer = book("EUR");
        EXPECT_EQ(answer.status, 503) << answer.body;
        EXPECT_THAT(answer.body, HasSubstr("removed or replaced"));
        EXPECT_EQ(wait_until_ready_says(why).status, 503);
        EXPECT_THAT(worker_->wait_for_line("run failed"), HasSubstr("kind=replaced"));
    }
    static unsigned mode_of(std::string const& path) {
        return static_cast<unsigned>(fs::status(path).permissions()) & 0777U;
    }

    TemporaryFolder folder_;
    ::mode_t mask_;
    std::string file_;
    std::unique_ptr<DaybookProcess> worker_;
    std::unique_ptr<HttpClient> client_;
};

TEST_F(WorkerFiles, WhereTheBookIsRemovedNothingIsAnsweredAsBooked) {
    start(folder_.file("book.db"));
    ASSERT_EQ(book("USD").status, 200);
    fs::remove(file_);
    expect_stopped("book.db was removed");
}

TEST_F(WorkerFiles, WhereAnotherFileIsMovedOverTheBookNothingIsAnsweredAsBooked) {
    start(folder_.file("book.db"));
    ASSERT_EQ(book("USD").status, 200);
    std::ofstream{folder_.file("other")} << "another";
    fs::rename(folder_.file("other"), file_);
    expect_stopped("book.db is another file");
}

TEST_F(WorkerFiles, WhereTheLogIsRemovedNothingIsAnsweredAsBookedUntilItIsBack) {
    start(folder_.file("book.db"));
    ASSERT_EQ(book("USD").status, 200);
    // What looks at the file at the start has done so: another log would be made for it.
    (void)wait_until_ready_says(R"("drift":[])");
    fs::rename(file_ + "-wal", folder_.file("aside"));
    expect_stopped("book.db-wal was removed");
    fs::rename(folder_.file("aside"), file_ + "-wal");
    (void)wait_until_ready_says(R"("ready":true)");
    EXPECT_EQ(book("GBP").status, 200);
}

TEST_F(WorkerFiles, AreTheirOwnersAloneWithTheFoldersAboveThem) {
    start(folder_.file("a/b/book.db"));
    ASSERT_EQ(book("USD").status, 200);
    EXPECT_EQ(mode_of(folder_.file("a")), 0700U);
    EXPECT_EQ(mode_of(folder_.file("a/b")), 0700U);
    for (auto const* ending : {"", "-wal", "-shm"}) {
        EXPECT_EQ(mode_of(file_ + ending), 0600U) << ending;
    }
    auto const copied =
        run_daybook(folder_, {"db", "backup", "copy.db", "--database", "sqlite:" + file_});
    ASSERT_EQ(copied.exit_code, 0) << copied.err;
    EXPECT_EQ(mode_of(folder_.file("copy.db")), 0600U);
    worker_->send(SIGTERM);
    EXPECT_THAT(worker_->wait().err, Not(HasSubstr("open to others")));
}

TEST_F(WorkerFiles, ThatOthersMayReadAreWarnedOfAtTheStart) {
    fs::create_directory(folder_.file("a"));
    start(folder_.file("a/book.db"));
    worker_->send(SIGTERM);
    EXPECT_THAT(worker_->wait().err, HasSubstr("file open to others path=" + folder_.file("a") +
                                               " mode=0777 mode_max=0700"));
    fs::permissions(folder_.file("a"), fs::perms{0700});
    fs::permissions(file_, fs::perms{0640});
    start(file_);
    worker_->send(SIGTERM);
    auto const said = worker_->wait().err;
    EXPECT_THAT(said, HasSubstr("file open to others path=" + file_ + " mode=0640 mode_max=0600"));
    EXPECT_THAT(said, Not(HasSubstr("path=" + folder_.file("a") + " ")));
}

/// A file system of its own, of two megabytes.
class SmallDisk {
  public:
    explicit SmallDisk(std::string folder) : folder_{std::move(folder)} {
        fs::create_directory(folder_);
        is_mounted_ = ::mount("daybook", folder_.c_str(), "tmpfs", 0, "size=2m,mode=0700") == 0;
    }
    SmallDisk(SmallDisk const&) = delete;
    SmallDisk& operator=(SmallDisk const&) = delete;
    ~SmallDisk() {
        if (is_mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
    }
    [[nodiscard]] bool is_mounted() const { return is_mounted_; }
    void fill() const {
        std::ofstream file{folder_ + "/ballast", std::ios::binary};
        std::string const piece(4096, 'x');
        while (file.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {
        }
    }
    void make_room() const { fs::remove(folder_ + "/ballast"); }

  private:
    std::string folder_;
    bool is_mounted_ = false;
};

TEST_F(WorkerFiles, OnAFullDiskAreToldOfForAsLongAsItIsFull) {
    SmallDisk const disk{folder_.file("disk")};
    if (!disk.is_mounted()) GTEST_SKIP() << "no file system may be mounted here";
    start(folder_.file("disk/book.db"));
    ASSERT_EQ(book("USD").status, 200);
    disk.fill();
    // Without a command that fails.
    EXPECT_EQ(wait_until_ready_says("the disk is full").status, 503);
    disk.make_room();
    EXPECT_EQ(wait_until_ready_says(R"("ready":true)").status, 200);
    EXPECT_EQ(book("EUR").status, 200);
    worker_.reset();
}

}  // namespace
}  // namespace daybook::e2e
