#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "fix/fix_gateway.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(fs::path const& path) {
    return static_cast<unsigned>(fs::status(path).permissions()) & 0777U;
}

TEST(FixFileModes, FoldersJournalsAndLogsAreTheirOwnersAloneWhateverTheUmask) {
    auto const mask = ::umask(0);
    support::TemporaryFolder const folder;
    auto const desk = folder.file("above/desk");
    support::FixRecordingListener listener;
    auto const text = support::fix_settings_text(FixRole::order_routing, support::free_port(), "");
    FixGateway gateway{read_fix_settings(text, "fix.cfg", FixRole::order_routing), desk};
    gateway.start(listener, 1);
    EXPECT_EQ(mode_of(folder.file("above")), 0700U);
    EXPECT_EQ(mode_of(desk), 0700U);
    std::size_t files = 0;
    for (auto const& entry : fs::recursive_directory_iterator{desk}) {
        EXPECT_EQ(mode_of(entry.path()), entry.is_directory() ? 0700U : 0600U) << entry.path();
        ++files;
    }
    EXPECT_GE(files, 2U) << "a journal and a log";
    gateway.stop();
    ::umask(mask);
}

}  // namespace
}  // namespace daybook::fix
