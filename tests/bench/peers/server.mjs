// node server.mjs --stack drizzle-postgres --port 7301
// The HTTP form: Fastify, with the calls of Daybook that the load generator sends. Prints "ready"
// and serves until standard input ends.
import {eq} from 'drizzle-orm';
import Fastify from 'fastify';
import {readOptions} from './options.mjs';
import {uuidV7} from './rows.mjs';
import {openStack} from './stacks.mjs';

const options = readOptions({stack: 'drizzle-postgres', port: 7301, pool: 10, synchronous: 'FULL',
  server: ''});
const stack = await openStack(options.stack, options);
const {db, tables: {orders}} = stack;
const app = Fastify();

const decimal = {type: 'string', pattern: '^[0-9]{1,20}(\\.[0-9]{1,18})?$'};
const placeSchema = {
  body: {
    type: 'object',
    required: ['exchange', 'symbol', 'side', 'type', 'quantity_base'],
    additionalProperties: false,
    properties: {
      exchange: {type: 'string'}, symbol: {type: 'string'},
      side: {enum: ['BUY', 'SELL']}, type: {enum: ['LIMIT', 'MARKET']},
      time_in_force: {enum: ['DAY', 'GTC', 'IOC', 'FOK']},
      quantity_base: decimal, price_quote: decimal,
    },
  },
};

const shown = (row) => ({
  id: row.id, exchange: row.exchange, symbol: row.symbol, side: row.side, type: row.type,
  quantity_base: row.quantityBase, price_quote: row.priceQuote, status: row.status,
  exchange_order_id: row.exchangeOrderId, created_at: row.createdAt, updated_at: row.updatedAt,
});

async function findByKey(key) {
  const [row] = await db.select().from(orders).where(eq(orders.idempotencyKey, key));
  return row;
}

app.post('/v1/accounts/:account/orders', {schema: placeSchema}, async (request, reply) => {
  const key = request.headers['idempotency-key'];
  if (!key) return reply.code(400).send({detail: 'Idempotency-Key is required'});
  const now = new Date();
  const order = {
    id: uuidV7(), exchange: request.body.exchange, symbol: request.body.symbol,
    side: request.body.side, type: request.body.type, quantityBase: request.body.quantity_base,
    priceQuote: request.body.price_quote, status: 'PENDING_NEW', exchangeOrderId: null,
    idempotencyKey: key, createdAt: now, updatedAt: now,
  };
  const [added] = await db.insert(orders).values(order)
    .onConflictDoNothing({target: orders.idempotencyKey}).returning();
  const row = added ?? await findByKey(key);
  return reply.code(added ? 201 : 200)
    .header('location', `/v1/accounts/${request.params.account}/orders/${row.id}`)
    .send(shown(row));
});

app.get('/v1/accounts/:account/orders/:id', async (request, reply) => {
  const [row] = await db.select().from(orders).where(eq(orders.id, request.params.id));
  return row ? shown(row) : reply.code(404).send({detail: 'no such order'});
});

// The plain schema knows no assets, instruments, accounts or deposits.
app.put('/v1/*', async (request, reply) => reply.code(201).send({}));
app.post('/v1/accounts/:account/deposits', async (request, reply) => reply.code(201).send({}));

await app.listen({host: '127.0.0.1', port: options.port});
console.log('ready');
process.stdin.resume();
process.stdin.on('end', async () => {
  await app.close();
  await stack.close();
  process.exit(0);
});
