#include "e2e/sample_book.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace daybook::e2e {

std::string sample_commands() {
    return R"({"command":"define_asset","asset":"USD","display_decimals":2})"
           "\n"
           R"({"command":"define_asset","asset":"BTC","display_decimals":8})"
           "\n"
           R"({"command":"define_instrument","exchange":"PAPER","symbol":"BTC-USD",)"
           R"("base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
           R"("quantity_increment_base":"0.00000001","maker_fee_rate":"0.001",)"
           R"("taker_fee_rate":"0.002"})"
           "\n"
           R"({"command":"open_account","account_id":"alpha","funding":"PREFUNDED",)"
           R"("cost_basis":"FIFO"})"
           "\n"
           R"({"command":"open_account","account_id":"beta","funding":"MARGIN",)"
           R"("cost_basis":"AVERAGE"})"
           "\n"
           "\n"
           R"({"command":"deposit","account_id":"alpha","idempotency_key":"d-1",)"
           R"("asset":"USD","amount":"10000"})"
           "\n"
           R"({"command":"place_order","account_id":"alpha","idempotency_key":"o-1",)"
           R"("exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
           R"("time_in_force":"GTC","quantity_base":"0.5","price_quote":"100.00"})"
           "\n"
           R"({"command":"book_execution","account_id":"alpha",)"
           R"("order":{"idempotency_key":"o-1"},"exec_id":"x-1","exec_type":"NEW",)"
           R"("exchange_order_id":"E77"})"
           "\n"
           R"({"command":"book_execution","account_id":"alpha",)"
           R"("order":{"exchange_order_id":"E77"},"exec_id":"x-2","exec_type":"TRADE",)"
           R"("last_quantity_base":"0.2","last_price_quote":"99.50","fee":{"asset":"USD",)"
           R"("amount":"0.0199"},"liquidity":"MAKER",)"
           R"("occurred_at":"2026-11-21T09:30:00.000000Z"})"
           "\n"
           R"({"command":"place_order","account_id":"alpha","idempotency_key":"o-2",)"
           R"("exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
           R"("time_in_force":"GTC","quantity_base":"1","price_quote":"90.00"})"
           "\n"
           R"({"command":"book_execution","account_id":"alpha",)"
           R"("order":{"idempotency_key":"o-2"},"exec_id":"x-3","exec_type":"CANCELED"})"
           "\n";
}

void run_sql(std::string const& file, std::string const& sql) {
    sqlite3* handle = nullptr;
    int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    if (code == SQLITE_OK) code = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
    std::string const message = handle == nullptr ? "no memory" : sqlite3_errmsg(handle);
    sqlite3_close_v2(handle);
    if (code != SQLITE_OK) throw std::runtime_error{message};
}

}  // namespace daybook::e2e
