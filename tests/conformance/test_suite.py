"""The suite against what was worked by hand, and wrong calculators against the grader.

    python3 test_suite.py path/to/eepool
"""

import contextlib
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import generate
import mistakes

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = sys.argv.pop()
SUITE, PARTS = generate.build()
RIGHT = {case.id: SUITE.expected(case) for case in SUITE.cases}


def answers(*wrong):
    """What a calculator with these mistakes answers to every case, in the order of the suite."""
    with contextlib.ExitStack() as stack:
        for mistake in wrong:
            stack.enter_context(mistake())
        return {case.id: SUITE.ask(case) for case in SUITE.cases}


def grade(given, columns=("score",), expect=1):
    """The grade of {id: {column: value}} as the command gives it."""
    with tempfile.TemporaryDirectory(prefix="eepool-conform-") as folder:
        path = pathlib.Path(folder) / "answers.csv"
        with open(path, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(["id", *columns])
            writer.writerows([identity, *(row[name] for name in columns)] for identity, row in given.items())
        done = subprocess.run([COMMAND, "conform", path, "--json"], capture_output=True, text=True, check=False)
    if done.returncode != expect:
        raise AssertionError(f"exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


class ByHand(unittest.TestCase):
    def test_the_suite_has_what_was_worked_by_hand(self):
        with open(HERE / "by_hand.csv", encoding="utf-8", newline="") as stream:
            worked = list(csv.DictReader(stream))
        self.assertGreaterEqual(len(worked), 60)
        for row in worked:
            with self.subTest(row["id"]):
                self.assertEqual(int(row["score"]), RIGHT[row["id"]]["score"], row["working"])


class Whole(unittest.TestCase):
    def test_there_are_two_thousand_cases_with_ids_and_sources_of_their_own(self):
        self.assertGreaterEqual(len(SUITE.cases), 2000)
        self.assertEqual(len({case.id for case in SUITE.cases}), len(SUITE.cases))
        self.assertTrue(all(case.source and case.name for case in SUITE.cases))

    def test_every_pair_of_levels_occurs(self):
        seen, pairs = generate.pairwise.covered(SUITE.pairwise)
        self.assertEqual(seen, pairs)

    def test_every_file_is_small(self):
        for path in generate.FOLDER.iterdir():
            self.assertLess(path.stat().st_size, 1_050_000, path.name)


class RightCalculator(unittest.TestCase):
    def test_right_answers_are_all_right(self):
        found = grade(RIGHT, generate.EXPECTED, expect=0)
        self.assertEqual((found["right"], found["wrong"]), (len(RIGHT), 0))
        self.assertEqual((found["rules"], found["mistakes"]), ([], []))


class WrongCalculators(unittest.TestCase):
    """Calculators with one mistake each, of which every one must be named, and no other."""

    def test_every_known_mistake_is_named(self):
        for name, rule, _, mistake in mistakes.MISTAKES:
            with self.subTest(name):
                found = grade(answers(mistake))
                self.assertEqual([known["mistake"] for known in found["mistakes"]], [name])
                self.assertEqual(found["mistakes"][0]["rule"], rule)
                self.assertEqual(found["unexplained"], 0)
                self.assertEqual(found["wrong"], found["mistakes"][0]["agree"])

    def test_two_mistakes_at_once_are_both_named(self):
        known = {name: mistake for name, _, _, mistake in mistakes.MISTAKES}
        for pair in (("bachelors_in_upper_tier", "spouse_clb_4_one_point"),
                     ("job_offer_after_2025_03_25", "second_language_cap_24_with_spouse"),
                     ("graduates_in_lower_tier", "french_never_raised"),
                     ("certificate_ignored", "tests_never_expire")):
            with self.subTest(pair):
                found = grade(answers(*(known[name] for name in pair)))
                self.assertEqual({one["mistake"] for one in found["mistakes"]}, set(pair))

    def test_an_unknown_mistake_is_put_under_its_rule(self):
        """One cell of one table a point too high: its rule comes first, and nothing known is named."""
        for factor, key, rule in (("age", "33", "crs.age"), ("education", "two_year", "crs.education"),
                                  ("canadian_work_years", "3", "crs.canadian_work"),
                                  ("spouse_education", "one_year", "crs.spouse_education"),
                                  ("additional_sibling", "", "crs.additional.sibling"),
                                  ("spouse_canadian_work_years", "4", "crs.spouse_work")):
            with self.subTest(rule):
                off = mistakes.points(lambda grid, found, place, spouse, right, factor=factor, key=key:
                                      right + ((found, place) == (factor, key)))
                found = grade(answers(lambda off=off: off))
                self.assertEqual(found["rules"][0]["rule"], rule)
                self.assertEqual(found["rules"][0]["may_follow"], 0)
                self.assertEqual(found["mistakes"], [])
                self.assertEqual(found["unexplained"], found["wrong"])

    def test_wrong_programs_and_categories_are_put_under_their_rules(self):
        given = {identity: dict(row) for identity, row in RIGHT.items()}
        for identity, row in given.items():
            if identity.startswith("cec."):
                row["programs"] = ""
            if identity.startswith("category.stem.2026."):
                row["categories"] = "transport"
        found = grade(given, ("score", "programs", "categories"))
        named = {one["rule"] for one in found["rules"]}
        self.assertTrue(named and all(rule.startswith(("programs.cec", "categories.stem.2026")) for rule in named))


class Complete(unittest.TestCase):
    def test_missing_and_unknown_cases_are_told(self):
        given = dict(list(RIGHT.items())[10:])
        given["no.such.case"] = given["age.30.without_spouse"]
        found = grade(given)
        self.assertEqual(found["missing"], list(RIGHT)[:10])
        self.assertEqual([one["id"] for one in found["unknown"]], ["no.such.case"])


if __name__ == "__main__":
    unittest.main()
