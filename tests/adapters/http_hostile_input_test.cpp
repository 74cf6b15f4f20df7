#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <random>
#include <string>
#include <string_view>
#include <variant>

#include "http/request_reader.hpp"
#include "json/command_decoder.hpp"
#include "json/record_writer.hpp"
#include "support/api_under_test.hpp"

namespace daybook::http {
namespace {

/// Changes some bytes of a text: to others, to none, to copies of its own parts.
class Mutation {
  public:
    explicit Mutation(std::uint32_t seed) : random_{seed} {}

    std::string operator()(std::string text) {
        for (auto changes = 1 + below(4); changes > 0 && !text.empty(); --changes) {
            auto const at = below(text.size());
            switch (below(4)) {
                case 0:
                    text[at] = static_cast<char>(below(256));
                    break;
                case 1:
                    text.erase(at, 1 + below(8));
                    break;
                case 2:
                    text.insert(at, text.substr(below(text.size()), 1 + below(16)));
                    break;
                default:
                    text.insert(at, 1, special[below(special.size())]);
            }
        }
        return text;
    }

    std::size_t below(std::size_t limit) { return random_() % limit; }

  private:
    static constexpr std::string_view special = "{}[]\",:\\.-+eE0\r\n \t%/?&;=";
    std::mt19937 random_;
};

std::string const commands =
    R"({"atomic":false,"commands":[{"command":"book_execution","account_id":"alpha",)"
    R"("order":{"id":"018fff00-0000-0000-0000-000000000001"},"exec_id":"x","exec_type":"TRADE",)"
    R"("last_quantity_base":"0.2","last_price_quote":"99.50","fee":{"asset":"USD",)"
    R"("amount":"0.0199"},"liquidity":"MAKER","occurred_at":"2026-11-21T09:30:00.000000Z"},)"
    R"({"command":"define_asset","asset":"USD","display_decimals":2}]})";

TEST(HostileInput, InACommandIsRefusedInValidJson) {
    auto const line = commands.substr(commands.find("[") + 1, 384);
    for (std::uint32_t seed = 0; seed < 20'000; ++seed) {
        SCOPED_TRACE(seed);
        auto const command = json::command_from_line(Mutation{seed}(line));
        auto const* malformed = std::get_if<model::Malformed>(&command.content);
        if (malformed == nullptr) continue;
        model::Answer answer;
        answer.field = malformed->field;
        answer.detail = malformed->detail;
        std::string text;
        json::append_json(text, answer);
        boost::json::error_code ec;
        static_cast<void>(boost::json::parse(text, ec));
        ASSERT_FALSE(ec) << text;
    }
}

TEST(HostileInput, InABatchIsAnsweredInValidJson) {
    support::ApiUnderTest api;
    for (std::uint32_t seed = 0; seed < 5'000; ++seed) {
        SCOPED_TRACE(seed);
        auto const response = api.post("/v1/commands", Mutation{seed}(commands));
        ASSERT_TRUE(response.status == 200 || response.status == 400 || response.status == 415);
        boost::json::error_code ec;
        static_cast<void>(boost::json::parse(response.body, ec));
        ASSERT_FALSE(ec) << response.body;
    }
}

TEST(HostileInput, InARequestIsReadOrRefused) {
    support::ApiUnderTest api;
    std::string const request =
        "POST /v1/accounts/alpha/orders?x=%20y&limit=1 HTTP/1.1\r\nHost: localhost:7300\r\n"
        "Origin: http://localhost:7300\r\nContent-Type: application/json\r\n"
        "Idempotency-Key: o-1\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\n{\"a\":\r\n3\r\n\"b\"\r\n1\r\n}\r\n0\r\n\r\n";
    for (std::uint32_t seed = 0; seed < 20'000; ++seed) {
        SCOPED_TRACE(seed);
        Mutation mutation{seed};
        auto const bytes = mutation(request);
        RequestReader reader{HttpLimits{}};
        std::string input;
        for (std::size_t at = 0; at < bytes.size() && !reader.is_complete() && !reader.failure();) {
            auto const step = 1 + mutation.below(64);
            input += bytes.substr(at, step);
            at += step;
            input.erase(0, reader.feed(input));
        }
        if (reader.is_complete()) {
            auto const response = api.ask(reader.take());
            ASSERT_GE(response.status, 200);
            ASSERT_LT(response.status, 500);
        }
    }
}

}  // namespace
}  // namespace daybook::http
