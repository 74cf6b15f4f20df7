#include <gtest/gtest.h>

#include <random>

#include "postgres/postgres_connection.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"

namespace daybook::postgres {
namespace {

class PostgresArguments : public support::PostgresTest {
  protected:
    /// What the server makes of an array, element by element.
    template <class Value>
    std::vector<std::optional<Value>> round_trip(std::string const& sql, PostgresArray array) {
        PostgresConnectionFactory factory{options()};
        PostgresConnection connection{factory};
        connection.begin(PostgresConnection::Begin::snapshot);
        return read_all(connection.run(sql, std::move(array)),
                        [](PostgresResult& row) { return row.get<std::optional<Value>>(); });
    }
};

TEST_F(PostgresArguments, DecimalsArriveExactly) {
    std::vector<std::optional<model::Decimal>> values{std::nullopt,
                                                      model::Decimal{},
                                                      support::decimal(support::decimal_max_text),
                                                      support::decimal(support::decimal_min_text),
                                                      support::decimal(support::decimal_tiny_text),
                                                      support::decimal("-0.000000000000000001"),
                                                      support::decimal("10000"),
                                                      support::decimal("9999.9999"),
                                                      support::decimal("100000000"),
                                                      support::decimal("0.0001"),
                                                      support::decimal("-0.00010000000000001")};
    std::mt19937_64 random{20261121};
    for (int i = 0; i < 2000; ++i) {
        auto const bits = (static_cast<model::UInt128>(random()) << 64) | random();
        auto const units = static_cast<model::Int128>(bits >> (random() % 127 + 1));
        values.push_back(model::Decimal::from_units(i % 2 == 0 ? units : -units));
    }
    EXPECT_EQ(round_trip<model::Decimal>("SELECT unnest($1::numeric[])", column(values)), values);
}

TEST_F(PostgresArguments, TimesArriveExactly) {
    std::vector<std::optional<model::Timestamp>> values;
    for (std::int64_t const micros :
         {0LL, -1LL, 1LL, 946'684'800'000'000LL, 1'795'253'400'000'001LL, 253'402'300'799'999'999LL,
          -62'135'596'800'000'000LL, 9'007'199'254'740'993LL}) {
        values.push_back(model::Timestamp::from_micros(micros));
    }
    values.push_back(std::nullopt);
    EXPECT_EQ(round_trip<model::Timestamp>("SELECT (extract(epoch FROM t) * 1000000)::bigint FROM "
                                           "unnest($1::timestamptz[]) AS t",
                                           column(values)),
              values);
}

TEST_F(PostgresArguments, TextNeedsNoQuoting) {
    std::vector<std::optional<std::string>> const values{
        "", "NULL", "{}", "a,b", "\"", "\\", "it's", " ", "\t\n", "\xe2\x82\xac", std::nullopt};
    EXPECT_EQ(round_trip<std::string>("SELECT unnest($1::text[])", column(values)), values);
}

TEST_F(PostgresArguments, IdsAndHashesArriveByteForByte) {
    std::vector<std::optional<model::OrderId>> const ids{
        model::OrderId{}, support::order_id(1), support::order_id(0xffffffff), std::nullopt};
    EXPECT_EQ(round_trip<model::OrderId>("SELECT unnest($1::uuid[])", column(ids)), ids);
    std::vector<std::optional<model::Hash>> const hashes{support::hash(0), support::hash(255),
                                                         std::nullopt};
    EXPECT_EQ(round_trip<model::Hash>("SELECT unnest($1::bytea[])", column(hashes)), hashes);
}

TEST_F(PostgresArguments, AnEmptyArrayHasNoElements) {
    EXPECT_TRUE(
        round_trip<std::string>("SELECT unnest($1::text[])", column(std::vector<std::string>{}))
            .empty());
}

}  // namespace
}  // namespace daybook::postgres
