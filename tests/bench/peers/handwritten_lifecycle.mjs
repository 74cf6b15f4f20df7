// One lifecycle, and many at once, with postgres.js and SQL by hand. `db` is its client.
import {accounts} from './rows.mjs';

// As postgres.js takes an object's members for columns.
const orderColumns = ['id', 'exchange', 'symbol', 'side', 'type', 'quantity_base', 'price_quote',
  'status', 'exchange_order_id', 'idempotency_key', 'created_at', 'updated_at'];
const executionColumns = ['id', 'order_id', 'exec_id', 'exec_type', 'last_quantity_base',
  'last_price_quote', 'fee_amount', 'created_at'];
const lineColumns = ['id', 'order_id', 'account', 'bucket', 'asset', 'amount'];

// The rows' members are in the order of the columns.
const named = (columns) => (row) => {
  const values = Object.values(row);
  return Object.fromEntries(columns.map((name, i) => [name, values[i]]));
};
const orderRow = named(orderColumns);
const executionRow = named(executionColumns);
const lineRow = named(lineColumns);

export async function fundAccounts(db) {
  await db`INSERT INTO balances SELECT 'account-' || n, asset, CASE asset WHEN 'USD'
    THEN 1000000000 ELSE 0 END, 0 FROM generate_series(0, ${accounts - 1}::int) AS n,
    unnest(ARRAY['USD', 'BTC']) AS asset`;
}

const move = (tx, account, asset, available, held) => tx`UPDATE balances
  SET available = available + ${available}::numeric, held = held + ${held}::numeric
  WHERE account = ${account} AND asset = ${asset}`;

// The statements of a transaction are sent without waiting for each other's answers.
export async function runIdiomatic(db, life, withLedger) {
  const id = life.order.id;
  await db.begin((tx) => [
    tx`INSERT INTO orders ${tx(orderRow(life.order))}`,
    ...withLedger ? [tx`INSERT INTO journal ${tx(life.placeLines.map(lineRow))}`,
      move(tx, life.account, 'USD', `-${life.hold}`, life.hold)] : [],
  ]);
  await db.begin((tx) => [
    tx`INSERT INTO executions ${tx(executionRow(life.acknowledged))}`,
    tx`UPDATE orders SET status = 'NEW', exchange_order_id = ${life.exchangeOrderId},
      updated_at = ${new Date()} WHERE id = ${id}`,
  ]);
  await db.begin((tx) => [
    tx`INSERT INTO executions ${tx(executionRow(life.filled))}`,
    tx`UPDATE orders SET status = 'FILLED', updated_at = ${new Date()} WHERE id = ${id}`,
    ...withLedger ? [tx`INSERT INTO journal ${tx(life.fillLines.map(lineRow))}`,
      move(tx, life.account, 'USD', '0', `-${life.hold}`),
      move(tx, life.account, 'BTC', '0.5', '0')] : [],
  ]);
}

// A transaction for all steps of many lifecycles, a statement a table.
export async function runBatch(db, lives, withLedger) {
  const ids = lives.map((life) => life.order.id);
  await db.begin((tx) => [
    tx`INSERT INTO orders ${tx(lives.map((life) => orderRow(life.order)))}`,
    tx`INSERT INTO executions ${tx(lives.flatMap((life) =>
      [executionRow(life.acknowledged), executionRow(life.filled)]))}`,
    tx`UPDATE orders SET status = 'NEW', exchange_order_id = u.name, updated_at = now()
      FROM unnest(${ids}::uuid[], ${lives.map((life) => life.exchangeOrderId)}::text[])
      AS u(id, name) WHERE orders.id = u.id`,
    tx`UPDATE orders SET status = 'FILLED', updated_at = now() WHERE id = ANY (${ids}::uuid[])`,
    ...withLedger ? [
      tx`INSERT INTO journal ${tx(lives.flatMap((life) =>
        [...life.placeLines, ...life.fillLines].map(lineRow)))}`,
      tx`UPDATE balances SET available = available + CASE asset WHEN 'BTC' THEN u.n * 0.5
        ELSE -u.spent END FROM (SELECT account, count(*) AS n, sum(hold) AS spent
        FROM unnest(${lives.map((life) => life.account)}::text[],
        ${lives.map((life) => life.hold)}::numeric[]) AS h(account, hold) GROUP BY account) AS u
        WHERE balances.account = u.account`,
    ] : [],
  ]);
}

export async function countRows(db) {
  const [row] = await db`SELECT (SELECT count(*) FROM orders WHERE status = 'FILLED')::int AS filled,
    (SELECT count(*) FROM executions)::int AS executions,
    (SELECT count(*) FROM journal)::int AS lines`;
  return row;
}
