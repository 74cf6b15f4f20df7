// One lifecycle, and many at once, with Drizzle on better-sqlite3.
import {and, eq, sql} from 'drizzle-orm';
import {accounts} from './rows.mjs';
import {sqliteTables as t} from './tables.mjs';

export function fundAccounts(db) {
  db.transaction((tx) => {
    for (let i = 0; i < accounts; ++i) {
      tx.insert(t.balances).values([
        {account: `account-${i}`, asset: 'USD', available: '1000000000', held: '0'},
        {account: `account-${i}`, asset: 'BTC', available: '0', held: '0'}]).run();
    }
  });
}

function move(tx, account, asset, available, held) {
  tx.update(t.balances)
    .set({available: sql`${t.balances.available} + ${available}`,
      held: sql`${t.balances.held} + ${held}`})
    .where(and(eq(t.balances.account, account), eq(t.balances.asset, asset))).run();
}

// A transaction a step, a statement a row: as an application is written.
export function runIdiomatic(db, life, withLedger) {
  db.transaction((tx) => {
    tx.insert(t.orders).values(life.order).run();
    if (!withLedger) return;
    tx.insert(t.journal).values(life.placeLines).run();
    move(tx, life.account, 'USD', `-${life.hold}`, life.hold);
  }, {behavior: 'immediate'});
  db.transaction((tx) => {
    tx.insert(t.executions).values(life.acknowledged).run();
    tx.update(t.orders)
      .set({status: 'NEW', exchangeOrderId: life.exchangeOrderId, updatedAt: new Date()})
      .where(eq(t.orders.id, life.order.id)).run();
  }, {behavior: 'immediate'});
  db.transaction((tx) => {
    tx.insert(t.executions).values(life.filled).run();
    tx.update(t.orders).set({status: 'FILLED', updatedAt: new Date()})
      .where(eq(t.orders.id, life.order.id)).run();
    if (!withLedger) return;
    tx.insert(t.journal).values(life.fillLines).run();
    move(tx, life.account, 'USD', '0', `-${life.hold}`);
    move(tx, life.account, 'BTC', '0.5', '0');
  }, {behavior: 'immediate'});
}

const names = (table) => Object.keys(table).filter((name) => table[name]?.name !== undefined);
const placeholders = (table) =>
  Object.fromEntries(names(table).map((name) => [name, sql.placeholder(name)]));

// Prepared once for each database.
function statements(db) {
  const balance = db.update(t.balances)
    .set({available: sql`${t.balances.available} + ${sql.placeholder('available')}`,
      held: sql`${t.balances.held} + ${sql.placeholder('held')}`})
    .where(and(eq(t.balances.account, sql.placeholder('account')),
      eq(t.balances.asset, sql.placeholder('asset'))));
  return {
    order: db.insert(t.orders).values(placeholders(t.orders)).prepare(),
    execution: db.insert(t.executions).values(placeholders(t.executions)).prepare(),
    line: db.insert(t.journal).values(placeholders(t.journal)).prepare(),
    acknowledge: db.update(t.orders)
      .set({status: 'NEW', exchangeOrderId: sql`${sql.placeholder('name')}`,
        updatedAt: sql`${sql.placeholder('now')}`})
      .where(eq(t.orders.id, sql.placeholder('id'))).prepare(),
    fill: db.update(t.orders).set({status: 'FILLED', updatedAt: sql`${sql.placeholder('now')}`})
      .where(eq(t.orders.id, sql.placeholder('id'))).prepare(),
    balance: balance.prepare(),
  };
}

const prepared = new WeakMap();

// One transaction for many lifecycles with prepared statements: the best that is to be had in
// process, where a statement is no round trip.
export function runBatch(db, lives, withLedger) {
  if (!prepared.has(db)) prepared.set(db, statements(db));
  const s = prepared.get(db);
  const now = Date.now();
  db.transaction(() => {
    for (const life of lives) {
      const id = life.order.id;
      s.order.run(life.order);
      s.execution.run(life.acknowledged);
      s.acknowledge.run({id, now, name: life.exchangeOrderId});
      s.execution.run(life.filled);
      s.fill.run({id, now});
      if (!withLedger) continue;
      for (const line of [...life.placeLines, ...life.fillLines]) s.line.run(line);
      s.balance.run({account: life.account, asset: 'USD', available: `-${life.hold}`, held: '0'});
      s.balance.run({account: life.account, asset: 'BTC', available: '0.5', held: '0'});
    }
  }, {behavior: 'immediate'});
}

export function countRows(db) {
  const count = (table, where) =>
    db.select({n: sql`count(*)`}).from(table).where(where).get().n;
  return {filled: count(t.orders, eq(t.orders.status, 'FILLED')),
    executions: count(t.executions), lines: count(t.journal)};
}
