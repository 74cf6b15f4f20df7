"""Lifecycles as the API's commands: those of lifecycles.cpp, for a worker or `daybook apply`."""
import json

DEFINITIONS = [
    {"command": "define_asset", "asset": "USD", "display_decimals": 2},
    {"command": "define_asset", "asset": "BTC", "display_decimals": 8},
    {"command": "define_instrument", "exchange": "PAPER", "symbol": "BTC-USD",
     "base_asset": "BTC", "quote_asset": "USD", "price_increment_quote": "0.01",
     "quantity_increment_base": "0.01", "maker_fee_rate": "0.001", "taker_fee_rate": "0.002"}]


def account_name(number):
    return f"account-{number}"


def opening(accounts):
    """What the lifecycles need first, as JSON texts."""
    commands = list(DEFINITIONS)
    for account in map(account_name, range(accounts)):
        commands.append({"command": "open_account", "account_id": account,
                         "funding": "PREFUNDED", "cost_basis": "FIFO"})
        for asset, amount in (("USD", "1000000000000"), ("BTC", "1000000000")):
            commands.append({"command": "deposit", "account_id": account, "asset": asset,
                             "amount": amount, "idempotency_key": "d-" + asset})
    return [json.dumps(command) for command in commands]


def lifecycle(number, accounts):
    """Places, acknowledges and fills one order: three JSON texts, made without a JSON library,
    because whoever measures is not to be measured."""
    head = f'"account_id":"{account_name(number % accounts)}"'
    side = "BUY" if number // accounts % 2 == 0 else "SELL"
    cents = 10_000 + number * 7919 % 500
    price = f"{cents // 100}.{cents % 100:02}"
    return (
        f'{{"command":"place_order",{head},"idempotency_key":"o-{number}","exchange":"PAPER",'
        f'"symbol":"BTC-USD","side":"{side}","type":"LIMIT","time_in_force":"GTC",'
        f'"quantity_base":"0.5","price_quote":"{price}"}}',
        f'{{"command":"book_execution",{head},"order":{{"idempotency_key":"o-{number}"}},'
        f'"exec_id":"n-{number}","exec_type":"NEW","exchange_order_id":"e-{number}"}}',
        f'{{"command":"book_execution",{head},"order":{{"exchange_order_id":"e-{number}"}},'
        f'"exec_id":"t-{number}","exec_type":"TRADE","last_quantity_base":"0.5",'
        f'"last_price_quote":"{price}","fee":{{"asset":"USD","amount":"{cents / 1e5:.5f}"}},'
        '"liquidity":"TAKER"}')


def batch_body(commands):
    """The body of POST /v1/commands."""
    return ('{"atomic":false,"commands":[' + ",".join(commands) + "]}").encode("ascii")
