#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "e2e/postgres_book.hpp"
#include "e2e/tape.hpp"

namespace daybook::e2e {
namespace {

class PostgresTape : public PostgresBookTest {};

TEST_F(PostgresTape, MakesTheSameBookAsInAFile) {
    auto text = tape("");
    if (text.empty()) GTEST_SKIP() << "the tape is not there";
    // A part of it is enough in CI.
    if (scale() == 1) text.resize(text.find('\n', text.size() / 4) + 1);
    auto const commands = lines_of(text).size();
    auto const started = std::chrono::steady_clock::now();
    auto const applied = daybook({"apply", "-"}, text);
    std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - started;
    EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
    std::printf("commands=%zu seconds=%.1f\n", commands, seconds.count());
    auto const calm = "sqlite:" + folder().file("calm.db");
    EXPECT_EQ(run_daybook(folder(), {"apply", "-", "--database", calm}, text).exit_code, 0);
    auto const exported = verified_export(folder(), url());
    auto const lines = lines_of(exported);
    // The first line names the book.
    auto const checkpoints = std::ranges::count_if(lines, [](std::string const& line) {
        return line.find(R"("kind":"checkpoint")") != std::string::npos;
    });
    EXPECT_EQ(lines.size(), 1 + commands + static_cast<std::size_t>(checkpoints));
    EXPECT_TRUE(comparable(exported) == comparable(verified_export(folder(), calm)));
}

}  // namespace
}  // namespace daybook::e2e
