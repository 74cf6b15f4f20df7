// The stacks that are measured: what opens them, and what runs lifecycles on them.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PGlite} from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import {drizzle as drizzleSqlite} from 'drizzle-orm/better-sqlite3';
import {drizzle as drizzlePglite} from 'drizzle-orm/pglite';
import {drizzle as drizzlePostgres} from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as byHand from './handwritten_lifecycle.mjs';
import * as onPostgres from './postgres_lifecycle.mjs';
import {postgresSql, sqliteSql} from './schema_sql.mjs';
import * as onSqlite from './sqlite_lifecycle.mjs';
import {postgresTables, sqliteTables} from './tables.mjs';

// A database of its own on the server, dropped again.
async function connect({server, pool}) {
  const name = `peer_${process.pid}`;
  const admin = postgres(`${server}postgres`, {max: 1, onnotice: () => {}});
  await admin.unsafe(`CREATE DATABASE ${name}`);
  const client = postgres(`${server}${name}`, {max: pool});
  await client.unsafe(postgresSql);
  return {
    client,
    close: async () => {
      await client.end();
      await admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

async function openDrizzle(options) {
  const {client, close} = await connect(options);
  return {db: drizzlePostgres(client), tables: postgresTables, run: onPostgres, close};
}

async function openByHand(options) {
  const {client, close} = await connect(options);
  return {db: client, run: byHand, close};
}

function openSqlite({synchronous}) {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-peer-'));
  const client = new Database(join(folder, 'peer.db'));
  client.pragma('journal_mode = WAL');
  client.pragma(`synchronous = ${synchronous}`);
  client.pragma('foreign_keys = ON');
  client.exec(sqliteSql);
  return {
    db: drizzleSqlite(client), tables: sqliteTables, run: onSqlite,
    close: async () => {
      client.close();
      rmSync(folder, {recursive: true});
    },
  };
}

async function openPglite() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-peer-'));
  const client = await PGlite.create(join(folder, 'data'));
  await client.exec(postgresSql);
  return {
    db: drizzlePglite(client), tables: postgresTables, run: onPostgres,
    close: async () => {
      await client.close();
      rmSync(folder, {recursive: true});
    },
  };
}

const stacks = {'drizzle-postgres': openDrizzle, 'handwritten-postgres': openByHand,
  'drizzle-sqlite': openSqlite, 'drizzle-pglite': openPglite};

// name: one of the above. server: a URL that ends in a slash. Rejects an unknown name.
export async function openStack(name, options) {
  const open = stacks[name];
  if (!open) throw new Error(`no stack is called ${name}: ${Object.keys(stacks).join(', ')}`);
  return open(options);
}
