#!/usr/bin/env python3
"""Summarises a run of eepool_bench: the median of each benchmark, and its bytes a second as a share of the
read bandwidth that bench_memory.c measured in the same run with as many threads.

usage: summary.py results.json
"""

import json
import sys

YARDSTICK = "memory/eight_streams"


def medians(report):
    """{name: the entry that holds its median}; with one repetition, the entry itself."""
    found = {}
    for entry in report["benchmarks"]:
        if entry.get("error_occurred"):
            sys.exit(f"summary: {entry['name']} failed: {entry['error_message']}")
        if entry["run_type"] == "iteration" and entry.get("repetitions", 1) <= 1:
            found[entry["run_name"]] = entry
        elif entry.get("aggregate_name") == "median":
            found[entry["run_name"]] = entry
    return found


def name_of(run_name):
    return run_name.removesuffix("/real_time")


def in_order(item):
    """By family and variant, then by the argument as a number."""
    family, _, argument = name_of(item[0]).rpartition("/")
    return family, int(argument)


def main(path):
    with open(path, encoding="utf-8") as stream:
        report = json.load(stream)
    machine = report["context"]
    print(f"{machine['num_cpus']} CPUs at {machine['mhz_per_cpu']} MHz, load {machine['load_avg'][0]:.1f}, "
          f"{machine['library_build_type']} benchmark library, {machine['date']}")
    found = medians(report)
    yardstick = next((entry["bytes_per_second"] for name, entry in found.items()
                      if name_of(name) == f"{YARDSTICK}/1"), None)
    print(f"{'benchmark':40} {'million/s':>12} {'GB/s':>8} {'of memory':>10}")
    for name, entry in sorted(found.items(), key=in_order):
        items, volume = entry.get("items_per_second"), entry.get("bytes_per_second")
        share = f"{100 * volume / yardstick:.0f} %" if volume and yardstick else ""
        print(f"{name_of(name):40} {items / 1e6 if items else 0:12.1f} {volume / 1e9 if volume else 0:8.2f} "
              f"{share:>10}")
    print(f"of memory: bytes a second as a share of {YARDSTICK} with one thread; above 100 % it comes from a cache")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
