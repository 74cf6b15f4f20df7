-- daybook: compatible-from 5
-- daybook: allow index-not-concurrent because the index holds few rows and is built in one scan
-- Requests have names, orders keep what they hold and every id that an exchange gave them, an
-- instrument's rules may change, fees are a list, and more kinds of discrepancies are known.
-- The requests that orders had outstanding had no names and are not carried over.

CREATE DOMAIN instruments_negative_prices AS integer CHECK (VALUE BETWEEN 0 AND 1);
CREATE DOMAIN instruments_entry_seq AS bigint CHECK (VALUE > 0);
ALTER TABLE instruments
    ADD COLUMN negative_prices instruments_negative_prices,
    ADD COLUMN entry_seq instruments_entry_seq;

CREATE DOMAIN orders_late_cancels AS bigint CHECK (VALUE > 0);
CREATE DOMAIN orders_late_replaces AS bigint CHECK (VALUE > 0);
CREATE DOMAIN orders_replaced_by AS bigint CHECK (VALUE > 0);
CREATE DOMAIN orders_held_base AS numeric(39,18) CHECK (VALUE <> 'NaN');
CREATE DOMAIN orders_held_quote AS numeric(39,18) CHECK (VALUE <> 'NaN');
CREATE DOMAIN orders_difference AS bigint CHECK (VALUE > 0);
ALTER TABLE orders
    DROP COLUMN cancel_requests,
    DROP COLUMN pending_cancels,
    DROP COLUMN replace_requests,
    DROP COLUMN pending_replaces,
    ADD COLUMN requests text COLLATE "C",
    ADD COLUMN late_cancels orders_late_cancels,
    ADD COLUMN late_replaces orders_late_replaces,
    ADD COLUMN replaced_by orders_replaced_by,
    ADD COLUMN held_base orders_held_base,
    ADD COLUMN held_quote orders_held_quote,
    ADD COLUMN recorded_at timestamptz,
    ADD COLUMN reported_at timestamptz,
    ADD COLUMN difference orders_difference;
DROP DOMAIN orders_cancel_requests;
DROP DOMAIN orders_pending_cancels;
DROP DOMAIN orders_pending_replaces;
ALTER DOMAIN orders_facts DROP CONSTRAINT orders_facts_check;
ALTER DOMAIN orders_facts ADD CHECK (VALUE BETWEEN 0 AND 2047);

CREATE TABLE earlier_exchange_order_ids (
    account_id text COLLATE "C" NOT NULL,
    exchange_order_id text COLLATE "C" NOT NULL,
    order_id uuid NOT NULL,
    PRIMARY KEY (account_id, exchange_order_id, order_id)
);

CREATE DOMAIN executions_stop_price_quote AS numeric(39,18) CHECK (VALUE <> 'NaN');
ALTER TABLE executions
    ADD COLUMN fees text COLLATE "C",
    ADD COLUMN stop_price_quote executions_stop_price_quote;
CREATE INDEX executions_corrections ON executions (account_id, order_id, entry_seq)
    WHERE exec_type = 'TRADE_CORRECT' OR exec_type = 'TRADE_CANCEL';

CREATE DOMAIN entries_instrument_entry AS bigint CHECK (VALUE > 0);
ALTER TABLE entries ADD COLUMN instrument_entry entries_instrument_entry;

CREATE DOMAIN balances_overdrawn AS bigint CHECK (VALUE > 0);
ALTER TABLE balances ADD COLUMN overdrawn balances_overdrawn;

ALTER TABLE discrepancies ADD COLUMN order_id uuid;
ALTER DOMAIN discrepancies_kind DROP CONSTRAINT discrepancies_kind_check;
ALTER DOMAIN discrepancies_kind ADD CHECK (VALUE IN (
    'overfill', 'trade_for_rejected_order', 'fill_beyond_hold', 'correction_of_busted_trade',
    'unknown_order', 'ambiguous_order', 'conflicting_duplicate', 'not_a_trade',
    'conflicting_terms', 'out_of_range', 'refused_order_lives', 'terms_changed',
    'price_not_allowed', 'overdrawn', 'trades_missing', 'order_differs'));

CREATE DOMAIN outbox_stop_price_quote AS numeric(39,18) CHECK (VALUE <> 'NaN');
ALTER TABLE outbox ADD COLUMN stop_price_quote outbox_stop_price_quote;
