-- daybook: compatible-from 5
-- Requests have names, orders keep what they hold and every id that an exchange gave them, an
-- instrument's rules may change, fees are a list, and more kinds of discrepancies are known.
-- The requests that orders had outstanding had no names and are not carried over.

ALTER TABLE instruments ADD COLUMN negative_prices INTEGER
    CHECK (negative_prices BETWEEN 0 AND 1);
ALTER TABLE instruments ADD COLUMN entry_seq INTEGER CHECK (entry_seq > 0);

-- facts: 1 acknowledged, 2 rejected, 4 canceled, 8 expired, 16 calculated, 32 done for day,
-- 64 stopped, 128 suspended, 256 refused, 512 restated, 1024 traded.
-- requests: c5;C7!;R9=100@12.5@ is a cancel of entry 5 that is answered, one of entry 7 that is
-- pending, and a replace of entry 9 by quantity, price and stop price.
CREATE TABLE orders_new (
    account_id TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    exchange TEXT NOT NULL,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
    type TEXT NOT NULL CHECK (
        type = 'MARKET' OR type = 'LIMIT' OR type = 'STOP' OR type = 'STOP_LIMIT'),
    time_in_force TEXT NOT NULL CHECK (
        time_in_force = 'DAY' OR time_in_force = 'GTC' OR time_in_force = 'IOC'
        OR time_in_force = 'FOK' OR time_in_force = 'GTD'),
    quantity_base TEXT NOT NULL,
    price_quote TEXT,
    stop_price_quote TEXT,
    budget_quote TEXT,
    expires_at INTEGER,
    status TEXT NOT NULL CHECK (
        status = 'PENDING_CANCEL' OR status = 'PENDING_REPLACE' OR status = 'DONE_FOR_DAY'
        OR status = 'CALCULATED' OR status = 'FILLED' OR status = 'STOPPED'
        OR status = 'SUSPENDED' OR status = 'CANCELED' OR status = 'EXPIRED'
        OR status = 'PARTIALLY_FILLED' OR status = 'NEW' OR status = 'REJECTED'
        OR status = 'PENDING_NEW'),
    exchange_order_id TEXT,
    idempotency_key TEXT,
    facts INTEGER NOT NULL CHECK (facts BETWEEN 0 AND 2047),
    filled_base TEXT NOT NULL,
    filled_quote TEXT NOT NULL,
    fees_quote TEXT NOT NULL,
    unmatched_reports INTEGER NOT NULL CHECK (unmatched_reports >= 0),
    reject_reason TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    origin TEXT CHECK (origin IN ('DAYBOOK', 'EXTERNAL')),
    requests TEXT,
    late_cancels INTEGER CHECK (late_cancels > 0),
    late_replaces INTEGER CHECK (late_replaces > 0),
    replaced_by INTEGER CHECK (replaced_by > 0),
    held_base TEXT,
    held_quote TEXT,
    recorded_at INTEGER,
    reported_at INTEGER,
    difference INTEGER CHECK (difference > 0),
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

INSERT INTO orders_new (
    account_id, id, exchange, symbol, side, type, time_in_force, quantity_base, price_quote,
    stop_price_quote, budget_quote, expires_at, status, exchange_order_id, idempotency_key, facts,
    filled_base, filled_quote, fees_quote, unmatched_reports, reject_reason, version, created_at,
    updated_at, origin)
SELECT account_id, id, exchange, symbol, side, type, time_in_force, quantity_base, price_quote,
    stop_price_quote, budget_quote, expires_at, status, exchange_order_id, idempotency_key, facts,
    filled_base, filled_quote, fees_quote, unmatched_reports, reject_reason, version, created_at,
    updated_at, origin
FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX orders_exchange_order_id ON orders (account_id, exchange_order_id)
    WHERE exchange_order_id IS NOT NULL;
CREATE INDEX orders_open ON orders (account_id, id)
    WHERE status <> 'FILLED' AND status <> 'CANCELED' AND status <> 'EXPIRED'
        AND status <> 'REJECTED' AND status <> 'CALCULATED' AND status <> 'DONE_FOR_DAY';

CREATE TABLE earlier_exchange_order_ids (
    account_id TEXT NOT NULL,
    exchange_order_id TEXT NOT NULL,
    order_id BLOB NOT NULL CHECK (length(order_id) = 16),
    PRIMARY KEY (account_id, exchange_order_id, order_id)
) STRICT, WITHOUT ROWID;

-- fees: asset=amount of each, ';' between, where there are several, and empty where there is none.
ALTER TABLE executions ADD COLUMN fees TEXT;
ALTER TABLE executions ADD COLUMN stop_price_quote TEXT;
CREATE INDEX executions_corrections ON executions (account_id, order_id, entry_seq)
    WHERE exec_type = 'TRADE_CORRECT' OR exec_type = 'TRADE_CANCEL';

ALTER TABLE entries ADD COLUMN instrument_entry INTEGER CHECK (instrument_entry > 0);

ALTER TABLE balances ADD COLUMN overdrawn INTEGER CHECK (overdrawn > 0);

-- payload_digest: FNV-1a, 64 bits, of the payload.
CREATE TABLE discrepancies_new (
    account_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (
        kind = 'overfill' OR kind = 'trade_for_rejected_order' OR kind = 'fill_beyond_hold'
        OR kind = 'correction_of_busted_trade' OR kind = 'unknown_order'
        OR kind = 'ambiguous_order' OR kind = 'conflicting_duplicate' OR kind = 'not_a_trade'
        OR kind = 'conflicting_terms' OR kind = 'out_of_range' OR kind = 'refused_order_lives'
        OR kind = 'terms_changed' OR kind = 'price_not_allowed' OR kind = 'overdrawn'
        OR kind = 'trades_missing' OR kind = 'order_differs'),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'RESOLVED')),
    opened_at INTEGER NOT NULL,
    entry_seq INTEGER NOT NULL CHECK (entry_seq > 0),
    detail TEXT NOT NULL,
    payload TEXT NOT NULL,
    payload_digest INTEGER NOT NULL,
    occurred_at INTEGER,
    resolution TEXT CHECK (resolution IN ('ACCEPT', 'REJECT')),
    reason TEXT,
    order_id BLOB CHECK (length(order_id) = 16),
    PRIMARY KEY (account_id, number)
) STRICT, WITHOUT ROWID;

INSERT INTO discrepancies_new (
    account_id, number, kind, state, opened_at, entry_seq, detail, payload, payload_digest,
    occurred_at, resolution, reason)
SELECT account_id, number, kind, state, opened_at, entry_seq, detail, payload, payload_digest,
    occurred_at, resolution, reason
FROM discrepancies;
DROP TABLE discrepancies;
ALTER TABLE discrepancies_new RENAME TO discrepancies;
CREATE INDEX discrepancies_payload ON discrepancies (account_id, payload_digest);

ALTER TABLE outbox ADD COLUMN stop_price_quote TEXT;
