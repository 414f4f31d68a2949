#!/usr/bin/env python3
"""Reads a made pool through Arrow's C stream into pyarrow and compares it with its CSV. Skipped without pyarrow.

usage: with_pyarrow.py LIBRARY EEPOOL
"""

import csv
import ctypes
import datetime
import gc
import os
import subprocess
import sys
import tempfile

try:
    import pyarrow
except ImportError:
    print("SKIPPED: pyarrow is not here (python3-pyarrow, or pip install pyarrow)")
    sys.exit(77)


def text_of(value):
    """A value as the CSV has it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def read(library, path):
    """The file as a table, through the five pointers of an ArrowArrayStream."""
    stream = (ctypes.c_void_p * 5)()
    failed = ctypes.CDLL(library).eep_test_arrow(os.fsencode(path), ctypes.byref(stream))
    assert failed == 0, failed
    return pyarrow.RecordBatchReader._import_from_c(ctypes.addressof(stream)).read_all()


def main(library, eepool):
    with tempfile.TemporaryDirectory() as folder:
        pool, rows = os.path.join(folder, "p.eepd"), os.path.join(folder, "p.csv")
        subprocess.run([eepool, "pool", "make", "-n", "70000", "--as-of", "2023-07-05", "--fit", "none", "-q", "-o", pool],
                       check=True)
        subprocess.run([eepool, "pool", "to", pool, "-o", rows], check=True)
        table = read(library, pool)
        table.validate(full=True)
        assert table.num_rows == 70000 and len(table.column("id").chunks) == 2
        with open(rows, encoding="utf-8") as stream:
            lines = csv.reader(stream)
            assert next(lines) == table.column_names
            expected = list(zip(*lines))
        for name, values in zip(table.column_names, expected):
            assert [text_of(v) for v in table.column(name).to_pylist()] == list(values), name
        assert str(table.schema.field("submitted_at").type) == "timestamp[s, tz=UTC]"
        part = table.column("education").slice(10, 5)
        del table
        gc.collect()
        assert len(part.to_pylist()) == 5
    print("pyarrow reads what the CSV has")


if __name__ == "__main__":
    main(*sys.argv[1:])
