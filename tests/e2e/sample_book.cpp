#include "e2e/sample_book.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace daybook::e2e {

std::string sample_commands() {
    return R"({"command":"define_asset","asset":"USD","display_decimals":2}
{"command":"define_asset","asset":"BTC","display_decimals":8}
{"command":"define_instrument","exchange":"PAPER","symbol":"BTC-USD","base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01","quantity_increment_base":"0.00000001","maker_fee_rate":"0.001","taker_fee_rate":"0.002"}
{"command":"open_account","account_id":"alpha","funding":"PREFUNDED","cost_basis":"FIFO"}
{"command":"open_account","account_id":"beta","funding":"MARGIN","cost_basis":"AVERAGE"}

{"command":"deposit","account_id":"alpha","idempotency_key":"d-1","asset":"USD","amount":"10000"}
{"command":"place_order","account_id":"alpha","idempotency_key":"o-1","exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT","time_in_force":"GTC","quantity_base":"0.5","price_quote":"100.00"}
{"command":"book_execution","account_id":"alpha","order":{"idempotency_key":"o-1"},"exec_id":"x-1","exec_type":"NEW","exchange_order_id":"E77"}
{"command":"book_execution","account_id":"alpha","order":{"exchange_order_id":"E77"},"exec_id":"x-2","exec_type":"TRADE","last_quantity_base":"0.2","last_price_quote":"99.50","fee":{"asset":"USD","amount":"0.0199"},"liquidity":"MAKER","occurred_at":"2026-11-21T09:30:00.000000Z"}
{"command":"place_order","account_id":"alpha","idempotency_key":"o-2","exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT","time_in_force":"GTC","quantity_base":"1","price_quote":"90.00"}
{"command":"book_execution","account_id":"alpha","order":{"idempotency_key":"o-2"},"exec_id":"x-3","exec_type":"CANCELED"}
)";
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
