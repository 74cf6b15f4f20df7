#include <elf.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::e2e {
namespace {

/// What the headers of a 64-bit ELF file say.
/// Source: System V ABI, "Object Files"; linux-x86-64 psABI for the markers of CET.
class ElfFile {
  public:
    explicit ElfFile(char const* path) {
        std::ifstream in{path, std::ios::binary};
        bytes_.assign(std::istreambuf_iterator<char>(in), {});
    }

    [[nodiscard]] Elf64_Ehdr header() const { return read<Elf64_Ehdr>(0); }

    [[nodiscard]] std::vector<Elf64_Phdr> segments(std::uint32_t type) const {
        std::vector<Elf64_Phdr> found;
        auto const head = header();
        for (std::size_t i = 0; i < head.e_phnum; ++i) {
            auto const segment = read<Elf64_Phdr>(head.e_phoff + i * sizeof(Elf64_Phdr));
            if (segment.p_type == type) found.push_back(segment);
        }
        return found;
    }

    /// The value of an entry of the dynamic section; 0 where there is none.
    [[nodiscard]] std::uint64_t dynamic(std::int64_t tag) const {
        for (auto const& segment : segments(PT_DYNAMIC)) {
            for (std::size_t at = 0; at < segment.p_filesz; at += sizeof(Elf64_Dyn)) {
                auto const entry = read<Elf64_Dyn>(segment.p_offset + at);
                if (entry.d_tag == tag) return entry.d_un.d_val;
            }
        }
        return 0;
    }

    /// Whether a function of this name is taken from a shared library.
    [[nodiscard]] bool imports(std::string_view name) const {
        std::string const whole = '\0' + std::string{name} + '\0';
        return bytes_.find(whole) != std::string::npos;
    }

    [[nodiscard]] std::size_t count(std::string_view code) const {
        std::size_t found = 0;
        for (auto at = bytes_.find(code); at != std::string::npos; at = bytes_.find(code, at + 1)) {
            ++found;
        }
        return found;
    }

  private:
    template <class Header>
    [[nodiscard]] Header read(std::size_t offset) const {
        Header header{};
        if (offset + sizeof header <= bytes_.size()) {
            std::memcpy(&header, bytes_.data() + offset, sizeof header);
        }
        return header;
    }

    std::string bytes_;
};

#ifdef DAYBOOK_HARDENED

class HardenedBinary : public testing::Test {
  protected:
    ElfFile binary_{DAYBOOK_BINARY};
};

TEST_F(HardenedBinary, IsLoadedAtAnyAddress) {
    ASSERT_EQ(std::string_view(reinterpret_cast<char const*>(binary_.header().e_ident), SELFMAG),
              ELFMAG);
    EXPECT_EQ(binary_.header().e_type, ET_DYN);
    EXPECT_NE(binary_.dynamic(DT_FLAGS_1) & DF_1_PIE, 0U);
}

TEST_F(HardenedBinary, BindsItsFunctionsAtTheStartAndThenProtectsTheirAddresses) {
    EXPECT_EQ(binary_.segments(PT_GNU_RELRO).size(), 1U);
    EXPECT_NE(binary_.dynamic(DT_FLAGS_1) & DF_1_NOW, 0U);
}

TEST_F(HardenedBinary, HasAStackThatIsNoCode) {
    auto const stacks = binary_.segments(PT_GNU_STACK);
    ASSERT_EQ(stacks.size(), 1U);
    EXPECT_EQ(stacks.front().p_flags & PF_X, 0U);
    for (auto const& segment : binary_.segments(PT_LOAD)) {
        EXPECT_NE(segment.p_flags & (PF_W | PF_X), std::uint32_t{PF_W | PF_X});
    }
}

TEST_F(HardenedBinary, WatchesItsStackAndItsBuffers) {
    EXPECT_TRUE(binary_.imports("__stack_chk_fail"));
    constexpr std::array checked{"__memcpy_chk",   "__memset_chk",  "__read_chk",
                                 "__snprintf_chk", "__memmove_chk", "__vsnprintf_chk",
                                 "__fprintf_chk"};
    EXPECT_TRUE(std::ranges::any_of(
        checked, [this](char const* function) { return binary_.imports(function); }));
}

#ifdef __CET__
TEST_F(HardenedBinary, MarksWhereJumpsMayLand) {
    auto const head = binary_.header();
    EXPECT_EQ(head.e_machine, EM_X86_64);
    // One ENDBR64 a function whose address is taken, at the least: thousands.
    EXPECT_GT(binary_.count("\xf3\x0f\x1e\xfa"), 1000U);
}
#endif

#endif

}  // namespace
}  // namespace daybook::e2e
