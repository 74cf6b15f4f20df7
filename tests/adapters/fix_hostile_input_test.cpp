#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "fix/engine/repeating_groups.hpp"
#include "fix/engine/secret_redaction.hpp"
#include "fix/fix_refusal_decoder.hpp"
#include "fix/fix_report_decoder.hpp"
#include "fix/foreign_order_decoder.hpp"
#include "model/command_fields.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using support::fix_text;

FixDialect dialect() {
    FixDialect dialect;
    dialect.exchange = model::ExchangeCode{"VENUE"};
    dialect.account = model::AccountId{"house"};
    return dialect;
}

/// Whether the book would take the report: what the decoders let through must be a valid command.
void expect_bookable(ports::ExchangeReport report, std::string const& text) {
    report.report.order = model::ExchangeOrderId{"E1"};
    model::Command const command{model::AccountId{"alpha"}, {}, report.occurred_at, report.report};
    auto const read = model::command_from_fields(model::fields_of(command));
    EXPECT_TRUE(read) << (read ? "" : read.error().detail) << " of " << text;
    for (char const c : report.report.reason.value_or("")) EXPECT_TRUE(c >= ' ' && c <= '~');
}

void decode_everything(std::string const& text) {
    FixMessage const message{text};
    expect_bookable(decode_report(message, dialect()), text);
    expect_bookable(decode_drop_copy(message, dialect()), text);
    auto const sent = [&](int) { return text; };
    if (auto const refusal = decode_refusal(message, sent)) expect_bookable(*refusal, text);
    RepeatingGroups groups;
    static_cast<void>(groups.learn(text));
    static_cast<void>(redact_secrets(text, "secret"));
}

TEST(FixHostileInput, NothingThatComesBreaksTheDecoders) {
    std::vector<std::string> const table = {
        "",
        "|",
        "=",
        "35",
        "35=",
        "35=8",
        "35=8|",
        "=8|35=|17=|150=|",
        "35=8|150=F|32=1e40|31=1|",
        "35=8|150=F|32=1|31=1e-30|",
        "35=8|150=F|32=99999999999999999999|31=99999999999999999999|12=1|13=2|479=USD|",
        "35=8|150=F|32=1|31=1|12=99999999999999999999|13=1|479=USD|137=99999999999999999999|138="
        "USD|",
        "35=8|150=F|32=NaN|31=Infinity|",
        "35=8|150=F|17=" + std::string(5'000, 'x') + "|32=1|31=1|",
        "35=8|150=F|17=\xff\xfe|32=1|31=1|37=E1|",
        "35=8|150=F|17=1|37=" + std::string(256, 'x') + "|32=1|31=1|",
        "35=8|150=H|19=" + std::string(300, 'x') + "|",
        "35=8|150=5|14=99999999999999999999|151=99999999999999999999|170000000000000000000=1|",
        "35=8|99999999999999999999999=1|",
        "35=8|150=8|58=" + std::string(100'000, '\x7f') + "|",
        "35=8|354=-1|355=x|",
        "35=8|354=18446744073709551615|355=x|",
        "35=8|60=99999999-99:99:99|52=x|150=0|17=1|",
        "35=8|60=20261121-09:30:00.\xff|150=0|17=1|",
        "35=9|434=3|",
        "35=9|",
        "35=3|45=-1|",
        "35=j|45=2147483648|",
        "35=8|54=1|38=-5|55=\x01\x01|",
        "35=8|54=1|38=5|40=2|44=-1e20|55=S|150=0|",
        "35=8|54=1|38=5|59=6|432=x|55=S|150=0|17=1|"};
    for (auto const& text : table) decode_everything(fix_text(text));
}

TEST(FixHostileInput, RandomChangesOfMessagesBreakNothing) {
    auto const* const given = std::getenv("DAYBOOK_TEST_SEED");
    auto const seed = given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("DAYBOOK_TEST_SEED=" + std::to_string(seed));
    std::mt19937 random{static_cast<std::mt19937::result_type>(seed)};
    auto const below = [&](std::size_t count) { return random() % count; };
    std::vector<std::string> const seeds = {
        "8=FIX.4.4|35=8|34=7|1=a|6=1|11=a1|12=1|13=2|14=2|15=USD|17=x|19=w|31=1.5|32=2|37=E|38=5|"
        "39=1|40=2|41=b|44=1|54=1|55=S|58=t|59=6|60=20261121-09:30:00|126=20261121-09:30:00|"
        "136=1|137=1|138=USD|150=F|151=3|851=1|354=2|355=ab|10=000|",
        "35=9|11=c|41=a|37=NONE|39=8|102=1|434=1|58=no|", "35=3|45=2|371=1|372=D|373=5|58=no|",
        "35=j|45=2|372=D|379=a|380=3|58=no|"};
    constexpr std::string_view favourites = "0123456789.-=|eE+FGHI \x7f\xff";
    for (int round = 0; round < 20'000; ++round) {
        auto text = seeds[below(seeds.size())];
        for (auto changes = 1 + below(6); changes > 0; --changes) {
            auto const at = below(text.size());
            auto const character = favourites[below(favourites.size())];
            if (below(3) == 0) {
                text.erase(at, 1 + below(4));
            } else if (below(2) == 0) {
                text.insert(at, 1, character);
            } else {
                text[at] = character;
            }
            if (text.empty()) text = "8";
        }
        decode_everything(fix_text(text));
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace daybook::fix
