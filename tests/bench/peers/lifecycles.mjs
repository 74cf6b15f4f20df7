// node lifecycles.mjs --stack drizzle-postgres --form idiomatic --clients 64
// Runs lifecycles for some seconds and prints one JSON object. Fails where a row is missing.
import {performance} from 'node:perf_hooks';
import {readOptions} from './options.mjs';
import {nextLifecycle} from './rows.mjs';
import {openStack} from './stacks.mjs';

const options = readOptions({stack: 'drizzle-postgres', form: 'idiomatic', clients: 1, batch: 100,
  seconds: 3, ledger: 'no', pool: 10, synchronous: 'FULL', server: ''});
if (!['idiomatic', 'batch'].includes(options.form)) {
  throw new Error(`--form ${options.form}: it is idiomatic or batch`);
}
const withLedger = options.ledger === 'yes';
const stack = await openStack(options.stack, options);
await stack.run.fundAccounts(stack.db);

let done = 0;
const steps = [];

async function runOnce() {
  const start = performance.now();
  if (options.form === 'idiomatic') {
    await stack.run.runIdiomatic(stack.db, nextLifecycle(), withLedger);
    done += 1;
  } else {
    const lives = Array.from({length: options.batch}, nextLifecycle);
    await stack.run.runBatch(stack.db, lives, withLedger);
    done += options.batch;
  }
  steps.push(performance.now() - start);
}

// Warm: the pool's connections are open and the code is compiled.
await Promise.all(Array.from({length: options.clients}, runOnce));
const before = done;
steps.length = 0;
const start = performance.now();
const end = start + options.seconds * 1000;
await Promise.all(Array.from({length: options.clients}, async () => {
  while (performance.now() < end) {
    await runOnce();
    // A store without promises would never let the other clients in.
    await new Promise(setImmediate);
  }
}));
const took = (performance.now() - start) / 1000;

const rows = await stack.run.countRows(stack.db);
const lines = withLedger ? done * 6 : 0;
if (rows.filled !== done || rows.executions !== done * 2 || rows.lines !== lines) {
  throw new Error(`${done} lifecycles left ${JSON.stringify(rows)}`);
}
await stack.close();
steps.sort((a, b) => a - b);
const quantile = (share) => steps[Math.min(steps.length - 1, Math.floor(share * steps.length))];
console.log(JSON.stringify({...options, server: undefined, lifecycles: done - before,
  seconds: took, items_per_second: (done - before) / took,
  p50_ms: quantile(0.5), p95_ms: quantile(0.95)}));
