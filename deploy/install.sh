#!/usr/bin/env bash
# Installs what Daybook needs from Debian 12's packages, those that are missing only: a second run
# is instant and needs no network. --dev adds the tools that the tests and developers use.
set -euo pipefail

packages=(
  build-essential cmake ninja-build pkg-config git ca-certificates
  libpqxx-dev libpq-dev libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
  libssl-dev libspdlog-dev libfmt-dev libsqlite3-dev libcli11-dev libexpected-dev
  prometheus-cpp-dev libquickfix-dev zlib1g-dev
  libgtest-dev libgmock-dev googletest librapidcheck-dev libbenchmark-dev
  postgresql postgresql-client
)
developer_packages=(ccache mold clang-format-19 clang-tidy-19 curl python3)

case "${1-}" in
  "") ;;
  --dev) packages+=("${developer_packages[@]}") ;;
  *)
    echo "usage: deploy/install.sh [--dev]" >&2
    exit 2
    ;;
esac

installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)
missing=()
for package in "${packages[@]}"; do
  grep -qx "$package installed" <<<"$installed" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "install: nothing is missing" >&2
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "install: not root and no sudo; as root, run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "install: installing ${missing[*]}" >&2
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0
  -o DPkg::Lock::Timeout=300)
"${apt[@]}" update >&2 || echo "install: apt-get update failed, trying with the old lists" >&2
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2
echo "install: done" >&2
