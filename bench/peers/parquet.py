#!/usr/bin/env python3
"""The same rows as .eepd and as Parquet: how large, and how long to read into memory.

usage: parquet.py [--rows 1M] [--threads 2] [--settings best|all] [-o parquet.json]

Parquet is written by DuckDB with zstd at its best setting for size (or at all of a list, to see which that is) and
by Polars at its highest level; both read DuckDB's smallest file, since that is what a user would keep. Rows are read
into memory whole: a table in DuckDB, a frame in Polars, columns in eepool. Uses the peers and pools of run.py.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import run as peers

SETTINGS = {
    "best": [("V2", 22, None)],
    "all": [(version, level, group) for group in (122880, 1000000, None) for version in ("V1", "V2")
            for level in (1, 3, 9, 22)],
}
REPETITIONS = 5


def columns_of(folder):
    """The columns that the pool has, as NumPy arrays with the types a user would take."""
    import numpy as np

    kinds = {"birth_date": "i4", "language_test_date": "i4", "assessment_date": "i4", "submitted_at": "i8"}
    told = json.loads(peers.run(peers.EEPOOL, "pool", "info", folder / "pool.eepd", "--json"))
    columns = {}
    for name in [column["name"] for column in told["columns"]]:
        path = next(folder.glob(f"{name}.[1248]"))
        columns[name] = np.fromfile(path, dtype=kinds.get(name, "u" + path.suffix[1:]))
    return columns


def times_of(function):
    times = []
    for _ in range(REPETITIONS):
        begun = time.perf_counter()
        function()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def duckdb_write(folder, columns, settings, threads):
    """(bytes, setting) of the smallest file, which is kept as pool-best.parquet."""
    import duckdb

    base = duckdb.connect(config={"threads": threads})
    base.register("raw", columns)
    base.execute("CREATE TABLE pool AS SELECT * FROM raw")
    rows, found = len(columns["id"]), []
    for version, level, group in settings:
        path = folder / "pool-tried.parquet"
        base.execute(f"COPY pool TO '{path}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {level}, "
                     f"PARQUET_VERSION {version}, ROW_GROUP_SIZE {group or rows})")
        found.append((path.stat().st_size, f"{version}, level {level}, row groups of {group or rows:,}"))
        peers.say(f"DuckDB: {found[-1][0] / rows:.3f} bytes a row, {found[-1][1]}")
        if found[-1] == min(found):
            path.replace(folder / "pool-best.parquet")
    (folder / "pool-tried.parquet").unlink(missing_ok=True)
    return min(found)


def duckdb_read(path, threads):
    import duckdb

    base = duckdb.connect(config={"threads": threads})
    return times_of(lambda: base.execute(f"CREATE OR REPLACE TABLE pool AS SELECT * FROM read_parquet('{path}')"))


def polars_read(path, _):
    import polars

    return times_of(lambda: polars.read_parquet(path))


def polars_write(folder, columns):
    import polars

    path = folder / "pool-polars.parquet"
    polars.DataFrame(columns).write_parquet(path, compression="zstd", compression_level=22, row_group_size=1 << 20)
    return path.stat().st_size


def step(what, folder, settings, threads):
    """One measure, in a process of its own."""
    if what == "duckdb_write":
        return duckdb_write(folder, columns_of(folder), SETTINGS[settings], threads)
    if what == "polars_write":
        return polars_write(folder, columns_of(folder))
    return {"duckdb_read": duckdb_read, "polars_read": polars_read}[what](folder / "pool-best.parquet", threads)


def in_process(what, folder, settings, threads):
    environment = dict(os.environ, POLARS_MAX_THREADS=str(threads))
    return json.loads(peers.run(peers.PYTHON, "-B", __file__, "--step", what, "--folder", folder, "--settings", settings,
                                "--threads", threads, env=environment))


def measure(rows, threads, settings):
    found = [peer for peer in peers.install() if peer != "numpy"]
    folder = peers.make_pool(rows, [])
    pool = folder / "pool.eepd"
    ours = json.loads(peers.run(peers.PROGRAM, "read", pool, folder, threads, peers.DAY, 1))
    result = {"rows": rows, "threads": threads, "eepd_bytes": pool.stat().st_size,
              "eepd_read": statistics.median(ours["read"])}
    if "duckdb" not in found:
        peers.say("DuckDB is not there: nothing to compare with")
        return result
    result["parquet_bytes"], result["parquet_setting"] = in_process("duckdb_write", folder, settings, threads)
    result["duckdb_read"] = in_process("duckdb_read", folder, settings, threads)
    if "polars" in found:
        result["polars_bytes"] = in_process("polars_write", folder, settings, threads)
        result["polars_read"] = in_process("polars_read", folder, settings, threads)
    return result


def report(result):
    rows = result["rows"]
    lines = [f"{rows:,} rows, {result['threads']} threads", f"{'':28}{'bytes a row':>12}{'read, s':>10}",
             f"{'.eepd':28}{result['eepd_bytes'] / rows:12.3f}{result['eepd_read']:10.3f}"]
    if "parquet_bytes" in result:
        lines.append(f"{'Parquet by DuckDB':28}{result['parquet_bytes'] / rows:12.3f}{result['duckdb_read']:10.3f}"
                     f"   {result['parquet_setting']}")
        lines.append(f"{'  .eepd to it':28}{result['eepd_bytes'] / result['parquet_bytes']:12.3f}"
                     f"{result['eepd_read'] / result['duckdb_read']:10.3f}")
    if "polars_bytes" in result:
        lines.append(f"{'Parquet by Polars':28}{result['polars_bytes'] / rows:12.3f}")
        lines.append(f"{'  DuckDB file in Polars':28}{'':12}{result['polars_read']:10.3f}")
    return "\n".join(lines)


def markdown(result):
    return (f"## The same rows in Parquet: {result['rows']:,}, {result['threads']} threads\n\n"
            f"`bench/peers/parquet.py --rows {result['rows']}`, {time.strftime('%Y-%m-%d')}.\n\n"
            f"```\n{report(result)}\n```\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", default="1M")
    parser.add_argument("--threads", default=2, type=int)
    parser.add_argument("--settings", default="best", choices=SETTINGS)
    parser.add_argument("-o", "--output", default=str(peers.WORK / "parquet.json"))
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(step(arguments.step, pathlib.Path(arguments.folder), arguments.settings, arguments.threads)))
        return
    peers.WORK.mkdir(parents=True, exist_ok=True)
    result = measure(peers.number(arguments.rows), arguments.threads, arguments.settings)
    pathlib.Path(arguments.output).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    pathlib.Path(arguments.output).with_suffix(".md").write_text(markdown(result), encoding="utf-8")
    print(report(result))


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as problem:
        sys.exit(f"parquet: {problem}")
