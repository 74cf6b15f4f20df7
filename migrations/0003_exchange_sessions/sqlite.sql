-- daybook: expand
-- What an exchange is to be asked for, an exchange that is paused, and orders placed elsewhere.

ALTER TABLE orders ADD COLUMN origin TEXT CHECK (origin IN ('DAYBOOK', 'EXTERNAL'));

ALTER TABLE outbox ADD COLUMN quantity_base TEXT;
ALTER TABLE outbox ADD COLUMN price_quote TEXT;
CREATE INDEX outbox_orders ON outbox (account_id, order_id, entry_seq);

ALTER TABLE exchange_leases ADD COLUMN paused_because TEXT;
