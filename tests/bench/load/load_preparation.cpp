#include <stdexcept>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "bench/load/load_requests.hpp"
#include "bench/load/load_run.hpp"

namespace daybook::bench {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;

namespace {

/// One connection that waits for each answer.
class Preparation {
  public:
    explicit Preparation(LoadOptions const& options) : host_{host_header(options)} {
        boost::asio::connect(socket_, tcp::resolver{io_}.resolve(options.host, options.port));
        socket_.set_option(tcp::no_delay{true});
    }

    http::response<http::string_body> send(LoadRequest request) {
        request.set(http::field::host, host_);
        http::write(socket_, request);
        http::response<http::string_body> answer;
        http::read(socket_, buffer_, answer);
        if (answer.result_int() / 100 == 2) return answer;
        throw std::runtime_error{std::string{request.target()} + " was answered " +
                                 std::to_string(answer.result_int()) + ": " + answer.body()};
    }

    void put(std::string const& target, std::string_view json) {
        send(load_request(http::verb::put, target, json));
    }

  private:
    std::string host_;
    boost::asio::io_context io_;
    tcp::socket socket_{io_};
    boost::beast::flat_buffer buffer_;
};

}  // namespace

void prepare_accounts(LoadOptions const& options) {
    Preparation preparation{options};
    preparation.put("/v1/assets/USD", R"({"display_decimals":2})");
    preparation.put("/v1/assets/BTC", R"({"display_decimals":8})");
    preparation.put("/v1/instruments/LOAD/BTC-USD",
                    R"({"base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
                    R"("quantity_increment_base":"0.00000001","maker_fee_rate":"0.001",)"
                    R"("taker_fee_rate":"0.002"})");
    for (std::size_t i = 0; i < options.accounts; ++i) {
        auto const account = "/v1/accounts/" + account_name(i);
        preparation.put(account, R"({"funding":"PREFUNDED","cost_basis":"FIFO"})");
        auto deposit = load_request(http::verb::post, account + "/deposits",
                                    R"({"asset":"USD","amount":"1000000000000"})");
        deposit.set("Idempotency-Key", "load-deposit");
        preparation.send(std::move(deposit));
    }
}

std::vector<std::string> place_orders(LoadOptions const& options, std::size_t count) {
    Preparation preparation{options};
    std::vector<std::string> targets;
    for (std::size_t i = 0; i < count; ++i) {
        auto const answer = preparation.send(place_request(i, options.accounts));
        targets.emplace_back(answer[http::field::location]);
    }
    return targets;
}

}  // namespace daybook::bench
