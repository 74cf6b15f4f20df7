-- daybook: expand
-- daybook: allow alter-column-type because a domain without a check leaves a column as it is
-- The checks of columns become those of domains. Postgres reads and plans the CHECKs of a table anew
-- in every statement that writes to it, which was a seventh of a single order's time; those of a
-- domain once a session. No table is written anew; each is read once for each of its domains, and
-- orders_open, entries_deposits and outbox_unanswered are built again.

CREATE DOMAIN assets_display_decimals AS integer;
ALTER TABLE assets
    DROP CONSTRAINT assets_display_decimals_check,
    ALTER COLUMN display_decimals TYPE assets_display_decimals;
ALTER DOMAIN assets_display_decimals ADD CHECK (VALUE BETWEEN 0 AND 18);

CREATE DOMAIN instruments_kind AS text COLLATE "C";
CREATE DOMAIN instruments_price_increment_quote AS numeric(39,18);
CREATE DOMAIN instruments_quantity_increment_base AS numeric(39,18);
CREATE DOMAIN instruments_min_quantity_base AS numeric(39,18);
CREATE DOMAIN instruments_min_notional_quote AS numeric(39,18);
CREATE DOMAIN instruments_maker_fee_rate AS numeric(39,18);
CREATE DOMAIN instruments_taker_fee_rate AS numeric(39,18);
CREATE DOMAIN instruments_state AS text COLLATE "C";
ALTER TABLE instruments
    DROP CONSTRAINT instruments_kind_check,
    DROP CONSTRAINT instruments_state_check,
    DROP CONSTRAINT instruments_check,
    ALTER COLUMN kind TYPE instruments_kind,
    ALTER COLUMN price_increment_quote TYPE instruments_price_increment_quote,
    ALTER COLUMN quantity_increment_base TYPE instruments_quantity_increment_base,
    ALTER COLUMN min_quantity_base TYPE instruments_min_quantity_base,
    ALTER COLUMN min_notional_quote TYPE instruments_min_notional_quote,
    ALTER COLUMN maker_fee_rate TYPE instruments_maker_fee_rate,
    ALTER COLUMN taker_fee_rate TYPE instruments_taker_fee_rate,
    ALTER COLUMN state TYPE instruments_state;
ALTER DOMAIN instruments_kind ADD CHECK (VALUE IN ('SPOT'));
ALTER DOMAIN instruments_price_increment_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN instruments_quantity_increment_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN instruments_min_quantity_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN instruments_min_notional_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN instruments_maker_fee_rate ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN instruments_taker_fee_rate ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN instruments_state ADD CHECK (VALUE IN ('OPEN', 'HALTED'));

CREATE DOMAIN accounts_funding AS text COLLATE "C";
CREATE DOMAIN accounts_cost_basis AS text COLLATE "C";
CREATE DOMAIN accounts_state AS text COLLATE "C";
CREATE DOMAIN accounts_last_seq AS bigint;
CREATE DOMAIN accounts_last_hash AS bytea;
CREATE DOMAIN accounts_discrepancies AS bigint;
ALTER TABLE accounts
    DROP CONSTRAINT accounts_funding_check,
    DROP CONSTRAINT accounts_cost_basis_check,
    DROP CONSTRAINT accounts_state_check,
    DROP CONSTRAINT accounts_last_seq_check,
    DROP CONSTRAINT accounts_last_hash_check,
    DROP CONSTRAINT accounts_discrepancies_check,
    ALTER COLUMN funding TYPE accounts_funding,
    ALTER COLUMN cost_basis TYPE accounts_cost_basis,
    ALTER COLUMN state TYPE accounts_state,
    ALTER COLUMN last_seq TYPE accounts_last_seq,
    ALTER COLUMN last_hash TYPE accounts_last_hash,
    ALTER COLUMN discrepancies TYPE accounts_discrepancies;
ALTER DOMAIN accounts_funding ADD CHECK (VALUE IN ('PREFUNDED', 'MARGIN'));
ALTER DOMAIN accounts_cost_basis ADD CHECK (VALUE IN ('AVERAGE', 'FIFO', 'LIFO', 'HIFO'));
ALTER DOMAIN accounts_state ADD CHECK (VALUE IN ('OPEN', 'CLOSED'));
ALTER DOMAIN accounts_last_seq ADD CHECK (VALUE >= 0);
ALTER DOMAIN accounts_last_hash ADD CHECK (length(VALUE) = 32);
ALTER DOMAIN accounts_discrepancies ADD CHECK (VALUE >= 0);

CREATE DOMAIN orders_side AS text COLLATE "C";
CREATE DOMAIN orders_type AS text COLLATE "C";
CREATE DOMAIN orders_time_in_force AS text COLLATE "C";
CREATE DOMAIN orders_quantity_base AS numeric(39,18);
CREATE DOMAIN orders_price_quote AS numeric(39,18);
CREATE DOMAIN orders_stop_price_quote AS numeric(39,18);
CREATE DOMAIN orders_budget_quote AS numeric(39,18);
CREATE DOMAIN orders_status AS text COLLATE "C";
CREATE DOMAIN orders_facts AS integer;
CREATE DOMAIN orders_cancel_requests AS bigint;
CREATE DOMAIN orders_pending_cancels AS bigint;
CREATE DOMAIN orders_pending_replaces AS bigint;
CREATE DOMAIN orders_filled_base AS numeric(39,18);
CREATE DOMAIN orders_filled_quote AS numeric(39,18);
CREATE DOMAIN orders_fees_quote AS numeric(39,18);
CREATE DOMAIN orders_unmatched_reports AS bigint;
CREATE DOMAIN orders_version AS bigint;
CREATE DOMAIN orders_origin AS text COLLATE "C";
ALTER TABLE orders
    DROP CONSTRAINT orders_side_check,
    DROP CONSTRAINT orders_type_check,
    DROP CONSTRAINT orders_time_in_force_check,
    DROP CONSTRAINT orders_status_check,
    DROP CONSTRAINT orders_facts_check,
    DROP CONSTRAINT orders_cancel_requests_check,
    DROP CONSTRAINT orders_pending_cancels_check,
    DROP CONSTRAINT orders_pending_replaces_check,
    DROP CONSTRAINT orders_unmatched_reports_check,
    DROP CONSTRAINT orders_version_check,
    DROP CONSTRAINT orders_origin_check,
    DROP CONSTRAINT orders_check,
    ALTER COLUMN side TYPE orders_side,
    ALTER COLUMN type TYPE orders_type,
    ALTER COLUMN time_in_force TYPE orders_time_in_force,
    ALTER COLUMN quantity_base TYPE orders_quantity_base,
    ALTER COLUMN price_quote TYPE orders_price_quote,
    ALTER COLUMN stop_price_quote TYPE orders_stop_price_quote,
    ALTER COLUMN budget_quote TYPE orders_budget_quote,
    ALTER COLUMN status TYPE orders_status,
    ALTER COLUMN facts TYPE orders_facts,
    ALTER COLUMN cancel_requests TYPE orders_cancel_requests,
    ALTER COLUMN pending_cancels TYPE orders_pending_cancels,
    ALTER COLUMN pending_replaces TYPE orders_pending_replaces,
    ALTER COLUMN filled_base TYPE orders_filled_base,
    ALTER COLUMN filled_quote TYPE orders_filled_quote,
    ALTER COLUMN fees_quote TYPE orders_fees_quote,
    ALTER COLUMN unmatched_reports TYPE orders_unmatched_reports,
    ALTER COLUMN version TYPE orders_version,
    ALTER COLUMN origin TYPE orders_origin;
ALTER DOMAIN orders_side ADD CHECK (VALUE IN ('BUY', 'SELL'));
ALTER DOMAIN orders_type ADD CHECK (VALUE IN ('MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT'));
ALTER DOMAIN orders_time_in_force ADD CHECK (VALUE IN ('DAY', 'GTC', 'IOC', 'FOK', 'GTD'));
ALTER DOMAIN orders_quantity_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN orders_price_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN orders_stop_price_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN orders_budget_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN orders_status ADD CHECK (VALUE IN (
    'PENDING_CANCEL', 'PENDING_REPLACE', 'DONE_FOR_DAY', 'CALCULATED', 'FILLED', 'STOPPED',
    'SUSPENDED', 'CANCELED', 'EXPIRED', 'PARTIALLY_FILLED', 'NEW', 'REJECTED', 'PENDING_NEW'));
ALTER DOMAIN orders_facts ADD CHECK (VALUE BETWEEN 0 AND 255);
ALTER DOMAIN orders_cancel_requests ADD CHECK (VALUE >= 0);
ALTER DOMAIN orders_pending_cancels ADD CHECK (VALUE >= 0);
ALTER DOMAIN orders_pending_replaces ADD CHECK (VALUE >= 0);
ALTER DOMAIN orders_filled_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN orders_filled_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN orders_fees_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN orders_unmatched_reports ADD CHECK (VALUE >= 0);
ALTER DOMAIN orders_version ADD CHECK (VALUE > 0);
ALTER DOMAIN orders_origin ADD CHECK (VALUE IN ('DAYBOOK', 'EXTERNAL'));

CREATE DOMAIN executions_entry_seq AS bigint;
CREATE DOMAIN executions_exec_type AS text COLLATE "C";
CREATE DOMAIN executions_last_quantity_base AS numeric(39,18);
CREATE DOMAIN executions_last_price_quote AS numeric(39,18);
CREATE DOMAIN executions_fee_amount AS numeric(39,18);
CREATE DOMAIN executions_liquidity AS text COLLATE "C";
CREATE DOMAIN executions_quantity_base AS numeric(39,18);
CREATE DOMAIN executions_price_quote AS numeric(39,18);
ALTER TABLE executions
    DROP CONSTRAINT executions_entry_seq_check,
    DROP CONSTRAINT executions_exec_type_check,
    DROP CONSTRAINT executions_liquidity_check,
    DROP CONSTRAINT executions_check1,
    ALTER COLUMN entry_seq TYPE executions_entry_seq,
    ALTER COLUMN exec_type TYPE executions_exec_type,
    ALTER COLUMN last_quantity_base TYPE executions_last_quantity_base,
    ALTER COLUMN last_price_quote TYPE executions_last_price_quote,
    ALTER COLUMN fee_amount TYPE executions_fee_amount,
    ALTER COLUMN liquidity TYPE executions_liquidity,
    ALTER COLUMN quantity_base TYPE executions_quantity_base,
    ALTER COLUMN price_quote TYPE executions_price_quote;
ALTER DOMAIN executions_entry_seq ADD CHECK (VALUE > 0);
ALTER DOMAIN executions_exec_type ADD CHECK (VALUE IN (
    'PENDING_NEW', 'NEW', 'TRADE', 'DONE_FOR_DAY', 'CANCELED', 'REPLACED', 'PENDING_CANCEL',
    'PENDING_REPLACE', 'STOPPED', 'REJECTED', 'SUSPENDED', 'RESTATED', 'CALCULATED', 'EXPIRED',
    'TRADE_CORRECT', 'TRADE_CANCEL', 'ORDER_STATUS', 'CANCEL_REJECTED', 'REPLACE_REJECTED'));
ALTER DOMAIN executions_last_quantity_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN executions_last_price_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN executions_fee_amount ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN executions_liquidity ADD CHECK (VALUE IN ('MAKER', 'TAKER'));
ALTER DOMAIN executions_quantity_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN executions_price_quote ADD CHECK (VALUE <> 'NaN');

CREATE DOMAIN entries_seq AS bigint;
CREATE DOMAIN entries_kind AS text COLLATE "C";
CREATE DOMAIN entries_hash AS bytea;
ALTER TABLE entries
    DROP CONSTRAINT entries_seq_check,
    DROP CONSTRAINT entries_kind_check,
    DROP CONSTRAINT entries_hash_check,
    ALTER COLUMN seq TYPE entries_seq,
    ALTER COLUMN kind TYPE entries_kind,
    ALTER COLUMN hash TYPE entries_hash;
ALTER DOMAIN entries_seq ADD CHECK (VALUE > 0);
ALTER DOMAIN entries_kind ADD CHECK (VALUE IN (
    'define_asset', 'define_instrument', 'open_account', 'close_account', 'deposit', 'withdraw',
    'place_order', 'cancel_order', 'replace_order', 'book_execution', 'resolve_discrepancy'));
ALTER DOMAIN entries_hash ADD CHECK (length(VALUE) = 32);

CREATE DOMAIN postings_entry_seq AS bigint;
CREATE DOMAIN postings_line AS integer;
CREATE DOMAIN postings_bucket AS text COLLATE "C";
CREATE DOMAIN postings_amount AS numeric(39,18);
ALTER TABLE postings
    DROP CONSTRAINT postings_entry_seq_check,
    DROP CONSTRAINT postings_line_check,
    DROP CONSTRAINT postings_bucket_check,
    DROP CONSTRAINT postings_amount_check,
    ALTER COLUMN entry_seq TYPE postings_entry_seq,
    ALTER COLUMN line TYPE postings_line,
    ALTER COLUMN bucket TYPE postings_bucket,
    ALTER COLUMN amount TYPE postings_amount;
ALTER DOMAIN postings_entry_seq ADD CHECK (VALUE > 0);
ALTER DOMAIN postings_line ADD CHECK (VALUE > 0);
ALTER DOMAIN postings_bucket ADD CHECK (VALUE IN (
    'AVAILABLE', 'HELD', 'TRADING', 'FEES', 'EXTERNAL'));
ALTER DOMAIN postings_amount ADD CHECK (VALUE <> 'NaN' AND (VALUE <> 0));

CREATE DOMAIN balances_available AS numeric(39,18);
CREATE DOMAIN balances_held AS numeric(39,18);
CREATE DOMAIN balances_fees AS numeric(39,18);
CREATE DOMAIN balances_external AS numeric(39,18);
ALTER TABLE balances
    DROP CONSTRAINT balances_check,
    ALTER COLUMN available TYPE balances_available,
    ALTER COLUMN held TYPE balances_held,
    ALTER COLUMN fees TYPE balances_fees,
    ALTER COLUMN external TYPE balances_external;
ALTER DOMAIN balances_available ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN balances_held ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN balances_fees ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN balances_external ADD CHECK (VALUE <> 'NaN');

CREATE DOMAIN positions_quantity_base AS numeric(39,18);
CREATE DOMAIN positions_cost_quote AS numeric(39,18);
CREATE DOMAIN positions_realized_pnl_quote AS numeric(39,18);
CREATE DOMAIN positions_fees_quote AS numeric(39,18);
ALTER TABLE positions
    DROP CONSTRAINT positions_check,
    ALTER COLUMN quantity_base TYPE positions_quantity_base,
    ALTER COLUMN cost_quote TYPE positions_cost_quote,
    ALTER COLUMN realized_pnl_quote TYPE positions_realized_pnl_quote,
    ALTER COLUMN fees_quote TYPE positions_fees_quote;
ALTER DOMAIN positions_quantity_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN positions_cost_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN positions_realized_pnl_quote ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN positions_fees_quote ADD CHECK (VALUE <> 'NaN');

CREATE DOMAIN lots_number AS bigint;
CREATE DOMAIN lots_quantity_base AS numeric(39,18);
CREATE DOMAIN lots_cost_quote AS numeric(39,18);
ALTER TABLE lots
    DROP CONSTRAINT lots_number_check,
    DROP CONSTRAINT lots_check,
    ALTER COLUMN number TYPE lots_number,
    ALTER COLUMN quantity_base TYPE lots_quantity_base,
    ALTER COLUMN cost_quote TYPE lots_cost_quote;
ALTER DOMAIN lots_number ADD CHECK (VALUE > 0);
ALTER DOMAIN lots_quantity_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN lots_cost_quote ADD CHECK (VALUE <> 'NaN');

CREATE DOMAIN discrepancies_number AS bigint;
CREATE DOMAIN discrepancies_kind AS text COLLATE "C";
CREATE DOMAIN discrepancies_state AS text COLLATE "C";
CREATE DOMAIN discrepancies_entry_seq AS bigint;
CREATE DOMAIN discrepancies_resolution AS text COLLATE "C";
ALTER TABLE discrepancies
    DROP CONSTRAINT discrepancies_number_check,
    DROP CONSTRAINT discrepancies_kind_check,
    DROP CONSTRAINT discrepancies_state_check,
    DROP CONSTRAINT discrepancies_entry_seq_check,
    DROP CONSTRAINT discrepancies_resolution_check,
    ALTER COLUMN number TYPE discrepancies_number,
    ALTER COLUMN kind TYPE discrepancies_kind,
    ALTER COLUMN state TYPE discrepancies_state,
    ALTER COLUMN entry_seq TYPE discrepancies_entry_seq,
    ALTER COLUMN resolution TYPE discrepancies_resolution;
ALTER DOMAIN discrepancies_number ADD CHECK (VALUE > 0);
ALTER DOMAIN discrepancies_kind ADD CHECK (VALUE IN (
    'overfill', 'trade_for_rejected_order', 'fill_beyond_hold', 'correction_of_busted_trade',
    'unknown_order', 'ambiguous_order', 'conflicting_duplicate', 'not_a_trade'));
ALTER DOMAIN discrepancies_state ADD CHECK (VALUE IN ('OPEN', 'RESOLVED'));
ALTER DOMAIN discrepancies_entry_seq ADD CHECK (VALUE > 0);
ALTER DOMAIN discrepancies_resolution ADD CHECK (VALUE IN ('ACCEPT', 'REJECT'));

CREATE DOMAIN outbox_entry_seq AS bigint;
CREATE DOMAIN outbox_action AS text COLLATE "C";
CREATE DOMAIN outbox_state AS text COLLATE "C";
CREATE DOMAIN outbox_attempts AS bigint;
CREATE DOMAIN outbox_quantity_base AS numeric(39,18);
CREATE DOMAIN outbox_price_quote AS numeric(39,18);
ALTER TABLE outbox
    DROP CONSTRAINT outbox_entry_seq_check,
    DROP CONSTRAINT outbox_action_check,
    DROP CONSTRAINT outbox_state_check,
    DROP CONSTRAINT outbox_attempts_check,
    DROP CONSTRAINT outbox_quantity_base_check,
    DROP CONSTRAINT outbox_price_quote_check,
    ALTER COLUMN entry_seq TYPE outbox_entry_seq,
    ALTER COLUMN action TYPE outbox_action,
    ALTER COLUMN state TYPE outbox_state,
    ALTER COLUMN attempts TYPE outbox_attempts,
    ALTER COLUMN quantity_base TYPE outbox_quantity_base,
    ALTER COLUMN price_quote TYPE outbox_price_quote;
ALTER DOMAIN outbox_entry_seq ADD CHECK (VALUE > 0);
ALTER DOMAIN outbox_action ADD CHECK (VALUE IN ('PLACE', 'CANCEL', 'REPLACE'));
ALTER DOMAIN outbox_state ADD CHECK (VALUE IN ('PENDING', 'SENT', 'ANSWERED', 'ABANDONED'));
ALTER DOMAIN outbox_attempts ADD CHECK (VALUE >= 0);
ALTER DOMAIN outbox_quantity_base ADD CHECK (VALUE <> 'NaN');
ALTER DOMAIN outbox_price_quote ADD CHECK (VALUE <> 'NaN');

CREATE DOMAIN exchange_leases_generation AS bigint;
ALTER TABLE exchange_leases
    DROP CONSTRAINT exchange_leases_generation_check,
    ALTER COLUMN generation TYPE exchange_leases_generation;
ALTER DOMAIN exchange_leases_generation ADD CHECK (VALUE > 0);
