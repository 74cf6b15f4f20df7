-- daybook: expand
-- daybook: allow index-not-concurrent because no release has written to outbox before this schema
-- Why every order of an exchange is to be canceled, under which lease a request was handed over,
-- and the requests that an operator has to look at.

ALTER TABLE exchange_leases ADD COLUMN cancel_all_because text COLLATE "C";

ALTER TABLE outbox ADD COLUMN generation bigint;
CREATE INDEX outbox_abandoned ON outbox (account_id, entry_seq) WHERE state = 'ABANDONED';
