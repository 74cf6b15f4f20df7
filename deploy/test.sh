#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test.
#   deploy/test.sh [--preset release|debug|asan|tsan] [-- ctest arguments, such as -R Decimal]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  echo "usage: deploy/test.sh [--preset release|debug|asan|tsan] [-- CTEST_ARGUMENTS]" >&2
  exit 2
}

preset=release
while [ $# -gt 0 ]; do
  case "$1" in
    --preset)
      [ $# -ge 2 ] || usage
      preset=$2
      shift 2
      ;;
    --)
      shift
      break
      ;;
    *) usage ;;
  esac
done
case "$preset" in release | debug | asan | tsan) ;; *) usage ;; esac

deploy/install.sh --dev
cmake --preset "$preset" --log-level=WARNING
cmake --build --preset "$preset" -j "$(nproc)"

export ASAN_OPTIONS="${ASAN_OPTIONS:-strict_string_checks=1:detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
run=()
if [ "$preset" = tsan ] && [ "$(cat /proc/sys/vm/mmap_rnd_bits)" -gt 28 ]; then
  # With more random bits ThreadSanitizer does not find its shadow memory.
  run=(setarch -R)
fi
exec "${run[@]}" ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j2 "$@"
