"""Lets the eepool command and the twin score a great many random candidates on ten days.

Every candidate is scored on all ten days; total, four sections, programs and categories must be equal. The
ten days begin the periods between which the rules changed, and candidates are made around one of them each,
so that on every day somebody stands on both sides of every threshold. The same number gives the same people.

    python3 crowd.py path/to/eepool [--people 50000] [--processes 2]

Exit: 0 equal everywhere; 1 a difference, with the candidate it is about, or a program or category that nobody
was in or out of; 77 there is no command yet.
"""

import argparse
import collections
import csv
import datetime
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile

import candidates
import twin

SKIPPED = 77
SHOWN = 10    # differences printed
GROUP = 2500  # candidates that are made, written and scored at a time

DAYS = ["2015-01-01", "2016-11-19", "2017-06-06", "2020-10-20", "2022-11-16", "2023-07-05", "2025-02-27",
        "2025-03-25", "2026-02-18", "2026-05-11"]

FIELDS = ["id", "score", *twin.SECTIONS, "programs", "categories"]
SETS = ("programs", "categories")


def group_of(number, size):
    """Group `number` of the crowd: names of its columns, and rows."""
    maker = candidates.Maker(1_000_000 + number, twin.moment_of(DAYS[number % len(DAYS)]))
    return maker.pool(size, with_programs=number // len(DAYS) % 8 == 7)


def scores_by_command(command, path, day):
    done = subprocess.run([command, "score", path, "--as-of", day, "-T", "1", "-o", "-"], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"eepool score {path} --as-of {day}: exit {done.returncode}\n{done.stderr}")
    rows = csv.DictReader(done.stdout.splitlines())
    if rows.fieldnames != FIELDS:
        raise RuntimeError(f"eepool score has the columns {rows.fieldnames}, not {FIELDS}")
    return list(rows)


def comparable(row):
    """A row of either side: numbers as text, sets without order."""
    return {name: set(filter(None, value.split("+"))) if name in SETS else str(value)
            for name, value in row.items()}


def score_group(task):
    """Scores one group on all days; the first differences, and who was in which set on which day."""
    command, number, size = task
    names, rows = group_of(number, size)
    differences, members = [], collections.Counter()
    with tempfile.TemporaryDirectory(prefix="eepool-crowd-") as folder:
        path = pathlib.Path(folder) / f"group-{number}.csv"
        with open(path, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        people = twin.read_candidates(path)
        for day in DAYS:
            found = scores_by_command(command, path, day)
            expected = list(twin.score_rows(people, twin.date_of(day)))
            if len(found) != len(expected):
                differences.append(f"group {number} on {day}: {len(found)} rows, not {len(expected)}")
            for person, mine, theirs in zip(people, map(comparable, expected), map(comparable, found)):
                if mine != theirs:
                    differences.append(f"group {number} on {day}:\n  twin:   {mine}\n  eepool: {theirs}\n  {person}")
                members.update((day, name) for kind in SETS for name in mine[kind])
    return len(people), differences[:SHOWN], members


def sets_in_force(day):
    found = {name for name, _ in twin.listed(twin.date_of(day))}
    if twin.date_of(day) >= datetime.date(2023, 5, 31):
        found.add("french")
    return found | set(twin.PROGRAMS)


def unreached(members, people):
    """Programs and categories that everybody was in, or nobody: such a crowd would prove little."""
    return [f"{name} on {day}" for day in DAYS for name in sorted(sets_in_force(day))
            if not 0 < members[day, name] < people]


def main():
    parser = argparse.ArgumentParser(description="compare eepool with the twin on many random candidates")
    parser.add_argument("command")
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    options = parser.parse_args()
    if not os.access(options.command, os.X_OK):
        print(f"{options.command} is not there")
        sys.exit(SKIPPED)
    tasks = [(options.command, number, min(GROUP, options.people - begin))
             for number, begin in enumerate(range(0, options.people, GROUP))]
    people, differences, members = 0, [], collections.Counter()
    try:
        with multiprocessing.Pool(options.processes) as workers:
            for count, found, reached in workers.imap_unordered(score_group, tasks):
                people += count
                differences += found
                members += reached
                if len(differences) >= SHOWN:
                    break
    except RuntimeError as error:
        sys.exit(str(error))
    missed = unreached(members, people) if not differences else []
    for text in differences[:SHOWN]:
        print(f"difference: {text}")
    for text in missed:
        print(f"nobody, or everybody, was in {text}")
    print(f"{people} candidates on {len(DAYS)} days, {len(differences)} differences")
    sys.exit(1 if differences or missed else 0)


if __name__ == "__main__":
    main()
