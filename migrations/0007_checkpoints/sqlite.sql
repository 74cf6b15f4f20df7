-- daybook: compatible-from 7
-- The chain of @book takes in which entries every account had, and a book says which one it is.

CREATE TABLE entries_new (
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (
        kind = 'define_asset' OR kind = 'define_instrument' OR kind = 'open_account'
        OR kind = 'close_account' OR kind = 'deposit' OR kind = 'withdraw' OR kind = 'place_order'
        OR kind = 'cancel_order' OR kind = 'replace_order' OR kind = 'book_execution'
        OR kind = 'resolve_discrepancy' OR kind = 'checkpoint'),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    idempotency_key TEXT,
    order_id BLOB CHECK (length(order_id) = 16),
    refusal TEXT,
    payload TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    instrument_entry INTEGER CHECK (instrument_entry > 0),
    PRIMARY KEY (account_id, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO entries_new (
    account_id, seq, kind, occurred_at, recorded_at, idempotency_key, order_id, refusal, payload,
    hash, instrument_entry)
SELECT account_id, seq, kind, occurred_at, recorded_at, idempotency_key, order_id, refusal, payload,
    hash, instrument_entry
FROM entries;
DROP TABLE entries;
ALTER TABLE entries_new RENAME TO entries;
CREATE UNIQUE INDEX entries_idempotency_key ON entries (account_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX entries_deposits ON entries (account_id, seq) WHERE kind = 'deposit';
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;

CREATE TABLE checkpoint_heads (
    account_id TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL CHECK (seq > 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;
