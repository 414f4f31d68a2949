#!/usr/bin/env python3
"""Where published rounds are cut on pools that were made for their days.

usage: rounds.py EEPOOL [--each N] [--rows N] [--seed S] [--write CSV] [--markdown FILE]

Takes N rounds (default 7) of each of the types general, CEC and French from July 2023 to May 2026, at equal steps in
the order of their publication. For each, four pools are made for its day, of the size they have by themselves, and the round
is held on them as large as it was:

  snapshot  the count of the pool that was printed with the round, nothing else          --fit snapshot
  estimate  the same count, and inside its ranges the estimate                           --fit estimate
  old       the last count that was printed before the day, as it was                    --fit DAY
  forecast  that count moved on to the day by the estimate                               --fit forecast

Prints CSV: the published cut-off and the four, and a last line a type with the mean absolute errors (in tenths of a point).
"""

import argparse
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile

FROM, TO = "2023-07-01", "2026-05-31"
TYPES = (("all", "general"), ("cec", "program:cec"), ("french", "category:french"))
WAYS = ("snapshot", "estimate", "old", "forecast")
BEGIN, END = "<!-- rounds: begin -->\n", "<!-- rounds: end -->\n"
HISTORY = os.path.join(os.environ.get("EEPOOL_DATA", os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                                                   "..", "..", "datasets")), "history")


def read(name):
    with open(os.path.join(HISTORY, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(*arguments):
    done = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments[1:]))}: {done.stderr}")
    return done.stdout


def chosen_rounds(rounds, each):
    """At equal steps, the first and the last among them."""
    found = []
    for id_, kind in TYPES:
        own = [r for r in rounds if r["id"] == id_ and FROM <= r["date"] <= TO]
        found += [(own[i * (len(own) - 1) // (each - 1)], kind) for i in range(each)]
    return found


def count_before(rounds, day):
    """The day of the newest count that was printed with a round before `day`."""
    return max(r["pool_as_of"] for r in rounds if r["pool_as_of"] and r["date"] < day)


def cutoff(eepool, pool, round_, kind, invitations):
    notice = json.loads(run(eepool, "draw", pool, "--as-of", round_["moment"], "--round", kind, "--invite", invitations,
                            "--json"))
    notice = notice[0] if isinstance(notice, list) else notice.get("rounds", [notice])[0]
    return notice["cutoff"]


def hold(eepool, rounds, round_, kind, seed, ways, folder):
    fits = {"snapshot": "snapshot", "estimate": "estimate", "old": count_before(rounds, round_["date"]), "forecast": "forecast"}
    said = {}
    for way in ways:
        pool = os.path.join(folder, "pool.eepd")
        run(eepool, "pool", "make", "-q", "-f", "--as-of", round_["moment"], "--fit", fits[way], "--seed", seed, "-o", pool)
        said[way] = cutoff(eepool, pool, round_, kind, round_["invitations"])
    return said


def table(eepool, each, seed, ways=WAYS):
    rounds = read("rounds.csv")
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for round_, kind in chosen_rounds(rounds, each):
            said = hold(eepool, rounds, round_, kind, seed, ways, folder)
            lines.append({"number": round_["number"], "date": round_["date"], "type": round_["id"],
                          "published": int(round_["cutoff"]), **said})
    return lines


def errors(lines, ways=WAYS):
    """Mean absolute errors by type and way, in tenths of a point, rounded up."""
    said = []
    for id_ in [id_ for id_, _ in TYPES] + ["every"]:
        own = [line for line in lines if id_ in (line["type"], "every")]
        off = {way: -(-10 * sum(abs(line[way] - line["published"]) for line in own) // len(own)) for way in ways}
        said.append({"number": "error", "date": "", "type": id_, "published": "", **off})
    return said


def write_markdown(path, lines, means):
    text = io.StringIO()
    text.write("| round | day | type | published | snapshot | estimate | old count | forecast |\n|---|---|---|---|---|---|---|---|\n")
    for line in lines:
        text.write("| " + " | ".join(str(line[key]) for key in ("number", "date", "type", "published", *WAYS)) + " |\n")
    for line in means:
        text.write(f"| mean absolute error | | {line['type']} | | " + " | ".join(f"{line[way] / 10:.1f}" for way in WAYS) + " |\n")
    with open(path, encoding="utf-8") as file:
        page = file.read()
    page = re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: BEGIN + text.getvalue() + END, page, flags=re.S)
    with open(path, "w", encoding="utf-8") as file:
        file.write(page)


def write_csv(stream, lines):
    writer = csv.DictWriter(stream, ("number", "date", "type", "published", *WAYS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("eepool")
    parser.add_argument("--each", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write")
    parser.add_argument("--markdown")
    chosen = parser.parse_args()
    lines = table(chosen.eepool, chosen.each, chosen.seed)
    means = errors(lines)
    write_csv(sys.stdout, lines + means)
    if chosen.write:
        with open(chosen.write, "w", encoding="utf-8", newline="") as file:
            write_csv(file, lines + means)
    if chosen.markdown:
        write_markdown(chosen.markdown, lines, means)


if __name__ == "__main__":
    main()
