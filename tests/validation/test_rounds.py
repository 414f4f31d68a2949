#!/usr/bin/env python3
"""Rounds held on pools that were made for their days keep to the recorded table.

usage: test_rounds.py EEPOOL

tests/validation/rounds.csv is what rounds.py says of 21 rounds. Every third of a type is held again: a mean error that has
grown by more than a point says that the pools have become worse, and the table and docs/model.md have to be renewed with a reason.
"""

import csv
import os
import sys
import tempfile
import unittest

import rounds

RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rounds.csv")
EEPOOL = sys.argv.pop()


def error(lines, way):
    return sum(abs(int(line[way]) - int(line["published"])) for line in lines) / len(lines)


class Rounds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(RECORD, encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        cls.record = [line for line in lines if line["number"] != "error"]
        cls.means = {line["type"]: line for line in lines if line["number"] == "error"}

    def own(self, id_):
        return [line for line in self.record if line["type"] == id_]

    def test_the_record_is_of_the_published_rounds(self):
        published = {line["number"]: line for line in rounds.read("rounds.csv")}
        chosen = rounds.chosen_rounds(list(published.values()), len(self.record) // len(rounds.TYPES))
        self.assertEqual([line["number"] for line in self.record], [round_["number"] for round_, _ in chosen])
        for line in self.record:
            self.assertEqual(line["published"], published[line["number"]]["cutoff"])

    def test_the_means_of_the_record_are_those_of_its_lines(self):
        for id_, mean in self.means.items():
            lines = self.own(id_) or self.record
            for way in rounds.WAYS:
                self.assertLess(abs(error(lines, way) - int(mean[way]) / 10), 0.1001, (id_, way))

    def test_the_estimate_is_better_than_the_count_alone(self):
        for id_, _ in rounds.TYPES:
            self.assertLess(error(self.own(id_), "estimate"), error(self.own(id_), "snapshot"), id_)
            self.assertLess(error(self.own(id_), "forecast"), error(self.own(id_), "old"), id_)

    def test_errors_have_not_grown(self):
        history = rounds.read("rounds.csv")
        chosen = rounds.chosen_rounds(history, len(self.record) // len(rounds.TYPES))
        with tempfile.TemporaryDirectory() as folder:
            for id_, _ in rounds.TYPES:
                before, now = [], []
                for line, (round_, kind) in list(zip(self.record, chosen))[::3]:
                    if line["type"] != id_:
                        continue
                    said = rounds.hold(EEPOOL, history, round_, kind, 1, ("estimate",), folder)
                    before.append(line)
                    now.append({**said, "published": line["published"]})
                self.assertLessEqual(error(now, "estimate"), error(before, "estimate") + 1, id_)


if __name__ == "__main__":
    unittest.main()
