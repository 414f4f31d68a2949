"""The second reader of .eepd files (eepd.py), and that it and eepool find the same in the golden files.

usage: test_second_reader.py EEPOOL
"""

import csv
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import eepd

GOLDEN = pathlib.Path(__file__).parent / "golden"
DIGESTS = {"v1": "0219b35283bc6037e462aedb227dd995", "v2": "0219b35283bc6037e462aedb227dd995",
           "v2-invented": "2258cff1a889e301fe4daa8c560b5046"}
EEPOOL = None


def array(data, count, width=1):
    source = eepd.Bytes(bytes(data))
    values = eepd.array(source, count, width)
    source.end("the array")
    return values


class Arrays(unittest.TestCase):
    """The examples of FORMAT.md and a few more, worked by hand; tests/format/test_arrays.c has the same bytes."""

    def test_constant_and_run(self):
        self.assertEqual(array([0, 9], 3), [9, 9, 9])
        self.assertEqual(array([1, 250, 3], 4), [250, 253, 0, 3])

    def test_packed(self):
        self.assertEqual(array([2, 10, 3, 0, 0x39, 0x0A], 4), [11, 17, 10, 15])

    def test_split(self):
        self.assertEqual(array([3, 100, 0, 4, 0, 5, 2, 0, 0, 2, 0, 0x09], 2, 2), [100 + 16 * 1 + 5, 100 + 16 * 2 + 5])

    def test_escape(self):
        self.assertEqual(array([4, 2, 0, 8, 0, 7, 255, 8, 255, 1, 44, 1, 100, 0], 4, 2), [7, 300, 8, 400])

    def test_sparse(self):
        self.assertEqual(array([5, 2, 0, 0x12, 1, 9, 255], 5), [2, 9, 2, 2, 8])

    def test_delta(self):
        self.assertEqual(array([6, 5, 2, 255, 2, 0, 0x22], 4), [5, 6, 5, 6])

    def test_of_no_values_has_no_bytes(self):
        self.assertEqual(array([], 0), [])

    def test_that_is_not_well_formed_is_refused(self):
        for data in ([7], [0], [2, 10, 9, 0, 0, 0], [2, 10, 3, 0, 0x39, 0x1A], [2, 10, 3, 2, 0, 0],
                     [6, 0, 6, 0, 6, 0, 6, 0, 0, 0]):
            with self.assertRaises(eepd.Refused):
                array(data, 9 if data[0] == 6 else 4)


def text_of(name, value):
    """A value as eepool writes it in a CSV."""
    if name == "submitted_at":
        return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=value)).isoformat() + "Z"
    if name.endswith("_date"):
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days=value)).isoformat()
    if name == "citizenship":
        return "" if value == 0 else "".join(chr(64 + (value >> shift & 31)) for shift in (10, 5, 0))
    if name == "noc":
        return "" if value == 0 else f"{value:05}"
    return str(value)


class Golden(unittest.TestCase):
    def test_files_have_their_digests(self):
        for name, digest in DIGESTS.items():
            found = eepd.read(GOLDEN / f"{name}.eepd")
            self.assertEqual(found["digest"], digest, name)
            self.assertEqual(found["recorded"], digest, name)

    def test_files_hold_what_eepool_finds_in_them(self):
        for name in DIGESTS:
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "pool.csv")
                subprocess.run([EEPOOL, "pool", "to", GOLDEN / f"{name}.eepd", "-o", path], check=True)
                with open(path, encoding="utf-8", newline="") as stream:
                    rows = list(csv.DictReader(stream))
            found = eepd.read(GOLDEN / f"{name}.eepd")
            self.assertEqual(len(rows), found["rows"])
            self.assertEqual(list(rows[0]), list(found["columns"]))
            for column, values in found["columns"].items():
                theirs, ours = [row[column] for row in rows], [text_of(column, value) for value in values]
                if theirs[0].isdigit() or column in ("submitted_at", "citizenship", "noc") or column.endswith("_date"):
                    self.assertEqual(theirs, ours, column)
                else:  # labels: one text for each number
                    self.assertEqual(len(set(zip(theirs, ours))), len(set(ours)), column)

    def test_files_have_parts_of_every_kind(self):
        kinds = {kind for name in ("v2", "v2-invented") for _, kind, _ in eepd.read(GOLDEN / f"{name}.eepd")["sizes"]}
        self.assertEqual(kinds, {0, 1, 2})

    def test_a_changed_file_is_refused(self):
        data = bytearray((GOLDEN / "v2.eepd").read_bytes())
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "pool.eepd")
            for at in range(0, len(data), 997):
                data[at] ^= 16
                path.write_bytes(data)
                with self.assertRaises((eepd.Refused, UnicodeDecodeError)):
                    eepd.read(path)
                data[at] ^= 16


if __name__ == "__main__":
    EEPOOL = sys.argv.pop(1)
    unittest.main()
