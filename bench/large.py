#!/usr/bin/env python3
"""Whether the time a candidate takes depends on how many there are: pools made, scored and drawn from in files.

  bench/large.py EEPOOL FOLDER [--sizes 1M,10M,100M,1G] [--threads N] > build/bench/large.md

For every size: a pool is made into FOLDER (19 bytes a candidate on disk, removed afterwards), all scores are written
to /dev/null, and a general round of 5,000 is drawn, each by a command of its own that never holds the pool in memory.
Prints a table in Markdown: seconds of each command (of sizes up to 10 M the median of three), nanoseconds a candidate
beyond the first two chunks, the most memory of each, the size of the file, and how far the slowest size is above the
fastest. The first chunk of a thread pays for starting and for the thread's buffers, which are used again and again
from then on. `./dev bench --record` takes it into RESULTS.md.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

DAY = "2023-07-05"
UNITS = {"K": 10**3, "M": 10**6, "G": 10**9}
OFTEN = 10 * 10**6  # sizes up to this one are measured three times
CHUNK = 131072


def size_of(text):
    return int(text[:-1]) * UNITS[text[-1].upper()] if text[-1].upper() in UNITS else int(text)


def run(command):
    """Seconds, KiB at most, and what was printed."""
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"large.py: {' '.join(command)} ended with {process.returncode}")
    return time.monotonic() - begun, used.ru_maxrss, printed


def commands(eepool, pool, rows, threads):
    shared = ["--as-of", DAY, "--no-progress", "-T", str(threads)]
    return {
        "make": [eepool, "pool", "make", "-q", "-f", "--stream", "-n", str(rows), "--fit", "2023-07-04", "-o", pool] + shared,
        "score": [eepool, "score", "-q", "-f", "-o", "/dev/null", pool] + shared,
        "draw": [eepool, "draw", "--stream", "--json", "--round", "general", "-n", "5000", pool] + shared,
    }


def measure(eepool, folder, rows, threads):
    pool = str(folder / "large.eepd")
    found = {}
    for name, command in commands(eepool, pool, rows, threads).items():
        trials = [run(command) for _ in range(3 if rows <= OFTEN else 1)]
        found[name] = (statistics.median(t[0] for t in trials), max(t[1] for t in trials))
        if name == "draw":
            notice = json.loads(trials[0][2])
            if notice["invited"] != min(5000, notice["eligible"]):
                sys.exit(f"large.py: {notice['invited']} of {notice['eligible']} were invited")
    found["bytes"] = os.path.getsize(pool)
    os.unlink(pool)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("eepool")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1M,10M,100M,1G")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    few = options.threads * CHUNK
    start = measure(options.eepool, options.folder, few, options.threads)
    per_row = {name: [] for name in ("make", "score", "draw")}
    print(f"## Pools in files, {options.threads} threads\n")
    print(f"`bench/large.py`, {time.strftime('%Y-%m-%d')}; seconds, and nanoseconds a candidate beyond a chunk a thread.\n")
    print("| candidates | file, bytes each | make, s (ns each) | MiB | score, s (ns each) | MiB | draw, s (ns each) | MiB |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for text in options.sizes.split(","):
        rows = size_of(text)
        found = measure(options.eepool, options.folder, rows, options.threads)
        line = [f"{rows:,}", f"{found['bytes'] / rows:.2f}"]
        for name, each in per_row.items():
            seconds, kib = found[name]
            each.append(1e9 * (seconds - start[name][0]) / (rows - few))
            line += [f"{seconds:.2f} ({each[-1]:.1f})", f"{kib / 1024:.0f}"]
        print("| " + " | ".join(line) + " |", flush=True)
    before = ", ".join(f"{name} {start[name][0]:.3f} s" for name in per_row)
    print(f"\nThe first {few:,} candidates, a chunk a thread: {before}.")
    spread = ", ".join(f"{name} {100 * (max(e) / min(e) - 1):.0f}%" for name, e in per_row.items())
    print(f"The slowest size above the fastest: {spread}.")


if __name__ == "__main__":
    main()
