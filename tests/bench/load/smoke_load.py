#!/usr/bin/env python3
"""A second of load on a worker in memory: smoke_load.py DAYBOOK DAYBOOK_LOAD."""
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import bench_servers  # noqa: E402


def load(program, port, *options):
    command = [program, "--port", str(port), "--warmup", "0", "--duration", "0.2",
               "--accounts", "3", *options]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    daybook, program = sys.argv[1:]
    with bench_servers.worker(daybook, "memory:") as port:
        for request in ("place", "get"):
            closed = load(program, port, "--connections", "4", "--request", request)
            assert closed["answered"] > 0 and closed["failed"] == 0, closed
            # Sent by the clock: as many as are due, however long answers take.
            due = load(program, port, "--connections", "4", "--request", request, "--rate", "500")
            assert due["answered"] == 100 and due["unanswered"] == 0, due
            assert 0 < due["p50_ms"] <= due["p99_ms"] <= due["max_ms"], due
    refused = subprocess.run([program, "--rate", "many"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2 and "--rate is many" in refused.stderr, refused


main()
