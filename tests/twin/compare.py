"""Lets the eepool command and the twin score the same candidates and hold the same rounds.

Awkward candidates, made around each moment, are scored and drawn; so are, on all days, those who differ
from a plain one in a single column, for every value of every column and every listed occupation: a wrong
number anywhere in the policy shows. candidates.py makes them; crowd.py compares the scores of many more.

    python3 compare.py path/to/eepool [--pools 2] [--rows 500]

Exit: 0 equal everywhere; 1 a difference, with the candidate it is about; 77 there is no command yet.
"""

import argparse
import csv
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import candidates
import twin

SKIPPED = 77
SHOWN = 10  # differences printed before giving up

# Days just before and on every change of the rules, published round days, and the end of a February.
MOMENTS = ["2016-11-18", "2016-11-19", "2017-06-05", "2017-06-06T12:00:00Z", "2020-10-19", "2020-10-20",
           "2023-05-30", "2023-05-31", "2023-07-05T13:38:22Z", "2024-02-29", "2025-02-26", "2025-02-27",
           "2025-02-28", "2025-03-24", "2025-03-25", "2025-12-07", "2025-12-08", "2026-02-17",
           "2026-02-18T00:00:00Z", "2026-02-28", "2026-05-11T14:30:00Z"]


class Comparison:
    def __init__(self, command, folder):
        self.command = command
        self.folder = pathlib.Path(folder)
        self.differences = 0
        self.compared = 0

    def run(self, *arguments, accept=(0,)):
        done = subprocess.run([self.command, *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode not in accept:
            sys.exit(f"eepool {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def differ(self, what, ours, theirs, about):
        self.differences += 1
        print(f"difference: {what}\n  twin:   {ours}\n  eepool: {theirs}\n  {about}")
        if self.differences >= SHOWN:
            sys.exit(f"stopped after {SHOWN} differences")

    def write(self, name, names, people):
        path = self.folder / name
        with open(path, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(people)
        return path

    def scores(self, path, people, moment):
        """Every column of `eepool score` for every candidate, in the order of the pool."""
        day = moment.date().isoformat()
        output = self.folder / "scores.csv"
        output.unlink(missing_ok=True)
        self.run("score", path, "--as-of", day, "-o", output)
        with open(output, encoding="utf-8", newline="") as stream:
            found = list(csv.DictReader(stream))
        expected = list(twin.score_rows(people, moment.date()))
        if len(found) != len(expected):
            self.differ(f"{path.name} on {day}: number of rows", len(expected), len(found), "")
        for person, mine, theirs in zip(people, expected, found):
            for name, value in mine.items():
                self.compared += 1
                if clean(name, theirs.get(name)) != clean(name, str(value)):
                    self.differ(f"{name} of id {mine['id']} on {day}", value, theirs.get(name), plain(person))

    def round(self, path, people, kind, invitations, moment):
        """The notice of one round and the set of the invited."""
        who = self.folder / "who.csv"
        who.unlink(missing_ok=True)
        text = twin.time_text(moment)
        notice, invited = twin.draw(people, kind, invitations, moment)
        printed = self.run("draw", path, "--round", kind, "--invite", invitations, "--as-of", text,
                           "--invited", who, "--json", accept=(0,) if invited else (0, 1))
        theirs = json.loads(printed)
        about = f"{path.name}: {kind}, {invitations} invitations at {text}"
        names = list(notice) if invited else ["eligible", "invited"]
        for name in names:
            self.compared += 1
            if theirs.get(name) != notice[name]:
                self.differ(f"{name} of a round", notice[name], theirs.get(name), about)
        with open(who, encoding="utf-8", newline="") as stream:
            listed = [int(row[0]) for row in list(csv.reader(stream))[1:]]
        if sorted(listed) != sorted(invited):
            self.differ("who is invited", sorted(set(invited) - set(listed)),
                        sorted(set(listed) - set(invited)), about)

    def rounds(self, path, people, moment):
        """Rounds of every kind, with numbers that cut within equal scores, take all, or take one."""
        kinds = ["general"] + [f"program:{name}" for name in twin.PROGRAMS]
        kinds += [f"category:{name}" for name in sorted({name for name, _ in twin.listed(moment.date())})]
        if moment.date() >= datetime.date(2023, 5, 31):
            kinds.append("category:french")
        chance = random.Random(path.name)
        for kind in kinds:
            eligible = twin.draw(people, kind, len(people), moment)[0]["eligible"]
            numbers = {max(1, eligible + chance.choice([-1, 0, 1])), chance.randrange(1, max(2, eligible))}
            for invitations in sorted(numbers):
                self.round(path, people, kind, invitations, moment)


def clean(name, text):
    """Sets are compared as sets; a category may carry its version."""
    if name in ("programs", "categories"):
        return {part.split("@")[0] for part in (text or "").split("+") if part}
    return text


def plain(person):
    return ", ".join(f"{name} {value}" for name, value in person.items() if value not in (0, None, "none"))


def compare(comparison, number, moment, options):
    """Everything for one moment."""
    whole = [("sweep", candidates.sweep(moment))]
    if number % 10 == 0:
        whole += [("occupations", candidates.occupations(moment)), ("pass-mark", candidates.at_pass_mark(moment))]
    for name, rows in whole:
        path = comparison.write(f"{name}-{number}.csv", candidates.columns_of(rows), rows)
        comparison.scores(path, twin.read_candidates(path), moment)
    for pool in range(options.pools):
        maker = candidates.Maker(1000 * pool + number, moment)
        names, rows = maker.pool(options.rows, with_programs=(number + pool) % 4 == 3)
        path = comparison.write(f"pool-{number}-{pool}.csv", names, rows)
        people = twin.read_candidates(path)
        comparison.scores(path, people, moment)
        comparison.rounds(path, people, moment)


def main():
    parser = argparse.ArgumentParser(description="compare eepool with the twin")
    parser.add_argument("command")
    parser.add_argument("--pools", type=int, default=1, help="pools a moment")
    parser.add_argument("--rows", type=int, default=300, help="candidates a pool")
    options = parser.parse_args()
    if not os.access(options.command, os.X_OK):
        print(f"{options.command} is not there")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory(prefix="eepool-twin-") as folder:
        comparison = Comparison(options.command, folder)
        for number, text in enumerate(MOMENTS):
            compare(comparison, number, twin.moment_of(text), options)
    print(f"{comparison.compared} values compared, {comparison.differences} differences")
    sys.exit(1 if comparison.differences else 0)


if __name__ == "__main__":
    main()
