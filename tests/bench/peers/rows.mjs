// The rows of one lifecycle: a LIMIT order that is placed, acknowledged, and filled by one trade.
import {randomBytes} from 'node:crypto';

// Version 7: sorted by time, which every stack gains by. Source: RFC 9562, section 5.7.
export function uuidV7() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-` +
    hex.slice(20);
}

export const accounts = 1000;

let lifecycles = 0;

export function nextLifecycle() {
  const number = lifecycles++;
  const now = new Date();
  const id = uuidV7();
  const cents = 10000 + (number * 7919) % 500;
  const price = (cents / 100).toFixed(2);
  const hold = (cents * 501 / 100000).toFixed(5);  // Half a coin, and 0.2 % more for the fee.
  const notional = (cents / 200).toFixed(3);
  const fee = (cents / 100000).toFixed(5);
  const account = `account-${number % accounts}`;
  const order = {
    id, exchange: 'PAPER', symbol: 'BTC-USD', side: 'BUY', type: 'LIMIT', quantityBase: '0.5',
    priceQuote: price, status: 'PENDING_NEW', exchangeOrderId: null,
    idempotencyKey: `${process.pid}-${number}`, createdAt: now, updatedAt: now,
  };
  const execution = (execType, rest) => ({
    id: uuidV7(), orderId: id, execId: `${execType}-${number}`, execType,
    lastQuantityBase: null, lastPriceQuote: null, feeAmount: null, createdAt: now, ...rest,
  });
  const line = (bucket, asset, amount) => ({id: uuidV7(), orderId: id, account, bucket, asset, amount});
  return {
    account, order, hold,
    exchangeOrderId: `e-${number}`,
    acknowledged: execution('NEW', {}),
    filled: execution('TRADE', {lastQuantityBase: '0.5', lastPriceQuote: price, feeAmount: fee}),
    placeLines: [line('AVAILABLE', 'USD', `-${hold}`), line('HELD', 'USD', hold)],
    fillLines: [line('HELD', 'USD', `-${hold}`), line('TRADING', 'USD', notional),
      line('FEES', 'USD', fee), line('AVAILABLE', 'BTC', '0.5')],
  };
}
