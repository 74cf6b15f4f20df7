#!/usr/bin/env bash
# Builds the release and measures it: tables on standard output, and with the figures in
# build/release/bench/. See docs/benchmarks.md.
#   deploy/bench.sh [--quick] [--only lifecycles|lanes|floor|peers|http|growth|profile|paper]
#                   [--rounds N] [--seconds N] [--orders-max N]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

deploy/install.sh --dev
cmake --preset release --log-level=WARNING >&2
cmake --build --preset release --target daybook daybook_bench daybook_load -- --quiet >&2
exec python3 tests/bench/run.py --build build/release "$@"
