#!/usr/bin/env python3
"""What instructions.py calls a fault, and what an update keeps."""

import os
import tempfile
import unittest

import instructions

SCORE, CUT = ("score", "avx2", "2048"), ("collect", "avx2", "2048")
RECORD = {SCORE: (1000, "first count"), CUT: (500, "first count")}


class Faults(unittest.TestCase):
    def faults(self, counts):
        return list(instructions.faults(counts, RECORD))

    def test_growth_of_three_percent_passes_and_more_fails(self):
        self.assertEqual(self.faults({SCORE: 1030, CUT: 500}), [])
        self.assertIn("3.1 % more", self.faults({SCORE: 1031, CUT: 500})[0])

    def test_fewer_instructions_pass(self):
        self.assertEqual(self.faults({SCORE: 10, CUT: 500}), [])

    def test_a_kernel_without_record_and_one_that_is_gone_fail(self):
        self.assertIn("no record", self.faults({SCORE: 1000, CUT: 500, ("age", "avx2", "2048"): 1})[0])
        self.assertIn("not measured", self.faults({SCORE: 1000})[0])

    def test_levels_that_this_machine_lacks_are_not_missed(self):
        self.assertEqual(list(instructions.faults({}, RECORD)), [])


class Update(unittest.TestCase):
    def test_an_update_gives_its_reason_only_to_what_changed_and_keeps_other_levels(self):
        neon = ("score", "neon", "2048")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "record.csv")
            instructions.write(path, {SCORE: 1100, CUT: 501}, {**RECORD, neon: (7, "first count")}, "wider")
            self.assertEqual(instructions.read(path), {SCORE: (1100, "wider"), CUT: (500, "first count"),
                                                       neon: (7, "first count")})


if __name__ == "__main__":
    unittest.main()
