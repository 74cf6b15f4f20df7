"""The groups of measurements: what runs against what, and which ratio counts."""
import contextlib

import bench_servers as servers
from bench_contenders import BareCommits, Bench, HalfLoad, Load, Peer
from bench_service import Idle, Start, Sustained

RATE = {"lifecycles/s": "items_per_second"}
HTTP = {"requests/s": "requests_per_second", "p50 ms": "p50_ms", "p95 ms": "p95_ms",
        "p99 ms": "p99_ms"}


class Group:
    """Shape: contenders() is a context that yields a list, measured in turn every round."""

    title = ""
    metrics = RATE
    # The ratio is of the case to another, or how many times as much the other is.
    ratio_of_other = False
    rounds_max = 1000

    def __init__(self, setting):
        self.setting = setting

    def contenders(self):
        return contextlib.nullcontext([Bench(self.setting, self.pattern())])

    def pattern(self):
        raise NotImplementedError

    def compared_with(self, case):
        return None


class Lifecycles(Group):
    title = "Lifecycles by store, batch and accounts"

    def pattern(self):
        if self.setting.is_quick:
            return "^lifecycles/.*/batch:(100|1000)/|^(accounts|duplicates)/postgres/.*accounts:1000/"
        return "^(lifecycles|accounts|apart|duplicates)/"

    def compared_with(self, case):
        """One hot account, and a storm of repeats, against the same without."""
        group, store, *rest = case.split("/")
        usual = f"accounts/{store}/batch:1000/accounts:1000/in_the_air:1"
        return usual if group != "lifecycles" and case != usual else None


class Lanes(Group):
    title = "Lanes: two or four writers against one"

    def pattern(self):
        return "^lanes/" + (".*batch:1000/" if self.setting.is_quick else "")

    def compared_with(self, case):
        return None if "/lanes:1/" in case else \
            case.replace("/lanes:2/", "/lanes:1/").replace("/lanes:4/", "/lanes:1/")


class Floor(Group):
    title = "The product against its floor: the very rows that it writes, and nothing else"

    def pattern(self):
        return "^floor/.*/batch:(100|1000)/" if self.setting.is_quick else "^floor/"

    def compared_with(self, case):
        return case.replace("/product/", "/rows/") if "/product/" in case else None


class Peers(Group):
    title = "Lifecycles against the founding designs' stacks (ledger:yes adds journal and balances)"
    metrics = RATE | {"p95 ms": "p95_ms"}
    ratio_of_other = True

    STORES = {"drizzle-postgres": "postgres", "handwritten-postgres": "postgres",
              "drizzle-sqlite": "sqlite"}

    def cases(self):
        ledgers = ["yes"] if self.setting.is_quick else ["no", "yes"]
        for ledger in ledgers:
            for clients in [64] if self.setting.is_quick else [1, 10, 64]:
                for stack in ["drizzle-postgres", "handwritten-postgres"]:
                    yield stack, {"form": "idiomatic", "clients": clients, "ledger": ledger}
            for stack in ["drizzle-sqlite", "drizzle-pglite"]:
                yield stack, {"form": "idiomatic", "clients": 1, "ledger": ledger}
            for stack in list(self.STORES) + ["drizzle-pglite"]:
                yield stack, {"form": "batch", "batch": 1000, "ledger": ledger}

    def contenders(self):
        self.setting.need_peers()
        ours = "^in_flight/(postgres/lanes:2|sqlite)/|^lifecycles/(postgres|sqlite)/batch:3000/"
        if self.setting.is_quick:
            ours = "^in_flight/postgres/lanes:2/clients:64/|^in_flight/sqlite/.*clients:1/|" \
                "^lifecycles/(postgres|sqlite)/batch:3000/"
        peers = [Peer(self.setting, stack, **options) for stack, options in self.cases()]
        return contextlib.nullcontext([Bench(self.setting, ours)] + peers)

    def compared_with(self, case):
        """1,000 orders of a peer's batch are 3,000 commands."""
        stack, *rest = case.split("/")
        options = dict(part.split(":") for part in rest if ":" in part)
        store = self.STORES.get(stack)
        if store is None:
            return None
        if "batch" in options:
            return f"lifecycles/{store}/batch:3000/accounts:1000/in_the_air:1"
        lanes = 2 if store == "postgres" else 1  # As a worker has them.
        return f"in_flight/{store}/lanes:{lanes}/clients:{options['clients']}/batch:1"


class Http(Group):
    title = "Orders over HTTP, one a request (rate:0 is a closed loop, otherwise an open one)"
    metrics = HTTP
    ratio_of_other = True

    def loads(self):
        if self.setting.is_quick:
            return [{"connections": 64}, {"connections": 64, "request": "get"},
                    {"connections": 64, "rate": 200}]
        return [{"connections": n} for n in (1, 10, 64, 256)] + \
            [{"connections": n, "request": "get"} for n in (1, 64)] + \
            [{"connections": 64, "rate": rate} for rate in (200, 1000, 5000)]

    @contextlib.contextmanager
    def contenders(self):
        setting = self.setting
        setting.need_peers()
        with contextlib.ExitStack() as stack:
            enter = stack.enter_context
            book = enter(servers.database(setting.server, "http_book"))
            file = enter(servers.temporary_folder()) + "/book.db"
            daybook = setting.program("daybook")
            ports = {"daybook-postgres": enter(servers.worker(daybook, book)),
                     "daybook-sqlite": enter(servers.worker(daybook, "sqlite:" + file))}
            for peer in ["drizzle-postgres", "drizzle-sqlite"] + \
                    ([] if setting.is_quick else ["drizzle-pglite"]):
                ports[peer] = enter(servers.fastify(setting.peers, peer, setting.server))
            bare = enter(servers.database(setting.server, "bare_commits"))
            servers.run_sql(setting.server, "bare_commits", "CREATE TABLE bare (id uuid PRIMARY KEY)")
            loads = [Load(setting, name, port, **options)
                     for options in self.loads() for name, port in ports.items()
                     # An open loop above what a peer can do measures its queue alone.
                     if options.get("rate", 0) <= 200 or name.startswith("daybook")]
            halves = [HalfLoad(load) for load in loads
                      if load.options == {"connections": 64} and load.name.startswith("daybook")]
            yield loads + halves + [BareCommits(setting, bare, 64)]

    def compared_with(self, case):
        """Where requests come by the clock, only their latencies differ."""
        name, _, rest = case.partition("/")
        if name not in Peers.STORES or "rate:" in rest:
            return None
        return f"daybook-{name.removeprefix('drizzle-')}/{rest}"


class Growth(Group):
    title = "Lifecycles on a book that has grown"
    rounds_max = 1

    def pattern(self):
        return "^growth/"


class Profile(Group):
    title = "Where a lifecycle's time goes (microseconds and bytes a lifecycle)"
    rounds_max = 3
    metrics = {"wall us": "wall_us", "server CPU us": "server_cpu_us",
               "client CPU us": "client_cpu_us", "statements a run": "statements_per_run",
               "WAL bytes": "wal_bytes", "disk bytes": "disk_bytes",
               "allocations a command": "allocations_per_command",
               "bytes allocated a command": "allocated_bytes_per_command"}

    def pattern(self):
        return "^profile/.*/batch:1000/" if self.setting.is_quick else "^profile/"


class Service(Group):
    title = "A worker starts, and holds idle connections"
    metrics = {"ready ms": "ready_ms", "resident MiB": "resident_mib",
               "without connections MiB": "without_connections_mib"}

    @contextlib.contextmanager
    def contenders(self):
        is_quick = self.setting.is_quick
        with servers.temporary_folder() as folder:
            start = Start(self.setting, folder + "/book.db", 1_000 if is_quick else 1_000_000)
            start.prepare()
            yield [start, Idle(self.setting, 100 if is_quick else 10_000)]


class Sustaining(Group):
    title = "A worker that books for long, by tenths of the way, and reads of the grown book"
    metrics = {"lifecycles/s": "items_per_second", "p50 ms": "p50_ms", "p95 ms": "p95_ms",
               "p99 ms": "p99_ms", "resident MiB": "resident_mib"}
    rounds_max = 1

    def contenders(self):
        return contextlib.nullcontext([Sustained(self.setting, self.setting.sustained)])

    def compared_with(self, case):
        if "/tenth:" not in case or case.endswith("/tenth:1"):
            return None
        return case.partition("/tenth:")[0] + "/tenth:1"


class Paper(Group):
    title = "The paper exchange"
    metrics = {"items/s": "items_per_second"}

    def pattern(self):
        return "^(place|play)_"


GROUPS = {"lifecycles": Lifecycles, "lanes": Lanes, "floor": Floor, "peers": Peers, "http": Http,
          "service": Service, "sustained": Sustaining, "growth": Growth, "profile": Profile,
          "paper": Paper}
