// One lifecycle, and many at once, with Drizzle on Postgres or PGlite.
import {and, eq, inArray, sql} from 'drizzle-orm';
import {accounts} from './rows.mjs';
import {postgresTables as t} from './tables.mjs';

export async function fundAccounts(db) {
  const rows = [];
  for (let i = 0; i < accounts; ++i) {
    rows.push({account: `account-${i}`, asset: 'USD', available: '1000000000', held: '0'});
    rows.push({account: `account-${i}`, asset: 'BTC', available: '0', held: '0'});
  }
  await db.insert(t.balances).values(rows);
}

function move(tx, account, asset, available, held) {
  return tx.update(t.balances)
    .set({available: sql`${t.balances.available} + ${available}::numeric`,
      held: sql`${t.balances.held} + ${held}::numeric`})
    .where(and(eq(t.balances.account, account), eq(t.balances.asset, asset)));
}

// A transaction a step, a statement a row: as an application is written.
export async function runIdiomatic(db, life, withLedger) {
  await db.transaction(async (tx) => {
    await tx.insert(t.orders).values(life.order);
    if (!withLedger) return;
    await tx.insert(t.journal).values(life.placeLines);
    await move(tx, life.account, 'USD', `-${life.hold}`, life.hold);
  });
  await db.transaction(async (tx) => {
    await tx.insert(t.executions).values(life.acknowledged);
    await tx.update(t.orders)
      .set({status: 'NEW', exchangeOrderId: life.exchangeOrderId, updatedAt: new Date()})
      .where(eq(t.orders.id, life.order.id));
  });
  await db.transaction(async (tx) => {
    await tx.insert(t.executions).values(life.filled);
    await tx.update(t.orders).set({status: 'FILLED', updatedAt: new Date()})
      .where(eq(t.orders.id, life.order.id));
    if (!withLedger) return;
    await tx.insert(t.journal).values(life.fillLines);
    await move(tx, life.account, 'USD', '0', `-${life.hold}`);
    await move(tx, life.account, 'BTC', '0.5', '0');
  });
}

// Sums by account and asset, one row each: what a set-based update needs.
function moves(lives) {
  const sums = new Map();
  for (const life of lives) {
    sums.set(life.account, (sums.get(life.account) ?? 0) + 1);
  }
  return [...sums];
}

// PGlite counts a statement's parameters in 16 bits with a sign.
async function insertAll(tx, table, rows) {
  const each = Math.floor(32767 / Object.keys(rows[0]).length);
  for (let i = 0; i < rows.length; i += each) {
    await tx.insert(table).values(rows.slice(i, i + each));
  }
}

const list = (values) => `{${values.join(',')}}`;

// A transaction for all steps of many lifecycles, a statement a table: the best that is to be had.
export async function runBatch(db, lives, withLedger) {
  const ids = lives.map((life) => life.order.id);
  await db.transaction(async (tx) => {
    await insertAll(tx, t.orders, lives.map((life) => life.order));
    await insertAll(tx, t.executions, lives.flatMap((life) => [life.acknowledged, life.filled]));
    await tx.execute(sql`UPDATE orders SET status = 'NEW', exchange_order_id = u.name,
      updated_at = now() FROM unnest(${list(ids)}::uuid[],
      ${list(lives.map((life) => life.exchangeOrderId))}::text[]) AS u(id, name)
      WHERE orders.id = u.id`);
    await tx.update(t.orders).set({status: 'FILLED', updatedAt: new Date()})
      .where(inArray(t.orders.id, ids));
    if (!withLedger) return;
    await insertAll(tx, t.journal,
      lives.flatMap((life) => [...life.placeLines, ...life.fillLines]));
    const sums = moves(lives);
    await tx.execute(sql`UPDATE balances SET available = available + u.n * 0.5
      FROM unnest(${list(sums.map(([account]) => account))}::text[],
      ${list(sums.map(([, count]) => count))}::numeric[]) AS u(account, n)
      WHERE balances.account = u.account AND asset = 'BTC'`);
    await tx.execute(sql`UPDATE balances SET available = available - u.spent
      FROM (SELECT account, sum(hold) AS spent FROM unnest(
      ${list(lives.map((life) => life.account))}::text[],
      ${list(lives.map((life) => life.hold))}::numeric[]) AS h(account, hold) GROUP BY account) AS u
      WHERE balances.account = u.account AND asset = 'USD'`);
  });
}

export async function countRows(db) {
  const [filled] = await db.select({n: sql`count(*)::int`}).from(t.orders)
    .where(eq(t.orders.status, 'FILLED'));
  const [executions] = await db.select({n: sql`count(*)::int`}).from(t.executions);
  const [lines] = await db.select({n: sql`count(*)::int`}).from(t.journal);
  return {filled: filled.n, executions: executions.n, lines: lines.n};
}
