#!/usr/bin/env bash
# Installs what is missing, builds the release and starts the worker on the embedded database at
# 127.0.0.1:7300. Arguments go to "daybook worker".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

deploy/install.sh
cmake --preset release --log-level=WARNING >&2
cmake --build --preset release --target daybook -- --quiet >&2

cat >&2 <<'TEXT'

Daybook listens on http://127.0.0.1:7300 (the operator's page); Ctrl-C stops it. In another terminal:

  base=http://127.0.0.1:7300/v1 json='Content-Type: application/json'
  curl -X PUT $base/assets/USD -H "$json" -d '{"display_decimals":2}'
  curl -X PUT $base/assets/BTC -H "$json" -d '{"display_decimals":8}'
  curl -X PUT $base/instruments/PAPER/BTC-USD -H "$json" -d '{"base_asset":"BTC","quote_asset":"USD",
    "price_increment_quote":"0.01","quantity_increment_base":"0.00000001",
    "maker_fee_rate":"0.001","taker_fee_rate":"0.002"}'
  curl -X PUT $base/accounts/alpha -H "$json" -d '{"funding":"PREFUNDED","cost_basis":"FIFO"}'
  curl $base/accounts/alpha/deposits -H "$json" -H 'Idempotency-Key: d-1' \
    -d '{"asset":"USD","amount":"10000"}'
  curl $base/accounts/alpha/orders -H "$json" -H 'Idempotency-Key: o-1' \
    -d '{"exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT","time_in_force":"GTC",
         "quantity_base":"0.5","price_quote":"100.00"}'
  curl $base/accounts/alpha/balances
  build/release/daybook verify

TEXT
exec build/release/daybook worker "$@"
