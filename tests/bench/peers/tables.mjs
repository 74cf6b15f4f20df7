// The same schema as Drizzle sees it.
import * as pg from 'drizzle-orm/pg-core';
import * as lite from 'drizzle-orm/sqlite-core';

const orders = (table, c) => table('orders', {
  id: c.id('id').primaryKey(),
  exchange: c.text('exchange').notNull(),
  symbol: c.text('symbol').notNull(),
  side: c.text('side').notNull(),
  type: c.text('type').notNull(),
  quantityBase: c.decimal('quantity_base').notNull(),
  priceQuote: c.decimal('price_quote'),
  status: c.text('status').notNull(),
  exchangeOrderId: c.text('exchange_order_id'),
  idempotencyKey: c.text('idempotency_key').notNull().unique(),
  createdAt: c.time('created_at').notNull(),
  updatedAt: c.time('updated_at').notNull(),
});

const executions = (table, c) => table('executions', {
  id: c.id('id').primaryKey(),
  orderId: c.id('order_id').notNull(),
  execId: c.text('exec_id').notNull(),
  execType: c.text('exec_type').notNull(),
  lastQuantityBase: c.decimal('last_quantity_base'),
  lastPriceQuote: c.decimal('last_price_quote'),
  feeAmount: c.decimal('fee_amount'),
  createdAt: c.time('created_at').notNull(),
});

const journal = (table, c) => table('journal', {
  id: c.id('id').primaryKey(),
  orderId: c.id('order_id').notNull(),
  account: c.text('account').notNull(),
  bucket: c.text('bucket').notNull(),
  asset: c.text('asset').notNull(),
  amount: c.decimal('amount').notNull(),
});

const balances = (table, c) => table('balances', {
  account: c.text('account').notNull(),
  asset: c.text('asset').notNull(),
  available: c.decimal('available').notNull(),
  held: c.decimal('held').notNull(),
});

const all = (table, c) => ({
  orders: orders(table, c),
  executions: executions(table, c),
  journal: journal(table, c),
  balances: balances(table, c),
});

export const postgresTables = all(pg.pgTable, {
  id: pg.uuid,
  text: pg.text,
  decimal: pg.numeric,
  time: (name) => pg.timestamp(name, {withTimezone: true}),
});

export const sqliteTables = all(lite.sqliteTable, {
  id: lite.text,
  text: lite.text,
  decimal: lite.text,
  time: (name) => lite.integer(name, {mode: 'timestamp_ms'}),
});
