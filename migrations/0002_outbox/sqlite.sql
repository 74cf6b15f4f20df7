-- daybook: expand
-- What an order's exchange has still to be told, written with the entry that wants it told.

CREATE TABLE outbox (
    account_id TEXT NOT NULL,
    entry_seq INTEGER NOT NULL CHECK (entry_seq > 0),
    order_id BLOB NOT NULL CHECK (length(order_id) = 16),
    exchange TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action = 'PLACE' OR action = 'CANCEL' OR action = 'REPLACE'),
    state TEXT NOT NULL CHECK (
        state = 'PENDING' OR state = 'SENT' OR state = 'ANSWERED' OR state = 'ABANDONED'),
    client_order_id TEXT NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    detail TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, entry_seq)
) STRICT, WITHOUT ROWID;

-- What is still to be done, little among all.
CREATE INDEX outbox_unanswered ON outbox (account_id, entry_seq)
    WHERE state = 'PENDING' OR state = 'SENT';

-- One worker at a time speaks to an exchange; generation grows with every change of hands.
CREATE TABLE exchange_leases (
    exchange TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    generation INTEGER NOT NULL CHECK (generation > 0),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
