#include "app/line_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "app/exit_code.hpp"

namespace daybook::app {
namespace {

using testing::ElementsAre;

class LineReaderNext : public testing::Test {
  protected:
    ~LineReaderNext() override { std::filesystem::remove(path_); }

    std::vector<std::string> lines_of(std::string const& content, std::size_t line_bytes_max) {
        std::ofstream{path_, std::ios::binary} << content;
        LineReader reader{path_, line_bytes_max};
        std::vector<std::string> lines;
        while (auto const line = reader.next()) {
            lines.emplace_back(line->too_long ? "(too long)" : line->text);
        }
        EXPECT_FALSE(reader.next());
        return lines;
    }

    std::string path_ = testing::TempDir() + "line_reader_test_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(LineReaderNext, GivesLinesWithoutTheirEnds) {
    EXPECT_THAT(lines_of("a\nb\r\n\nlast", 100), ElementsAre("a", "b", "", "last"));
    EXPECT_THAT(lines_of("a\n", 100), ElementsAre("a"));
    EXPECT_THAT(lines_of("", 100), ElementsAre());
}

TEST_F(LineReaderNext, SkipsALineThatIsTooLongAndGoesOn) {
    EXPECT_THAT(lines_of("12345\n123456\n1\n", 5), ElementsAre("12345", "(too long)", "1"));
    // Longer than what is read at once, in the middle and at the end.
    std::string const huge(300'000, 'x');
    EXPECT_THAT(lines_of("a\n" + huge + "\nb\n" + huge, 1'000),
                ElementsAre("a", "(too long)", "b", "(too long)"));
}

TEST_F(LineReaderNext, GivesLinesThatSpanWhatIsReadAtOnce) {
    std::string const large(150'000, 'x');
    EXPECT_THAT(lines_of(large + "\n" + large + "\n", 200'000), ElementsAre(large, large));
}

TEST_F(LineReaderNext, KnowsWhatShareOfTheFileItHasRead) {
    std::ofstream{path_} << "1234\n1234\n";
    LineReader reader{path_, 100};
    EXPECT_EQ(reader.share_read(), 0.0);
    static_cast<void>(reader.next());
    EXPECT_EQ(reader.share_read(), 0.5);
    static_cast<void>(reader.next());
    EXPECT_EQ(reader.share_read(), 1.0);
}

TEST(LineReaderOpen, AFileThatIsNotThereIsAUsageError) {
    try {
        LineReader const reader{"/nowhere/at/all", 100};
        FAIL();
    } catch (Failure const& failure) {
        EXPECT_EQ(failure.code(), ExitCode::usage);
        EXPECT_THAT(failure.what(), testing::HasSubstr("/nowhere/at/all"));
    }
}

}  // namespace
}  // namespace daybook::app
