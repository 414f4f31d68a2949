#!/usr/bin/env python3
"""What summary.py, targets.py and compare.py make of results: worked by hand on a few invented ones."""

import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench"))

import compare  # noqa: E402
import summary  # noqa: E402
import targets  # noqa: E402


def entry(name, milliseconds, items, volume):
    """One repetition: `items` and `volume` are those of a repetition, not of a second."""
    return {"name": name, "run_name": name + "/real_time", "run_type": "iteration", "real_time": milliseconds,
            "cpu_time": milliseconds / 2, "time_unit": "ms", "items_per_second": 1e3 * items / milliseconds,
            "bytes_per_second": 1e3 * volume / milliseconds}


# 10 M candidates of 10 bytes in 4, 5 and 10 ms; the memory reads 80 MB in 4 ms: 20 GB/s.
RESULTS = [entry("score/avx2/10M/2", ms, 10e6, 100e6) for ms in (5, 4, 10)] + [
    entry("score/ref/10M/2", 1, 10e6, 100e6), entry("score_many_8/avx2/10M/2", 11, 10e6, 240e6),
    entry("memory/eight_streams/10M/2", 4, 10e6, 80e6)]

PEERS = [{"rows": 10_000_000, "threads": threads, "who": {
    "eepool": {"score": [0.004, ""], "file": [0.1, ""], "file_kib": 65536},
    "DuckDB": {"score": [duckdb, "case"]}, "Polars": {"score": [2.0, "gather"]}}} for threads, duckdb in ((1, 4.0), (2, 1.0))]


def run_of(entries):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as stream:
        json.dump({"context": {}, "benchmarks": entries}, stream)
        stream.flush()
        return summary.Run(stream.name)


def verdict(what, entries=RESULTS, peers=()):
    target = next(target for target in targets.TARGETS if target.what.startswith(what))
    return summary.verdict(target, run_of(entries), list(peers))


class Summary(unittest.TestCase):
    def test_the_middle_repetition_counts_and_the_best_stands_beside(self):
        self.assertEqual(verdict("score and store, 10 M"), ("2 G/s (avx2)", "2.5 G/s", "not met"))

    def test_a_share_is_of_the_memory_in_the_same_place_with_as_many_threads(self):
        self.assertAlmostEqual(run_of(RESULTS).share("score/avx2/10M/2"), 1.0)
        self.assertIsNone(run_of(RESULTS).share("score/avx2/10M/1"))

    def test_ratios_are_of_the_fastest_level_that_is_not_the_reference(self):
        self.assertEqual(verdict("8 policies")[0], "2.2 times (avx2)")
        self.assertEqual(verdict("8 policies")[2], "met")

    def test_processor_time_counts_for_one_thread_only(self):
        run = run_of(RESULTS + [entry("score/avx2/10M/1", 8, 10e6, 100e6)])
        self.assertAlmostEqual(run.by_processor("score/avx2/10M/1"), 2.5e9)
        self.assertIsNone(run.by_processor("score/avx2/10M/2"))

    def test_what_was_not_run_is_said_to_be_not_measured(self):
        self.assertEqual(verdict("random"), ("not measured", "", ""))
        self.assertEqual(verdict("score elsewhere: NumPy", peers=PEERS), ("not measured", "", ""))

    def test_of_peers_the_one_that_comes_nearest_counts(self):
        self.assertEqual(verdict("score elsewhere: DuckDB", peers=PEERS)[0], "250 times (DuckDB, 2 threads)")
        self.assertEqual(verdict("file to cut-off, 10 M, 2 threads, memory", peers=PEERS)[0], "64 MiB")

    def test_a_benchmark_that_failed_ends_the_summary(self):
        failed = dict(RESULTS[0], error_occurred=True, error_message="the answer is not that of the reference")
        with self.assertRaises(SystemExit):
            run_of([failed])


class Compare(unittest.TestCase):
    def test_slower_is_what_most_rounds_say(self):
        self.assertTrue(compare.is_slower([1.08, 1.10, 1.07, 1.09], 0.05))

    def test_noise_and_single_rounds_are_not_slower(self):
        self.assertFalse(compare.is_slower([1.04, 1.03, 1.04, 1.02], 0.05))
        self.assertFalse(compare.is_slower([0.90, 0.95, 1.90, 2.00], 0.05))


if __name__ == "__main__":
    unittest.main()
