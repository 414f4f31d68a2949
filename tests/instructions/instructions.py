#!/usr/bin/env python3
"""Counts the instructions of every kernel under callgrind and compares them with the record of this compiler.

usage: instructions.py PROGRAM RECORD.csv [--update REASON]

Fails when a kernel needs more than 3 % more instructions than the record says, when the record knows a kernel
that is gone, or when a kernel has no record. Fewer instructions are news, not a fault. With --update the record is
written anew; what differs by more than 1 % gets REASON, the rest keeps the reason and the count it had.

Counts depend on the compiler, so the record is named after it; where there is none, the test is skipped. Levels
that valgrind cannot run (AVX-512) or this machine lacks are not compared.
"""

import csv
import os
import re
import subprocess
import sys
import tempfile

ALLOWED = 1.03  # times the recorded count
NOTEWORTHY = 0.01
FIELDS = ("kernel", "level", "candidates", "instructions", "reason")
SKIPPED = 77
DUMP = re.compile(r"^desc: Trigger: Client Request: (\S+)$.*?^totals: (\d+)", re.MULTILINE | re.DOTALL)


def measure(program):
    """{(kernel, level, candidates): instructions}"""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--collect-atstart=no", f"--callgrind-out-file={folder}/out", program],
            capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"{run.stderr}instructions: {program} failed with {run.returncode}")
        counts = {}
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as stream:
                if found := DUMP.search(stream.read()):
                    counts[tuple(found.group(1).split(","))] = int(found.group(2))
    return counts


def read(path):
    """{(kernel, level, candidates): (instructions, reason)}"""
    with open(path, encoding="utf-8", newline="") as stream:
        return {(row["kernel"], row["level"], row["candidates"]): (int(row["instructions"]), row["reason"])
                for row in csv.DictReader(stream)}


def write(path, counts, record, reason):
    """Lines of levels that were not measured here stay as they are."""
    levels = {level for _, level, _ in counts}
    kept = {key: line for key, line in record.items() if key[1] not in levels}
    for key, count in counts.items():
        before = record.get(key)
        same = before and abs(count - before[0]) <= NOTEWORTHY * before[0]
        kept[key] = before if same else (count, reason)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(FIELDS)
        for key in sorted(kept, key=lambda key: (key[0], key[1] != "ref", key[1], -int(key[2]))):
            out.writerow(key + kept[key])


def faults(counts, record):
    """Sentences about what is wrong."""
    levels = {level for _, level, _ in counts}
    for key, count in sorted(counts.items()):
        name = "{} at {}, {} candidates".format(*key)
        if key not in record:
            yield f"{name}: {count} instructions, and no record of it"
        elif count > ALLOWED * record[key][0]:
            growth = 100 * (count / record[key][0] - 1)
            yield f"{name}: {count} instructions, {growth:.1f} % more than the {record[key][0]} of the record"
    for key in sorted(record.keys() - counts.keys()):
        if key[1] in levels:
            yield "{} at {}, {} candidates: in the record, but not measured".format(*key)


def main(program, path, reason):
    if reason is None and not os.path.exists(path):
        print(f"instructions: no record for this compiler ({os.path.basename(path)}): skipped")
        return SKIPPED
    record = read(path) if os.path.exists(path) else {}
    counts = measure(program)
    if not counts:
        sys.exit("instructions: callgrind counted nothing")
    if reason is not None:
        write(path, counts, record, reason)
        return 0
    found = list(faults(counts, record))
    for key, count in sorted(counts.items()):
        if key in record and count < (1 - NOTEWORTHY) * record[key][0]:
            print("{} at {}, {} candidates: {} instructions instead of {}".format(*key, count, record[key][0]))
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print("instructions: make the kernel as small as it was, or record why it grew:\n"
              f"  python3 tests/instructions/instructions.py {program} {path} --update 'REASON'", file=sys.stderr)
    print(f"{len(counts)} counts, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 5) or (len(sys.argv) == 5 and sys.argv[3] != "--update"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[4] if len(sys.argv) == 5 else None))
