-- Decimals are numeric(39,18), which has no infinity; the CHECKs refuse NaN.
-- Every table that grows has account_id first in every key. No sequences, no foreign keys across
-- accounts; keys are compared by their bytes.

CREATE TABLE assets (
    code text COLLATE "C" NOT NULL PRIMARY KEY,
    display_decimals integer NOT NULL CHECK (display_decimals BETWEEN 0 AND 18)
);

CREATE TABLE instruments (
    exchange text COLLATE "C" NOT NULL,
    symbol text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('SPOT')),
    base_asset text COLLATE "C" NOT NULL REFERENCES assets (code),
    quote_asset text COLLATE "C" NOT NULL REFERENCES assets (code),
    price_increment_quote numeric(39,18) NOT NULL,
    quantity_increment_base numeric(39,18) NOT NULL,
    min_quantity_base numeric(39,18),
    min_notional_quote numeric(39,18),
    maker_fee_rate numeric(39,18) NOT NULL,
    taker_fee_rate numeric(39,18) NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('OPEN', 'HALTED')),
    PRIMARY KEY (exchange, symbol),
    CHECK ('NaN' NOT IN (price_increment_quote, quantity_increment_base, min_quantity_base,
                         min_notional_quote, maker_fee_rate, taker_fee_rate))
);

CREATE TABLE accounts (
    account_id text COLLATE "C" NOT NULL PRIMARY KEY,
    funding text COLLATE "C" NOT NULL CHECK (funding IN ('PREFUNDED', 'MARGIN')),
    cost_basis text COLLATE "C" NOT NULL
        CHECK (cost_basis IN ('AVERAGE', 'FIFO', 'LIFO', 'HIFO')),
    state text COLLATE "C" NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    last_seq bigint NOT NULL CHECK (last_seq >= 0),
    last_hash bytea NOT NULL CHECK (length(last_hash) = 32),
    discrepancies bigint NOT NULL CHECK (discrepancies >= 0)
) WITH (fillfactor = 50);

-- facts: 1 acknowledged, 2 rejected, 4 canceled, 8 expired, 16 calculated, 32 done for day,
-- 64 stopped, 128 suspended. replace_requests: quantity@price of each, oldest first, ';' between.
CREATE TABLE orders (
    account_id text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    exchange text COLLATE "C" NOT NULL,
    symbol text COLLATE "C" NOT NULL,
    side text COLLATE "C" NOT NULL CHECK (side IN ('BUY', 'SELL')),
    type text COLLATE "C" NOT NULL CHECK (type IN ('MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT')),
    time_in_force text COLLATE "C" NOT NULL
        CHECK (time_in_force IN ('DAY', 'GTC', 'IOC', 'FOK', 'GTD')),
    quantity_base numeric(39,18) NOT NULL,
    price_quote numeric(39,18),
    stop_price_quote numeric(39,18),
    budget_quote numeric(39,18),
    expires_at timestamptz,
    status text COLLATE "C" NOT NULL CHECK (status IN (
        'PENDING_CANCEL', 'PENDING_REPLACE', 'DONE_FOR_DAY', 'CALCULATED', 'FILLED', 'STOPPED',
        'SUSPENDED', 'CANCELED', 'EXPIRED', 'PARTIALLY_FILLED', 'NEW', 'REJECTED', 'PENDING_NEW')),
    exchange_order_id text COLLATE "C",
    idempotency_key text COLLATE "C",
    facts integer NOT NULL CHECK (facts BETWEEN 0 AND 255),
    cancel_requests bigint NOT NULL CHECK (cancel_requests >= 0),
    pending_cancels bigint NOT NULL CHECK (pending_cancels >= 0),
    replace_requests text COLLATE "C" NOT NULL,
    pending_replaces bigint NOT NULL CHECK (pending_replaces >= 0),
    filled_base numeric(39,18) NOT NULL,
    filled_quote numeric(39,18) NOT NULL,
    fees_quote numeric(39,18) NOT NULL,
    unmatched_reports bigint NOT NULL CHECK (unmatched_reports >= 0),
    reject_reason text COLLATE "C",
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    CHECK ('NaN' NOT IN (quantity_base, price_quote, stop_price_quote, budget_quote, filled_base,
                         filled_quote, fees_quote))
);

CREATE INDEX orders_exchange_order_id ON orders (account_id, exchange_order_id)
    WHERE exchange_order_id IS NOT NULL;

-- Orders that can still change, few among all.
CREATE INDEX orders_open ON orders (account_id, id)
    WHERE status <> 'FILLED' AND status <> 'CANCELED' AND status <> 'EXPIRED'
        AND status <> 'REJECTED' AND status <> 'CALCULATED' AND status <> 'DONE_FOR_DAY';

CREATE TABLE executions (
    account_id text COLLATE "C" NOT NULL,
    entry_seq bigint NOT NULL CHECK (entry_seq > 0),
    order_id uuid NOT NULL,
    exec_id text COLLATE "C" NOT NULL,
    exchange text COLLATE "C" NOT NULL,
    symbol text COLLATE "C" NOT NULL,
    exec_type text COLLATE "C" NOT NULL CHECK (exec_type IN (
        'PENDING_NEW', 'NEW', 'TRADE', 'DONE_FOR_DAY', 'CANCELED', 'REPLACED', 'PENDING_CANCEL',
        'PENDING_REPLACE', 'STOPPED', 'REJECTED', 'SUSPENDED', 'RESTATED', 'CALCULATED',
        'EXPIRED', 'TRADE_CORRECT', 'TRADE_CANCEL', 'ORDER_STATUS', 'CANCEL_REJECTED',
        'REPLACE_REJECTED')),
    last_quantity_base numeric(39,18),
    last_price_quote numeric(39,18),
    fee_asset text COLLATE "C",
    fee_amount numeric(39,18),
    liquidity text COLLATE "C" CHECK (liquidity IN ('MAKER', 'TAKER')),
    exec_ref_id text COLLATE "C",
    quantity_base numeric(39,18),
    price_quote numeric(39,18),
    reason text COLLATE "C",
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, entry_seq),
    CHECK ((fee_asset IS NULL) = (fee_amount IS NULL)),
    CHECK ('NaN' NOT IN (last_quantity_base, last_price_quote, fee_amount, quantity_base,
                         price_quote))
);

CREATE UNIQUE INDEX executions_exec_id ON executions (account_id, order_id, exec_id);

CREATE TABLE entries (
    account_id text COLLATE "C" NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    kind text COLLATE "C" NOT NULL CHECK (kind IN (
        'define_asset', 'define_instrument', 'open_account', 'close_account', 'deposit',
        'withdraw', 'place_order', 'cancel_order', 'replace_order', 'book_execution',
        'resolve_discrepancy')),
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    idempotency_key text COLLATE "C",
    order_id uuid,
    refusal text COLLATE "C",
    payload text COLLATE "C" NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (account_id, seq)
);

CREATE UNIQUE INDEX entries_idempotency_key ON entries (account_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

CREATE INDEX entries_deposits ON entries (account_id, seq) WHERE kind = 'deposit';

CREATE TABLE postings (
    account_id text COLLATE "C" NOT NULL,
    entry_seq bigint NOT NULL CHECK (entry_seq > 0),
    line integer NOT NULL CHECK (line > 0),
    bucket text COLLATE "C" NOT NULL
        CHECK (bucket IN ('AVAILABLE', 'HELD', 'TRADING', 'FEES', 'EXTERNAL')),
    asset text COLLATE "C" NOT NULL,
    exchange text COLLATE "C",
    symbol text COLLATE "C",
    amount numeric(39,18) NOT NULL CHECK (amount <> 0 AND amount <> 'NaN'),
    PRIMARY KEY (account_id, entry_seq, line),
    CHECK ((bucket = 'TRADING' OR bucket = 'FEES') = (exchange IS NOT NULL)),
    CHECK ((exchange IS NULL) = (symbol IS NULL))
);

-- No column for TRADING: the positions carry it.
CREATE TABLE balances (
    account_id text COLLATE "C" NOT NULL,
    asset text COLLATE "C" NOT NULL,
    available numeric(39,18) NOT NULL,
    held numeric(39,18) NOT NULL,
    fees numeric(39,18) NOT NULL,
    external numeric(39,18) NOT NULL,
    PRIMARY KEY (account_id, asset),
    CHECK ('NaN' NOT IN (available, held, fees, external))
) WITH (fillfactor = 50);

-- fees_other: asset=amount of each, by asset, ';' between.
CREATE TABLE positions (
    account_id text COLLATE "C" NOT NULL,
    exchange text COLLATE "C" NOT NULL,
    symbol text COLLATE "C" NOT NULL,
    quantity_base numeric(39,18) NOT NULL,
    cost_quote numeric(39,18) NOT NULL,
    realized_pnl_quote numeric(39,18) NOT NULL,
    fees_quote numeric(39,18) NOT NULL,
    fees_other text COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, exchange, symbol),
    CHECK ('NaN' NOT IN (quantity_base, cost_quote, realized_pnl_quote, fees_quote))
) WITH (fillfactor = 50);

CREATE TABLE lots (
    account_id text COLLATE "C" NOT NULL,
    exchange text COLLATE "C" NOT NULL,
    symbol text COLLATE "C" NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    quantity_base numeric(39,18) NOT NULL,
    cost_quote numeric(39,18) NOT NULL,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, exchange, symbol, number),
    CHECK ('NaN' NOT IN (quantity_base, cost_quote))
);

-- payload_digest: FNV-1a, 64 bits, of the payload.
CREATE TABLE discrepancies (
    account_id text COLLATE "C" NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    kind text COLLATE "C" NOT NULL CHECK (kind IN (
        'overfill', 'trade_for_rejected_order', 'fill_beyond_hold', 'correction_of_busted_trade',
        'unknown_order', 'ambiguous_order', 'conflicting_duplicate', 'not_a_trade')),
    state text COLLATE "C" NOT NULL CHECK (state IN ('OPEN', 'RESOLVED')),
    opened_at timestamptz NOT NULL,
    entry_seq bigint NOT NULL CHECK (entry_seq > 0),
    detail text COLLATE "C" NOT NULL,
    payload text COLLATE "C" NOT NULL,
    payload_digest bigint NOT NULL,
    occurred_at timestamptz,
    resolution text COLLATE "C" CHECK (resolution IN ('ACCEPT', 'REJECT')),
    reason text COLLATE "C",
    PRIMARY KEY (account_id, number)
);

CREATE INDEX discrepancies_payload ON discrepancies (account_id, payload_digest);

CREATE TABLE daybook_meta (
    key text COLLATE "C" NOT NULL PRIMARY KEY,
    value text COLLATE "C" NOT NULL
);

CREATE FUNCTION daybook_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION daybook_append_only();

CREATE TRIGGER postings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION daybook_append_only();

CREATE TRIGGER executions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON executions
    FOR EACH STATEMENT EXECUTE FUNCTION daybook_append_only();
