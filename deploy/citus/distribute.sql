-- Distributes a book of schema 6 over a Citus cluster, by account.
--
-- NOT RUN ON CITUS: there is none where Daybook is built. The tests run this file on a plain
-- Postgres, against functions that only record what they are asked: its syntax, its list of tables,
-- its privileges and its being repeatable are tested. What Citus does then is taken from its
-- documentation. Two things in Daybook must change first: docs/scaling.md, "Citus".
--
-- Needs Citus 11 or newer on Postgres 14 or newer, with the extension created in this database and
-- the nodes added (citus_set_coordinator_host, citus_add_node); and a role for the workers of
-- Daybook that is neither a superuser nor the owner of the tables. Once:
--
--   CREATE ROLE daybook LOGIN;    -- and \password daybook
--
-- Then, and again after every migration, with the workers of Daybook stopped, as the owner of the
-- tables, on the coordinator:
--
--   daybook migrate --database "$OWNER_URL"
--   PGOPTIONS='-c daybook.role=daybook' psql "$OWNER_URL" -v ON_ERROR_STOP=1 -f distribute.sql
--
-- DATABASE_URL of the workers names the role. The file is one transaction: it happens whole or not
-- at all, and what is distributed already is left alone. Rows that are there already are
-- distributed too; their copies on the coordinator are only unused space then, which
-- truncate_local_data_after_distributing_table() gives back.
--
-- Back to one Postgres: undistribute_table() of each table, and the three triggers of
-- migrations/0001_init.
--
-- Sources: docs.citusdata.com: "Citus Utility Functions", "Creating and Modifying Distributed
-- Objects", "SQL Support and Workarounds"; github.com/citusdata/citus: pull requests 3858 and 5705
-- (triggers), 5764 (domains), 7435 (isolation).

BEGIN;

-- Tables that are made one after another in one transaction need one connection to each worker.
SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
-- Row locks (SELECT ... FOR UPDATE) need it. Standbys of the workers are the copies.
SET LOCAL citus.shard_replication_factor TO 1;

DO $distribute$
DECLARE
    -- On every node: small and hardly ever written, for a write is a commit on all nodes.
    reference_tables constant text[] := ARRAY['assets', 'instruments'];
    -- By account_id, the shards of one account on one node. The first one is what the others are
    -- put beside.
    distributed_tables constant text[] := ARRAY['accounts', 'orders', 'executions', 'entries',
        'postings', 'balances', 'positions', 'lots', 'discrepancies', 'outbox',
        'earlier_exchange_order_ids'];
    -- On the coordinator alone. The history goes with the migrations, which run there; a lease is
    -- renewed so often that a commit on every node would be a waste.
    local_tables constant text[] := ARRAY['daybook_meta', 'daybook_migrations', 'exchange_leases'];
    -- On one Postgres their triggers refuse changes. Citus takes no triggers on distributed tables:
    -- here privileges refuse them.
    append_only_tables constant text[] := ARRAY['entries', 'postings', 'executions'];
    updated_tables constant text[] := ARRAY['instruments', 'accounts', 'orders', 'balances',
        'positions', 'lots', 'discrepancies', 'outbox', 'exchange_leases'];
    deleted_from_tables constant text[] := ARRAY['lots', 'exchange_leases'];
    read_only_tables constant text[] := ARRAY['daybook_meta', 'daybook_migrations'];
    worker_role constant text := nullif(current_setting('daybook.role', true), '');
    name text;
BEGIN
    IF to_regclass('pg_dist_partition') IS NULL THEN
        RAISE EXCEPTION 'this database has no Citus: run CREATE EXTENSION citus first';
    END IF;
    IF worker_role IS NULL THEN
        RAISE EXCEPTION 'daybook.role is not set: see the first lines of this file';
    END IF;
    -- Who owns a table, or is a superuser, cannot be kept from changing its rows.
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = worker_role)
        OR pg_has_role(worker_role, (SELECT relowner FROM pg_class
                                     WHERE oid = 'entries'::regclass), 'MEMBER') THEN
        RAISE EXCEPTION 'daybook.role is %: it must be no superuser and own no table', worker_role;
    END IF;

    FOREACH name IN ARRAY append_only_tables LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %I', name || '_append_only', name);
    END LOOP;

    -- A foreign key is accepted between tables of one kind only: away with these two while the
    -- kinds change.
    IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'instruments'::regclass) THEN
        ALTER TABLE instruments DROP CONSTRAINT IF EXISTS instruments_base_asset_fkey;
        ALTER TABLE instruments DROP CONSTRAINT IF EXISTS instruments_quote_asset_fkey;
    END IF;
    FOREACH name IN ARRAY reference_tables LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = name::regclass) THEN
            PERFORM create_reference_table(name::regclass);
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'instruments_base_asset_fkey') THEN
        ALTER TABLE instruments ADD CONSTRAINT instruments_base_asset_fkey
            FOREIGN KEY (base_asset) REFERENCES assets (code);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'instruments_quote_asset_fkey') THEN
        ALTER TABLE instruments ADD CONSTRAINT instruments_quote_asset_fkey
            FOREIGN KEY (quote_asset) REFERENCES assets (code);
    END IF;

    FOREACH name IN ARRAY distributed_tables LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = name::regclass) THEN
            PERFORM create_distributed_table(name::regclass, 'account_id', colocate_with =>
                CASE name WHEN distributed_tables[1] THEN 'none' ELSE distributed_tables[1] END);
        END IF;
    END LOOP;

    -- Citus sends GRANT and REVOKE on to the shards.
    FOREACH name IN ARRAY reference_tables || distributed_tables || local_tables LOOP
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, %I', name, worker_role);
        EXECUTE format('GRANT SELECT ON %I TO %I', name, worker_role);
        IF name <> ALL (read_only_tables) THEN
            EXECUTE format('GRANT INSERT ON %I TO %I', name, worker_role);
        END IF;
        IF name = ANY (updated_tables) THEN
            EXECUTE format('GRANT UPDATE ON %I TO %I', name, worker_role);
        END IF;
        IF name = ANY (deleted_from_tables) THEN
            EXECUTE format('GRANT DELETE ON %I TO %I', name, worker_role);
        END IF;
    END LOOP;
END
$distribute$;

COMMIT;

-- What came of it: the distributed tables share one colocationid, the reference tables another.
SELECT logicalrelid AS table_name, partmethod, colocationid FROM pg_dist_partition
ORDER BY colocationid, logicalrelid::text;
