"""The goals, each judged from what the groups measured."""
import statistics
from dataclasses import dataclass
from typing import Callable

from bench_report import shown, spread

RATE = "items_per_second"
REQUESTS = "requests_per_second"
IDIOMATIC = "form:idiomatic/clients:64/ledger:yes"


@dataclass
class Goal:
    """`values` takes the samples of `group` and gives a figure a round."""

    text: str
    group: str
    limit: float
    values: Callable
    at_least: bool = True

    def is_met(self, figure):
        return figure >= self.limit if self.at_least else figure <= self.limit


def ratio(case, other, metric):
    return lambda samples: samples.ratios(case, other, metric)


def value(case, metric):
    return lambda samples: samples.values(case, metric)


def worst(ending, metric):
    """The greatest of all cases that end so, in each round."""
    def values(samples):
        found = [samples.values(case, metric) for case in samples.cases if ending in case]
        return [max(of_round) for of_round in zip(*found)]
    return values


def last_against_first(metric):
    def values(samples):
        cases = list(samples.cases)
        first = next((case for case in cases if case.endswith("/tenth:1")), "")
        last = next((case for case in cases if case.endswith("/tenth:10")), "")
        return samples.ratios(last, first, metric)
    return values


def place(name, connections=64):
    return f"{name}/connections:{connections}"


def get(name, connections=64):
    return f"{name}/connections:{connections}/request:get"


GOALS = [
    Goal("Postgres, batches of 1,000, against the same rows without reads or decisions", "floor",
         0.6, ratio("floor/product/batch:1000", "floor/rows/batch:1000", RATE)),
    Goal("lifecycles at 64 in flight, times Drizzle + postgres.js", "peers", 15,
         ratio("in_flight/postgres/lanes:2/clients:64/batch:1", "drizzle-postgres/" + IDIOMATIC,
               RATE)),
    Goal("the same, times postgres.js by hand", "peers", 8,
         ratio("in_flight/postgres/lanes:2/clients:64/batch:1",
               "handwritten-postgres/" + IDIOMATIC, RATE)),
    Goal("place over HTTP, 64 connections, times Fastify + Drizzle + postgres.js", "http", 15,
         ratio(place("daybook-postgres"), place("drizzle-postgres"), REQUESTS)),
    Goal("its p95 against theirs", "http", 0.1,
         ratio(place("daybook-postgres"), place("drizzle-postgres"), "p95_ms"), at_least=False),
    Goal("its p95 against a bare commit's at 64 clients", "http", 2,
         ratio(place("daybook-postgres"), "bare-commits/connections:64", "p95_ms"),
         at_least=False),
    Goal("its requests against bare commits", "http", 0.6,
         ratio(place("daybook-postgres"), "bare-commits/connections:64", REQUESTS)),
    Goal("place over HTTP, 1 connection, times Fastify + Drizzle + postgres.js", "http", 3,
         ratio(place("daybook-postgres", 1), place("drizzle-postgres", 1), REQUESTS)),
    Goal("its p95 against theirs", "http", 0.5,
         ratio(place("daybook-postgres", 1), place("drizzle-postgres", 1), "p95_ms"),
         at_least=False),
    Goal("GET of one order, 64 connections, times Fastify + Drizzle + postgres.js", "http", 10,
         ratio(get("daybook-postgres"), get("drizzle-postgres"), REQUESTS)),
    Goal("its p95 against theirs", "http", 0.25,
         ratio(get("daybook-postgres"), get("drizzle-postgres"), "p95_ms"), at_least=False),
    Goal("SQLite batched, times Drizzle + better-sqlite3, a transaction a step, both FULL", "peers",
         10, ratio("lifecycles/sqlite/batch:3000/accounts:1000/in_the_air:1",
                   "drizzle-sqlite/form:idiomatic/clients:1/ledger:yes", RATE)),
    Goal("SQLite one at a time, times the same", "peers", 3,
         ratio("in_flight/sqlite/lanes:1/clients:1/batch:1",
               "drizzle-sqlite/form:idiomatic/clients:1/ledger:yes", RATE)),
    Goal("memory adapter, lifecycles/s on one core", "lifecycles", 400_000,
         value("lifecycles/memory/batch:1000/accounts:1000/in_the_air:1", RATE)),
    Goal("one hot account against 1,000 in turn, Postgres", "lifecycles", 0.9,
         ratio("accounts/postgres/batch:1000/accounts:1/in_the_air:1",
               "accounts/postgres/batch:1000/accounts:1000/in_the_air:1", RATE)),
    Goal("every command twice, against each once, Postgres", "lifecycles", 0.5,
         ratio("duplicates/postgres/batch:1000/accounts:1000/in_the_air:1",
               "accounts/postgres/batch:1000/accounts:1000/in_the_air:1", RATE)),
    Goal("sustained: rate of the last tenth against the first", "sustained", 0.7,
         last_against_first(RATE)),
    Goal("sustained: p99 of a batch of 1,000 in the worst tenth, ms", "sustained", 200,
         worst("/tenth:", "p99_ms"), at_least=False),
    Goal("the grown book: p95 of balances, positions and open orders, the worst, ms", "sustained",
         10, worst("/read:", "p95_ms"), at_least=False),
    Goal("sustained: the worker's memory in the last tenth against the first", "sustained", 1.1,
         last_against_first("resident_mib"), at_least=False),
    Goal("1,000 orders/s by the clock: p95, ms", "http", 5,
         value("daybook-postgres/connections:64/rate:1000", "p95_ms"), at_least=False),
    Goal("half of the highest rate by the clock: p99, ms", "http", 20,
         value("daybook-postgres/connections:64/rate:half", "p99_ms"), at_least=False),
    Goal("10,000 idle connections: the worker's memory, MiB", "service", 200,
         value("idle/connections:10000", "resident_mib"), at_least=False),
    Goal("ready on a SQLite book of a million orders, ms", "service", 100,
         value("start/sqlite/orders:1000000", "ready_ms"), at_least=False),
]


def table(samples_of_groups):
    """Markdown: what was measured of each goal, and whether it is met."""
    lines = ["| goal | limit | figure | min - max | met |", "|---|--:|--:|--:|---|"]
    for goal in GOALS:
        samples = samples_of_groups.get(goal.group)
        figures = goal.values(samples) if samples else []
        limit = (">= " if goal.at_least else "<= ") + shown(goal.limit)
        if not figures:
            lines.append(f"| {goal.text} | {limit} | | | not measured |")
            continue
        figure = statistics.median(figures)
        lines.append(f"| {goal.text} | {limit} | {shown(figure)} | {spread(figures)} | "
                     f"{'yes' if goal.is_met(figure) else 'no'} |")
    return "\n".join(lines) + "\n"
