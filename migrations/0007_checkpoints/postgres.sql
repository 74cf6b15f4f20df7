-- daybook: compatible-from 7
-- The chain of @book takes in which entries every account had, and a book says which one it is.

ALTER DOMAIN entries_kind DROP CONSTRAINT entries_kind_check;
ALTER DOMAIN entries_kind ADD CHECK (VALUE IN (
    'define_asset', 'define_instrument', 'open_account', 'close_account', 'deposit', 'withdraw',
    'place_order', 'cancel_order', 'replace_order', 'book_execution', 'resolve_discrepancy',
    'checkpoint'));

CREATE DOMAIN checkpoint_heads_seq AS bigint CHECK (VALUE > 0);
CREATE DOMAIN checkpoint_heads_hash AS bytea CHECK (length(VALUE) = 32);
CREATE TABLE checkpoint_heads (
    account_id text COLLATE "C" NOT NULL PRIMARY KEY,
    seq checkpoint_heads_seq NOT NULL,
    hash checkpoint_heads_hash NOT NULL
) WITH (fillfactor = 50);
