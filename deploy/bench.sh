#!/usr/bin/env bash
# Builds the release and measures it: tables on standard output, and with the figures in
# build/release/bench/. See docs/benchmarks.md.
#   deploy/bench.sh [--quick] [--only NAME] [--rounds N] [--seconds N] [--orders-max N]
#                   [--sustained LIFECYCLES]
# NAME: lifecycles, lanes, floor, peers, http, service, sustained, growth, profile, paper.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

deploy/install.sh --dev
cmake --preset release --log-level=WARNING >&2
cmake --build --preset release --target daybook daybook_bench daybook_load -- --quiet >&2
exec python3 tests/bench/run.py --build build/release "$@"
