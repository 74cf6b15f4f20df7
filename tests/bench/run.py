#!/usr/bin/env python3
"""Runs groups of measurements, interleaved, and writes their tables and figures.

Every round measures all contenders of a group one after another (A B A B), so that what the
machine does meanwhile meets them all; a ratio is taken within its round. See docs/benchmarks.md.
"""
import argparse
import json
import os
import sys
from dataclasses import dataclass

sys.dont_write_bytecode = True
import bench_goals  # noqa: E402
import bench_machine  # noqa: E402
import bench_report  # noqa: E402
import bench_servers  # noqa: E402
from bench_groups import GROUPS  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Setting:
    """What all contenders share."""

    build: str
    peers: str
    is_quick: bool
    seconds: float
    orders_max: int
    sustained: int
    server: str = ""
    statements: str = ""

    def program(self, name):
        return os.path.join(self.build, name)

    def need_peers(self):
        bench_servers.install_peers(os.path.join(HERE, "peers"), self.peers)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", required=True, help="the folder with the programs")
    parser.add_argument("--quick", action="store_true",
                        help="fewer cases, shorter, two rounds: whether it works, not how fast")
    parser.add_argument("--only", action="append", choices=GROUPS, metavar="NAME",
                        help="a group, may be repeated: " + ", ".join(GROUPS))
    parser.add_argument("--rounds", type=int, help="default: 7, with --quick 2")
    parser.add_argument("--seconds", type=float,
                        help="of each measurement; default: 3, with --quick 0.5")
    parser.add_argument("--orders-max", type=int,
                        help="where growth ends; default: 1000000, with --quick 10000")
    parser.add_argument("--sustained", type=int, metavar="LIFECYCLES",
                        help="what the worker books in the group sustained; default: 300000, "
                        "with --quick 3000")
    return parser.parse_args()


def measure(group, rounds):
    samples = bench_report.Samples()
    with group.contenders() as contenders:
        for number in range(rounds):
            for contender in contenders:
                print(f"round {number + 1} of {rounds}: "
                      f"{getattr(contender, 'case', None) or contender.pattern}", file=sys.stderr)
                for case, metrics in contender.measure():
                    samples.add(case, metrics)
    return samples


def write(folder, machine, measured, texts):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "results.json"), "w", encoding="utf-8") as file:
        groups = {name: samples.cases for name, samples in measured.items()}
        json.dump({"machine": machine, "groups": groups}, file, indent=1)
        file.write("\n")
    with open(os.path.join(folder, "results.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(texts))


def main():
    given = read_arguments()
    build = os.path.abspath(given.build)
    folder = os.path.join(build, "bench")
    setting = Setting(build=build, peers=os.path.join(build, "peers"), is_quick=given.quick,
                      seconds=given.seconds or (0.5 if given.quick else 3),
                      orders_max=given.orders_max or (10_000 if given.quick else 1_000_000),
                      sustained=given.sustained or (3_000 if given.quick else 300_000))
    rounds = given.rounds or (2 if given.quick else 7)
    machine = bench_machine.describe(HERE, build, os.path.join(HERE, "peers", "package-lock.json"))
    machine |= {"rounds": rounds, "seconds a measurement": setting.seconds}
    texts = []
    heads = ["## The machine\n", bench_report.machine_table(machine)]
    measured = {}
    os.makedirs(folder, exist_ok=True)
    with bench_servers.postgres_server(setting.program("daybook_bench")) as server:
        setting.server = server
        for name in given.only or GROUPS:
            group = GROUPS[name](setting)
            setting.statements = os.path.join(folder, "statements.md") if name == "profile" else ""
            if setting.statements and os.path.exists(setting.statements):
                os.remove(setting.statements)
            samples = measure(group, min(rounds, group.rounds_max))
            measured[name] = samples
            texts += [f"## {group.title}\n", bench_report.table(group, samples)]
            # After every group: a run is long, and what was measured is not to be lost.
            goals = ["## The goals\n", bench_goals.table(measured)]
            write(folder, machine, measured, heads + goals + texts)
    print("\n".join(heads + goals + texts))
    print(f"written: {folder}/results.md and results.json", file=sys.stderr)


if __name__ == "__main__":
    main()
