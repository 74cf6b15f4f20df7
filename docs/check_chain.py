#!/usr/bin/env python3
"""Checks the chains and the checkpoints of a book from its export, by docs/book-format.md alone.

  daybook export --format ndjson | python3 docs/check_chain.py

Prints the number of entries and accounts and exits 0, or names the first entry that is wrong, or
the account that is missing, and exits 1.
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


class Checkpoints:
    """What the checkpoints of a book say of its accounts."""

    def __init__(self):
        # account -> number -> (hash, the entry of @book)
        self.named = {}
        self.closing = None

    def take(self, entry):
        """Takes in a checkpoint. Returns what is wrong with it, or None."""
        payload = entry["payload"]
        for text in filter(None, payload["heads"].split(";")):
            account, seq, digest = text.split(" ")
            of_account = self.named.setdefault(account, {})
            if of_account and int(seq) < max(of_account):
                return f"account {account} went back to entry {seq}"
            of_account[int(seq)] = (digest, entry["seq"])
        if "digest" in payload:
            newest = {name: max(of_account) for name, of_account in self.named.items()}
            self.closing = (payload, newest)
        return None

    def compare(self, entry):
        """Compares an entry with what checkpoints have seen of it."""
        seen = self.named.get(entry["account_id"], {}).get(entry["seq"])
        if seen and seen[0] != entry["hash"]:
            return f"entry {seen[1]} of @book has seen another"
        return None

    def missing(self, heads):
        """Returns what was seen and is there no more, or None."""
        for account, of_account in sorted(self.named.items()):
            newest = max(of_account)
            if heads.get(account, (0, None))[0] < newest:
                seen = of_account[newest][1]
                return f"account {account}: entry {newest}, seen by @book {seen}, is missing"
        if self.closing:
            payload, newest = self.closing
            digest = bytes(32)
            for account, seq in sorted(newest.items()):
                line = f"{account} {seq} {self.named[account][seq][0]}\n"
                digest = hashlib.sha256(digest + line.encode()).digest()
            if (len(newest), digest.hex()) != (payload["accounts"], payload["digest"]):
                return "the newest checkpoint saw other accounts"
        return None


def main():
    heads = {}
    checkpoints = Checkpoints()
    count = 0
    for line in sys.stdin:
        entry = json.loads(line)
        if "seq" not in entry:
            continue  # the first line: which book it is
        wrong = check(entry, heads)
        if not wrong:
            is_checkpoint = entry["kind"] == "checkpoint"
            wrong = checkpoints.take(entry) if is_checkpoint else checkpoints.compare(entry)
        if wrong:
            print(f"account {entry['account_id']} entry {entry['seq']}: {wrong}")
            return 1
        count += 1
    wrong = checkpoints.missing(heads)
    if wrong:
        print(wrong)
        return 1
    print(f"{count} entries of {len(heads)} accounts hold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
