#!/usr/bin/env python3
"""The errors of eepool backtest: against the figures of an independent computation, the goals, and what was recorded.

usage: test_validation.py EEPOOL [--write]

--write records the table of errors anew, in errors.csv. A change that makes a line worse has to say in its commit why.
"""

import csv
import io
import pathlib
import statistics
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PREDICTORS = ("attached", "previous", "last", "mean_of_three", "spread", "spread_previous", "share")
PERIODS = (("2023-06 on", "2023-06-01", "2099"), ("2023", "2023-06-01", "2024"), ("2024", "2024", "2025"),
           ("2025", "2025", "2026"), ("2026", "2026", "2027"))


def command(*arguments):
    return subprocess.run([EEPOOL, "backtest", *arguments], check=True, capture_output=True, text=True).stdout


def errors(rows, predictor, name, since, until="2099"):
    """Signed errors of rounds that have an earlier one of their type."""
    picked = [row for row in rows if since <= row["date"] < until and row["earlier"] != "0" and row[predictor] and
              (row["id"] == name or name == "all but pnp" and row["id"] != "pnp" or name == "every type")]
    return [int(row[predictor]) - int(row["cutoff"]) for row in picked]


def mean_error(rows, predictor, name, since, until="2099"):
    values = errors(rows, predictor, name, since, until)
    if not values:
        return None
    return (sum(abs(value) for value in values) * 20 + len(values)) // (2 * len(values)) / 10  # a half goes up


def names(rows):
    return sorted({row["id"] for row in rows}) + ["all but pnp", "every type"]


def table(rows):
    """One line a type and period: rounds, mean absolute errors, how many intervals held in each mode."""
    lines = [",".join(("type", "period", "rounds") + PREDICTORS + ("attached_covered", "previous_covered"))]
    for period, since, until in PERIODS:
        for name in names(rows):
            count = len(errors(rows, "last", name, since, until))
            if count == 0:
                continue
            cells = [mean_error(rows, predictor, name, since, until) for predictor in PREDICTORS]
            held = [covered(rows, mode, name, since, until)[0] for mode in ("attached", "previous")]
            lines.append(",".join([name, period, str(count)] + ["" if cell is None else f"{cell:.1f}" for cell in cells] +
                                  [str(value) for value in held]))
    return "\n".join(lines) + "\n"


def covered(rows, mode, name, since, until="2099"):
    inside = all_ = 0
    for row in rows:
        if not since <= row["date"] < until or row["earlier"] == "0" or not row[mode]:
            continue
        if row["id"] == name or name == "every type" or name == "all but pnp" and row["id"] != "pnp":
            inside += int(row[f"{mode}_low"]) <= int(row["cutoff"]) <= int(row[f"{mode}_high"])
            all_ += 1
    return inside, all_


class SimplePredictors(unittest.TestCase):
    """The figures come from an independent computation on the same record, before this program was written."""

    # type: rounds, median and mean absolute error, bias of the last cut-off, mean absolute error of the mean of three
    LAST = {"pnp": (49, 32.0, 39.0, -2.2, 34.3), "cec": (33, 3.0, 7.7, -1.6, 12.5), "french": (30, 19.5, 28.6, 1.3, 34.5),
            "all": (20, 7.5, 14.2, -2.0, 13.1), "healthcare": (13, 13.0, 16.7, 0.7, 22.8),
            "trades": (5, 28.0, 30.2, -17.8, 35.4), "stem": (2, 7.5, 7.5, -2.5, 6.0),
            "transport": (2, 2.5, 2.5, 2.5, 2.5), "agriculture": (2, 41.5, 41.5, -41.5, 49.5),
            "education": (1, 17.0, 17.0, 17.0, 17.0), "every type": (157, 16.0, 24.2, -2.0, 25.5),
            "all but pnp": (108, 10.0, 17.4, -1.9, 21.4)}
    # predictor, since: rounds, median and mean absolute error, bias, largest error
    SPREAD = {("spread", "2022-07"): (37, 2.0, 3.0, -0.2, 18), ("spread", "2023-06"): (20, 2.5, 4.2, -0.6, 18),
              ("spread_previous", "2022-07"): (37, 7.0, 12.5, -12.5, 68),
              ("spread_previous", "2023-06"): (20, 11.5, 18.2, -18.2, 68),
              }
    # type: rounds, median and mean absolute error, bias, largest error
    SHARE = {"cec": (32, 2.5, 3.3, 0.2, 15), "french": (30, 17.0, 68.7, -37.6, 428),
             "healthcare": (13, 9.0, 23.2, -12.8, 138), "trades": (5, 4.0, 19.6, -18.0, 56),
             "stem": (2, 8.0, 8.0, -3.0, 11), "transport": (2, 21.5, 21.5, -0.5, 22),
             "agriculture": (2, 21.0, 21.0, 21.0, 28), "education": (1, 27.0, 27.0, -27.0, 27)}

    def same(self, values, rounds, median, mean, bias, largest=None):
        sizes = [abs(value) for value in values]
        self.assertEqual(len(values), rounds)
        self.assertAlmostEqual(statistics.median(sizes), median, delta=0.051)
        self.assertAlmostEqual(statistics.fmean(sizes), mean, delta=0.051)
        self.assertAlmostEqual(statistics.fmean(values), bias, delta=0.051)
        if largest is not None:
            self.assertEqual(max(sizes), largest)

    def test_the_last_cutoff_and_the_mean_of_three(self):
        for name, (rounds, median, mean, bias, of_three) in self.LAST.items():
            with self.subTest(type=name):
                self.same(errors(ROWS, "last", name, "2023-06"), rounds, median, mean, bias)
                values = errors(ROWS, "mean_of_three", name, "2023-06")
                self.assertAlmostEqual(statistics.fmean(map(abs, values)), of_three, delta=0.051)

    def test_a_count_spread_over_its_ranges(self):
        for (predictor, since), figures in self.SPREAD.items():
            with self.subTest(predictor=predictor, since=since):
                self.same(errors(ROWS, predictor, "all", since), *figures)

    def test_the_share_carried_forward(self):
        for name, figures in self.SHARE.items():
            with self.subTest(type=name):
                self.same(errors(ROWS, "share", name, "2023-06"), *figures)


class Goals(unittest.TestCase):
    """What the estimate is meant to reach on rounds since June 2023."""

    def test_cutoffs_with_the_count_printed_with_the_round(self):
        for name, goal in (("all", 3.0), ("cec", 3.0), ("french", 15.0), ("all but pnp", 8.0)):
            self.assertLessEqual(mean_error(ROWS, "attached", name, "2023-06"), goal, name)

    def test_intervals_hold_in_75_to_90_of_100_rounds(self):
        for mode in ("attached", "previous"):
            inside, rounds = covered(ROWS, mode, "every type", "2023-06")
            self.assertTrue(0.75 <= inside / rounds <= 0.90, (mode, inside, rounds))

    def test_nominees_better_than_the_last_cutoff_and_the_mean_of_three(self):
        for mode in ("attached", "previous"):
            for simple in ("last", "mean_of_three"):
                self.assertLess(mean_error(ROWS, mode, "pnp", "2023-06"), mean_error(ROWS, simple, "pnp", "2023-06"))

    def test_without_that_count_every_type_of_five_rounds_beats_its_last_cutoff(self):
        seen = 0
        for name in names(ROWS):
            if len(errors(ROWS, "last", name, "2023-06")) < 5:
                continue
            seen += 1
            self.assertLess(mean_error(ROWS, "previous", name, "2023-06"), mean_error(ROWS, "last", name, "2023-06"), name)
        self.assertEqual(seen, 8)  # six types, all but pnp, every type


class Recorded(unittest.TestCase):
    def test_the_errors_are_those_recorded(self):
        self.assertEqual(table(ROWS), (HERE / "errors.csv").read_text(encoding="utf-8"),
                         "if the change is meant, record it with --write and say why in the commit")

    def test_the_pages_in_docs_are_what_the_command_writes(self):
        for name, form in (("validation.md", ()), ("validation.html", ("--html",))):
            page = command("--from", "2023-06", "--to", "2026-05", *form)
            self.assertTrue(page == (ROOT / "docs" / name).read_text(encoding="utf-8"), f"rebuild docs/{name}: ./dev validation")

    def test_the_goals_in_docs_say_what_was_reached(self):
        page = (ROOT / "docs/backtest.md").read_text(encoding="utf-8")
        for goal, name in (("general at most 3.0", "all"), ("`cec` at most 3.0", "cec"), ("French at most 15", "french"),
                           ("every type but `pnp` at most 8", "all but pnp"),
                           ("`pnp` better than the last cut-off (39.0) and the mean of three (34.3)", "pnp")):
            reached = [mean_error(ROWS, mode, name, "2023-06") for mode in ("attached", "previous")]
            self.assertIn(f"| {goal} | {reached[0]} | {reached[1]} |", page)

    def test_the_page_tells_the_errors_that_follow_from_its_rounds(self):
        page = (ROOT / "docs/validation.md").read_text(encoding="utf-8")
        first = page[page.index("## Errors by type"):page.index("## Errors by type and year")]
        for line in first.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            name = "all" if cells[0] == "general" else cells[0]
            if name in names(ROWS):
                for column, predictor in ((2, "attached"), (4, "previous"), (6, "last")):
                    self.assertEqual(float(cells[column]), mean_error(ROWS, predictor, name, "2023-06"))


class Sameness(unittest.TestCase):
    def test_any_number_of_threads_writes_the_same_bytes(self):
        for form in ("--csv", "--json", "--html"):
            once = command(form, "--from", "2024-06", "-T", "1")
            for threads in ("2", "3"):
                self.assertTrue(once == command(form, "--from", "2024-06", "-T", threads), (form, threads))

    def test_a_window_changes_no_prediction_in_it(self):
        later = list(csv.DictReader(io.StringIO(command("--csv", "--from", "2025-01", "--to", "2025-06"))))
        whole = {row["round"]: row for row in ROWS}
        self.assertEqual(len(later), 23)
        for row in later:
            self.assertEqual(row, whole[row["round"]])

    def test_another_seed_moves_intervals_and_nothing_else(self):
        other = list(csv.DictReader(io.StringIO(command("--csv", "--seed", "2"))))
        moved = 0
        for ours, theirs in zip(ROWS, other):
            for key in ours:
                if key.endswith(("_low", "_high")):
                    moved += ours[key] != theirs[key]
                else:
                    self.assertEqual(ours[key], theirs[key])
        self.assertGreater(moved, 50)


if __name__ == "__main__":
    EEPOOL = sys.argv.pop(1)
    ROWS = list(csv.DictReader(io.StringIO(command("--csv"))))
    if "--write" in sys.argv:
        (HERE / "errors.csv").write_text(table(ROWS), encoding="utf-8")
    else:
        unittest.main(argv=sys.argv[:1])
