#!/usr/bin/env python3
"""Checks the chain of a book from its export, by docs/book-format.md alone.

  daybook export --format ndjson | python3 docs/check_chain.py

Prints the number of entries and accounts and exits 0, or names the first entry that is wrong and
exits 1.
"""
import hashlib
import json
import sys
from datetime import datetime, timezone
from decimal import Decimal, getcontext

getcontext().prec = 60
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def micros(text):
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    since = moment - EPOCH
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


def posting_line(posting):
    parts = [posting["bucket"], posting["asset"], posting["amount"]]
    if posting["exchange"] is not None:
        parts += [posting["exchange"], posting["symbol"]]
    return "posting=" + " ".join(parts)


def canonical_bytes(entry):
    payload = json.dumps(entry["payload"], separators=(",", ":"), ensure_ascii=False)
    lines = [
        "daybook-entry-1",
        "account_id=" + entry["account_id"],
        "seq=" + str(entry["seq"]),
        "kind=" + entry["kind"],
        "occurred_at=" + str(micros(entry["occurred_at"])),
        "recorded_at=" + str(micros(entry["recorded_at"])),
        "idempotency_key=" + (entry["idempotency_key"] or ""),
        "order_id=" + (entry["order_id"] or ""),
        "refusal=" + (entry["refusal"] or ""),
    ]
    if entry["instrument_entry"] is not None:
        lines.append("instrument_entry=" + str(entry["instrument_entry"]))
    lines.append("payload=" + payload)
    lines += [posting_line(posting) for posting in entry["postings"]]
    return ("\n".join(lines) + "\n").encode("utf-8")


def check(entry, heads):
    """Returns what is wrong with an entry, or None."""
    account = entry["account_id"]
    seq, head = heads.get(account, (0, bytes(32)))
    if entry["seq"] != seq + 1:
        return f"entry {seq + 1} is missing"
    sums = {}
    for posting in entry["postings"]:
        sums[posting["asset"]] = sums.get(posting["asset"], 0) + Decimal(posting["amount"])
    for asset, total in sums.items():
        if total != 0:
            return f"the postings in {asset} sum to {total}"
    digest = hashlib.sha256(head + canonical_bytes(entry)).digest()
    if digest.hex() != entry["hash"]:
        return "the hash is wrong"
    heads[account] = (entry["seq"], digest)
    return None


def main():
    heads = {}
    count = 0
    for line in sys.stdin:
        entry = json.loads(line)
        wrong = check(entry, heads)
        if wrong:
            print(f"account {entry['account_id']} entry {entry['seq']}: {wrong}")
            return 1
        count += 1
    print(f"{count} entries of {len(heads)} accounts hold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
