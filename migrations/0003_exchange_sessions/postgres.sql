-- daybook: expand
-- daybook: allow index-not-concurrent because nothing has written to outbox before this schema
-- What an exchange is to be asked for, an exchange that is paused, and orders placed elsewhere.

ALTER TABLE orders
    ADD COLUMN origin text COLLATE "C" CHECK (origin IN ('DAYBOOK', 'EXTERNAL'));

ALTER TABLE outbox
    ADD COLUMN quantity_base numeric(39,18) CHECK (quantity_base <> 'NaN'),
    ADD COLUMN price_quote numeric(39,18) CHECK (price_quote <> 'NaN');
CREATE INDEX outbox_orders ON outbox (account_id, order_id, entry_seq);

ALTER TABLE exchange_leases ADD COLUMN paused_because text COLLATE "C";
