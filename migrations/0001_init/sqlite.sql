-- Decimals are canonical text, times microseconds since 1970-01-01T00:00:00Z, ids and hashes blobs.
-- Every table that grows has account_id first in every key; tables are clustered by it.
-- CHECKs compare with OR: SQLite builds a table for every IN list of more than two values, in every
-- statement, which halves the speed of the whole book.

CREATE TABLE assets (
    code TEXT NOT NULL PRIMARY KEY,
    display_decimals INTEGER NOT NULL CHECK (display_decimals BETWEEN 0 AND 18)
) STRICT, WITHOUT ROWID;

CREATE TABLE instruments (
    exchange TEXT NOT NULL,
    symbol TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('SPOT')),
    base_asset TEXT NOT NULL REFERENCES assets (code),
    quote_asset TEXT NOT NULL REFERENCES assets (code),
    price_increment_quote TEXT NOT NULL,
    quantity_increment_base TEXT NOT NULL,
    min_quantity_base TEXT,
    min_notional_quote TEXT,
    maker_fee_rate TEXT NOT NULL,
    taker_fee_rate TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'HALTED')),
    PRIMARY KEY (exchange, symbol)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    account_id TEXT NOT NULL PRIMARY KEY,
    funding TEXT NOT NULL CHECK (funding IN ('PREFUNDED', 'MARGIN')),
    cost_basis TEXT NOT NULL CHECK (
        cost_basis = 'AVERAGE' OR cost_basis = 'FIFO' OR cost_basis = 'LIFO'
        OR cost_basis = 'HIFO'),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    last_seq INTEGER NOT NULL CHECK (last_seq >= 0),
    last_hash BLOB NOT NULL CHECK (length(last_hash) = 32),
    discrepancies INTEGER NOT NULL CHECK (discrepancies >= 0)
) STRICT, WITHOUT ROWID;

-- facts: 1 acknowledged, 2 rejected, 4 canceled, 8 expired, 16 calculated, 32 done for day,
-- 64 stopped, 128 suspended. replace_requests: quantity@price of each, oldest first, ';' between.
CREATE TABLE orders (
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
    facts INTEGER NOT NULL CHECK (facts BETWEEN 0 AND 255),
    cancel_requests INTEGER NOT NULL CHECK (cancel_requests >= 0),
    pending_cancels INTEGER NOT NULL CHECK (pending_cancels >= 0),
    replace_requests TEXT NOT NULL,
    pending_replaces INTEGER NOT NULL CHECK (pending_replaces >= 0),
    filled_base TEXT NOT NULL,
    filled_quote TEXT NOT NULL,
    fees_quote TEXT NOT NULL,
    unmatched_reports INTEGER NOT NULL CHECK (unmatched_reports >= 0),
    reject_reason TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX orders_exchange_order_id ON orders (account_id, exchange_order_id)
    WHERE exchange_order_id IS NOT NULL;

-- Orders that can still change, few among all.
CREATE INDEX orders_open ON orders (account_id, id)
    WHERE status <> 'FILLED' AND status <> 'CANCELED' AND status <> 'EXPIRED'
        AND status <> 'REJECTED' AND status <> 'CALCULATED' AND status <> 'DONE_FOR_DAY';

CREATE TABLE executions (
    account_id TEXT NOT NULL,
    entry_seq INTEGER NOT NULL CHECK (entry_seq > 0),
    order_id BLOB NOT NULL CHECK (length(order_id) = 16),
    exec_id TEXT NOT NULL,
    exchange TEXT NOT NULL,
    symbol TEXT NOT NULL,
    exec_type TEXT NOT NULL CHECK (
        exec_type = 'PENDING_NEW' OR exec_type = 'NEW' OR exec_type = 'TRADE'
        OR exec_type = 'DONE_FOR_DAY' OR exec_type = 'CANCELED' OR exec_type = 'REPLACED'
        OR exec_type = 'PENDING_CANCEL' OR exec_type = 'PENDING_REPLACE' OR exec_type = 'STOPPED'
        OR exec_type = 'REJECTED' OR exec_type = 'SUSPENDED' OR exec_type = 'RESTATED'
        OR exec_type = 'CALCULATED' OR exec_type = 'EXPIRED' OR exec_type = 'TRADE_CORRECT'
        OR exec_type = 'TRADE_CANCEL' OR exec_type = 'ORDER_STATUS'
        OR exec_type = 'CANCEL_REJECTED' OR exec_type = 'REPLACE_REJECTED'),
    last_quantity_base TEXT,
    last_price_quote TEXT,
    fee_asset TEXT,
    fee_amount TEXT,
    liquidity TEXT CHECK (liquidity IN ('MAKER', 'TAKER')),
    exec_ref_id TEXT,
    quantity_base TEXT,
    price_quote TEXT,
    reason TEXT,
    occurred_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, entry_seq),
    CHECK ((fee_asset IS NULL) = (fee_amount IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX executions_exec_id ON executions (account_id, order_id, exec_id);

CREATE TABLE entries (
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (
        kind = 'define_asset' OR kind = 'define_instrument' OR kind = 'open_account'
        OR kind = 'close_account' OR kind = 'deposit' OR kind = 'withdraw' OR kind = 'place_order'
        OR kind = 'cancel_order' OR kind = 'replace_order' OR kind = 'book_execution'
        OR kind = 'resolve_discrepancy'),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    idempotency_key TEXT,
    order_id BLOB CHECK (length(order_id) = 16),
    refusal TEXT,
    payload TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (account_id, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entries_idempotency_key ON entries (account_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE INDEX entries_deposits ON entries (account_id, seq) WHERE kind = 'deposit';

CREATE TABLE postings (
    account_id TEXT NOT NULL,
    entry_seq INTEGER NOT NULL CHECK (entry_seq > 0),
    line INTEGER NOT NULL CHECK (line > 0),
    bucket TEXT NOT NULL CHECK (
        bucket = 'AVAILABLE' OR bucket = 'HELD' OR bucket = 'TRADING' OR bucket = 'FEES'
        OR bucket = 'EXTERNAL'),
    asset TEXT NOT NULL,
    exchange TEXT,
    symbol TEXT,
    amount TEXT NOT NULL CHECK (amount <> '0'),
    PRIMARY KEY (account_id, entry_seq, line),
    CHECK ((bucket = 'TRADING' OR bucket = 'FEES') = (exchange IS NOT NULL)),
    CHECK ((exchange IS NULL) = (symbol IS NULL))
) STRICT, WITHOUT ROWID;

-- No column for TRADING: the positions carry it.
CREATE TABLE balances (
    account_id TEXT NOT NULL,
    asset TEXT NOT NULL,
    available TEXT NOT NULL,
    held TEXT NOT NULL,
    fees TEXT NOT NULL,
    external TEXT NOT NULL,
    PRIMARY KEY (account_id, asset)
) STRICT, WITHOUT ROWID;

-- fees_other: asset=amount of each, by asset, ';' between.
CREATE TABLE positions (
    account_id TEXT NOT NULL,
    exchange TEXT NOT NULL,
    symbol TEXT NOT NULL,
    quantity_base TEXT NOT NULL,
    cost_quote TEXT NOT NULL,
    realized_pnl_quote TEXT NOT NULL,
    fees_quote TEXT NOT NULL,
    fees_other TEXT NOT NULL,
    PRIMARY KEY (account_id, exchange, symbol)
) STRICT, WITHOUT ROWID;

CREATE TABLE lots (
    account_id TEXT NOT NULL,
    exchange TEXT NOT NULL,
    symbol TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    quantity_base TEXT NOT NULL,
    cost_quote TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, exchange, symbol, number)
) STRICT, WITHOUT ROWID;

-- payload_digest: FNV-1a, 64 bits, of the payload.
CREATE TABLE discrepancies (
    account_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (
        kind = 'overfill' OR kind = 'trade_for_rejected_order' OR kind = 'fill_beyond_hold'
        OR kind = 'correction_of_busted_trade' OR kind = 'unknown_order'
        OR kind = 'ambiguous_order' OR kind = 'conflicting_duplicate' OR kind = 'not_a_trade'),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'RESOLVED')),
    opened_at INTEGER NOT NULL,
    entry_seq INTEGER NOT NULL CHECK (entry_seq > 0),
    detail TEXT NOT NULL,
    payload TEXT NOT NULL,
    payload_digest INTEGER NOT NULL,
    occurred_at INTEGER,
    resolution TEXT CHECK (resolution IN ('ACCEPT', 'REJECT')),
    reason TEXT,
    PRIMARY KEY (account_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX discrepancies_payload ON discrepancies (account_id, payload_digest);

CREATE TABLE daybook_meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;

CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
BEGIN
    SELECT RAISE(ABORT, 'postings is append-only');
END;

CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
BEGIN
    SELECT RAISE(ABORT, 'postings is append-only');
END;

CREATE TRIGGER executions_no_update BEFORE UPDATE ON executions
BEGIN
    SELECT RAISE(ABORT, 'executions is append-only');
END;

CREATE TRIGGER executions_no_delete BEFORE DELETE ON executions
BEGIN
    SELECT RAISE(ABORT, 'executions is append-only');
END;
