-- daybook: expand
-- What an order's exchange has still to be told, written with the entry that wants it told.

CREATE TABLE outbox (
    account_id text COLLATE "C" NOT NULL,
    entry_seq bigint NOT NULL CHECK (entry_seq > 0),
    order_id uuid NOT NULL,
    exchange text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL CHECK (action IN ('PLACE', 'CANCEL', 'REPLACE')),
    state text COLLATE "C" NOT NULL CHECK (state IN ('PENDING', 'SENT', 'ANSWERED', 'ABANDONED')),
    client_order_id text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL CHECK (attempts >= 0),
    detail text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, entry_seq)
) WITH (fillfactor = 50);

-- What is still to be done, little among all.
CREATE INDEX outbox_unanswered ON outbox (account_id, entry_seq)
    WHERE state = 'PENDING' OR state = 'SENT';

-- One worker at a time speaks to an exchange; generation grows with every change of hands.
CREATE TABLE exchange_leases (
    exchange text COLLATE "C" NOT NULL PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    generation bigint NOT NULL CHECK (generation > 0),
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
