#!/usr/bin/env python3
"""eepool backtest against the twin in estimate.py: every prediction, age and interval of the whole record."""

import csv
import io
import pathlib
import subprocess
import sys

import estimate

ROOT = pathlib.Path(__file__).resolve().parents[2]
REPLICATES = 200


def philox(counter, key):
    """Philox4x32-10."""
    for turn in range(10):
        if turn:
            key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
        first, second = counter[0] * 0xD2511F53, counter[2] * 0xCD9E8D57
        counter = [second >> 32 ^ counter[1] ^ key[0], second & 0xFFFFFFFF,
                   first >> 32 ^ counter[3] ^ key[1], first & 0xFFFFFFFF]
    return counter


def chance(mode):
    def noises(index):
        for replicate in range(REPLICATES):
            words = philox([index, mode, 4, replicate], [1, 0])
            total = sum((word & 0xFFFF) + (word >> 16) for word in words)
            yield estimate.divide((total - 262140) * estimate.ONE, 53510)
    return noises


def main():
    parameters = estimate.read_parameters(ROOT / "datasets/backtest/parameters.yaml")
    record = estimate.read_record(ROOT / "datasets/history")
    run = subprocess.run([sys.argv[1], "backtest", "--csv", "--replicates", str(REPLICATES)], check=True,
                         capture_output=True, text=True)
    rows = list(csv.DictReader(io.StringIO(run.stdout)))
    differences = compared = 0
    for mode, name in enumerate(("attached", "previous")):
        answers = estimate.foretell(parameters, record, mode == 1, chance(mode))
        for row in rows:
            ours = answers.get(row["round"], (None,) * 4)
            theirs = tuple(int(row[key]) if row[key] else None
                           for key in (name, f"{name}_age", f"{name}_low", f"{name}_high"))
            compared += 1
            if ours != theirs:
                differences += 1
                print(f"{name}, round {row['round']} of {row['id']}: the twin says {ours}, eepool {theirs}")
    print(f"{compared} predictions compared, {differences} differ")
    assert len(rows) >= 200, "the record since 2022 has more than 200 rounds"
    return differences > 0


if __name__ == "__main__":
    sys.exit(main())
