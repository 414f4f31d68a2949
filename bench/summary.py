#!/usr/bin/env python3
"""Summarises a run of eepool_bench: every benchmark with its share of the memory's speed, and the targets with what
was measured beside them.

usage: summary.py results.json [--peers peers.json] [--markdown RESULTS.md]

A name is <benchmark>/<level>/<place>/<threads>, or <benchmark>/threads/<threads>. Figures are medians of the
repetitions, with the best one beside: other programs on the machine only ever make things slower, and a median
far from the best says that there were some. `of memory` is bytes a second, read and written, as a share of what
memory/eight_streams read in the same place with as many threads; of one thread, both by processor time.
"""

import argparse
import json
import os
import statistics
import sys

from targets import TARGETS

YARDSTICK = "memory/eight_streams"
IN_MEMORY = ("l3", "10M", "40M")  # places where a share of the memory's speed means something


class Run:
    """Medians and bests of all benchmarks, by name."""

    best = False  # whether figures are those of the best repetition; else medians

    def __init__(self, path):
        with open(path, encoding="utf-8") as stream:
            report = json.load(stream)
        self.context, self.entries = report["context"], {}
        for entry in report["benchmarks"]:
            if entry.get("error_occurred"):
                sys.exit(f"summary: {entry['name']} failed: {entry['error_message']}")
            if entry["run_type"] == "iteration":
                self.entries.setdefault(entry["run_name"].removesuffix("/real_time"), []).append(entry)

    def names(self):
        return sorted(self.entries, key=in_order)

    def value(self, name, key):
        """A figure that is better when it is larger, or None."""
        values = [entry[key] for entry in self.entries.get(name, ()) if key in entry]
        return (max(values) if self.best else statistics.median(values)) if values else None

    def seconds(self, name):
        values = [entry["real_time"] * UNITS[entry["time_unit"]] for entry in self.entries.get(name, ())]
        return (min(values) if self.best else statistics.median(values)) if values else None

    def by_processor(self, name, key="items_per_second"):
        """Candidates (or bytes) a second of processor time, the best; of one thread only: others' time is not counted."""
        if not name.endswith("/1"):
            return None
        rates = [entry[key] * entry["real_time"] / entry["cpu_time"] for entry in self.entries.get(name, ())
                 if key in entry]
        return max(rates, default=None)

    def both(self, function):
        """function() of medians, and of the best repetitions."""
        found = function()
        self.best = True
        best = function()
        self.best = False
        return found, best

    def share(self, name):
        """Bytes a second as a share of the yardstick's, or None; of one thread, of processor time."""
        parts = name.split("/")
        if len(parts) != 4 or parts[2] not in IN_MEMORY:
            return None
        volume, limit = ((self.by_processor if parts[3] == "1" else self.value)(one, "bytes_per_second")
                         for one in (name, f"{YARDSTICK}/{parts[2]}/{parts[3]}"))
        return volume / limit if volume and limit else None

    def fastest(self, pattern):
        """The name with the best level in the place of `*`, or None; the reference is not asked."""
        begin, star, end = pattern.partition("*")
        names = [name for name in self.entries if name == pattern or
                 (star and name.startswith(begin) and name.endswith(end) and "/ref/" not in name)]
        return min(names, key=self.seconds, default=None)


UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1}
PLACES = ("l1", "l2", "l3", "10M", "40M", "1GiB")


def in_order(name):
    """By benchmark and level, then from the smallest place to the largest."""
    parts = name.split("/")
    place = PLACES.index(parts[-2]) if parts[-2] in PLACES else len(PLACES)
    return parts[:-2], place, int(parts[-1]) if parts[-1].isdigit() else 0


def row(run, name):
    items, volume, share = run.value(name, "items_per_second"), run.value(name, "bytes_per_second"), run.share(name)
    each = run.value(name, "bytes_per_candidate")
    _, best = run.both(lambda: run.value(name, "items_per_second"))
    own = run.by_processor(name)
    return (name, f"{items / 1e6:.1f}" if items else "", f"{best / 1e6:.1f}" if best else "", f"{own / 1e6:.1f}" if own else "",
            f"{each:g}" if each else "", f"{volume / 1e9:.2f}" if volume else "",
            f"{100 * share:.0f} %" if share else "")


def machine(run):
    context = run.context
    caches = ", ".join(f"L{cache['level']} {cache['size'] // 1024} KiB" for cache in context["caches"]
                       if cache["type"] != "Instruction")
    return [f"{context.get('processor', 'unknown processor')}, {context['num_cpus']} CPUs at "
            f"{context['mhz_per_cpu']} MHz; {caches}",
            f"compiler {context.get('compiler', 'unknown')}; load average {context['load_avg'][0]:.1f} when the run began",
            f"run of {context['date']}, {max(map(len, run.entries.values()))} repetitions of each"]


def table(rows, widths):
    for line in rows:
        cells = [f"{line[0]:{widths[0]}}"] + [f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:])]
        yield "".join(cells).rstrip()


def verdict(target, run, peers):
    """Measured and best as text, and whether the median meets the target."""
    found, best = run.both(lambda: target.measure(run, peers))
    if found is None:
        return "not measured", "", ""
    return target.show(found), target.figure(best), "met" if target.is_met(found) else "not met"


def target_rows(run, peers):
    yield "what", "target", "measured", "best", ""
    for target in TARGETS:
        yield (target.what, target.wanted, *verdict(target, run, peers))


HEAD = ("benchmark", "million/s", "best", "processor", "bytes", "GB/s", "of memory")


def print_text(run, peers):
    print("\n".join(machine(run)), end="\n\n")
    print("\n".join(table([HEAD] + [row(run, name) for name in run.names()], (42, 12, 12, 12, 8, 9, 11))))
    print("\nmillion/s: candidates (or counters, words) a second, median and best; processor: a second of processor\n"
          "time, best, of one thread: what a machine busy with other things would do alone; bytes: read and written a candidate;\n"
          f"of memory: share of {YARDSTICK} in the same place with as many threads\n")
    print("\n".join(table(target_rows(run, peers), (54, 14, 30, 13, 9))))


def markdown(rows):
    rows = list(rows)
    yield "| " + " | ".join(rows[0]) + " |"
    yield "|---" + "|--:" * (len(rows[0]) - 1) + "|"
    for line in rows[1:]:
        yield "| " + " | ".join(line) + " |"


def write_markdown(run, peers, also, path):
    lines = ["# Results", "", "Written by `./dev bench --record`, from a run of `./dev bench`"
             + (" and one of `./dev bench --peers`." if peers else ".")
             + " How to read it: [README.md](README.md).", ""]
    lines += [f"- {line}" for line in machine(run)] + [""]
    lines += ["## Targets", "", *markdown(target_rows(run, peers)), ""]
    for entry in peers:
        threads = f"{entry['threads']} thread{'s' if entry['threads'] > 1 else ''}"
        lines += [f"## Peers: {entry['rows']:,} rows, {threads}", "", *markdown(peer_rows(entry)), ""]
    for text in also:
        lines += [text.rstrip(), ""]
    lines += ["## All benchmarks", "", *markdown([HEAD] + [row(run, name) for name in run.names()]), ""]
    temporary = f"{path}.new"
    with open(temporary, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines))
    os.replace(temporary, path)


def peer_rows(entry):
    """Seconds of everybody, and how many times eepool's they are."""
    names = {"score": "score, stored", "draw_general": "draw, general", "draw_stem": "draw, category:stem",
             "rounds": "26 rounds in sequence", "file": "file to cut-off"}
    ours, others = entry["who"]["eepool"], [who for who in entry["who"] if who != "eepool"]
    yield ("task", "eepool, s", *(f"{who}, s (times)" for who in others))
    for task, title in names.items():
        cells = []
        for who in others:
            seconds = entry["who"][who].get(task, [None])[0]
            cells.append(f"{seconds:.4f} ({seconds / ours[task][0]:.0f})" if seconds else "")
        yield (title, f"{ours[task][0]:.5f}", *cells)
    yield ("file to cut-off, most memory, MiB", f"{ours['file_kib'] / 1024:.0f}",
           *(f"{entry['who'][who]['file_kib'] / 1024:.0f}" if "file_kib" in entry["who"][who] else "" for who in others))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("results")
    parser.add_argument("--peers", help="results of bench/peers/run.py")
    parser.add_argument("--also", nargs="*", default=[], help="Markdown of other measurements, where it is there")
    parser.add_argument("--markdown", metavar="FILE", help="write FILE instead of printing")
    arguments = parser.parse_args()
    run, peers = Run(arguments.results), []
    if arguments.peers and os.path.exists(arguments.peers):
        with open(arguments.peers, encoding="utf-8") as stream:
            peers = json.load(stream)
    if arguments.markdown:
        also = [open(path, encoding="utf-8").read() for path in arguments.also if os.path.exists(path)]
        write_markdown(run, peers, also, arguments.markdown)
    else:
        print_text(run, peers)


if __name__ == "__main__":
    main()
