// The plain schema of the founding designs, for Postgres and for SQLite, and the journal and
// balances that a book needs on top of it.

const columns = (type) => `
CREATE TABLE orders (
  id ${type.id} PRIMARY KEY,
  exchange text NOT NULL,
  symbol text NOT NULL,
  side text NOT NULL,
  type text NOT NULL,
  quantity_base ${type.decimal} NOT NULL,
  price_quote ${type.decimal},
  status text NOT NULL,
  exchange_order_id text,
  idempotency_key text NOT NULL UNIQUE,
  created_at ${type.time} NOT NULL,
  updated_at ${type.time} NOT NULL
);
CREATE TABLE executions (
  id ${type.id} PRIMARY KEY,
  order_id ${type.id} NOT NULL REFERENCES orders (id),
  exec_id text NOT NULL,
  exec_type text NOT NULL,
  last_quantity_base ${type.decimal},
  last_price_quote ${type.decimal},
  fee_amount ${type.decimal},
  created_at ${type.time} NOT NULL,
  UNIQUE (order_id, exec_id)
);
CREATE TABLE journal (
  id ${type.id} PRIMARY KEY,
  order_id ${type.id} NOT NULL,
  account text NOT NULL,
  bucket text NOT NULL,
  asset text NOT NULL,
  amount ${type.decimal} NOT NULL
);
CREATE TABLE balances (
  account text NOT NULL,
  asset text NOT NULL,
  available ${type.decimal} NOT NULL,
  held ${type.decimal} NOT NULL,
  PRIMARY KEY (account, asset)
);`;

export const postgresSql = columns({id: 'uuid', decimal: 'numeric', time: 'timestamptz'});
// SQLite has no decimals: they are text, and what it adds up is floating point. Exact sums would
// cost the peer more.
export const sqliteSql = columns({id: 'text', decimal: 'text', time: 'integer'});
