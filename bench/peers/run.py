#!/usr/bin/env python3
"""eepool beside DuckDB, Polars, NumPy and plain C: the same rows, the same rules, the same answers.

usage: run.py [--rows 1M,10M] [--threads 1,2] [-o results.json]

Builds what is needed, installs the peers of requirements.txt in build/peers/venv with pip (a peer that cannot be
installed is left out, and that is said), makes the pools, measures each peer in a process of its own, and checks
that all agree: every score, everybody invited, every cut-off. A disagreement is an error, whatever the speed.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "build" / "peers"
PYTHON = WORK / "venv" / "bin" / "python"
EEPOOL = ROOT / "build" / "bench" / "bin" / "eepool"
PROGRAM = ROOT / "build" / "bench" / "bin" / "eepool_peers"
DAY, FIT = "2023-07-05", "2023-07-04"
ONE_IN = 2000  # invitations: 5,000 of 10 million
PEERS = ("duckdb", "polars", "numpy")
TASKS = {"score": "score, stored", "draw_general": "draw, general", "draw_stem": "draw, category:stem",
         "rounds": "26 rounds in sequence"}


def say(text):
    print(f"peers: {text}", file=sys.stderr)


def run(*command, **more):
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, **more).stdout


# ---- What is needed ----------------------------------------------------------------------------------

def install():
    """The peers that can be had, by name of their package."""
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", WORK / "venv")
    for line in (HERE / "requirements.txt").read_text().split():
        done = subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", line],
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            say(f"{line} cannot be installed and is left out: {done.stderr.strip().splitlines()[-1]}")
    code = "import importlib.util as u; print(*[n for n in ('numpy', 'duckdb', 'polars') if u.find_spec(n)])"
    found = run(PYTHON, "-c", code).split()
    if "numpy" not in found:
        say("NumPy carries rows to the other Python peers: all are left out without it")
        return []
    return [peer for peer in PEERS if peer in found]


def make_pool(rows, peers):
    """The folder of a pool with its columns, and files in the peers' own formats."""
    folder = WORK / f"{rows}"
    pool = folder / "pool.eepd"
    folder.mkdir(parents=True, exist_ok=True)
    if not pool.exists():
        run(EEPOOL, "pool", "make", "--no-progress", "-q", "-n", rows, "--as-of", DAY, "-F", FIT, "--seed", 1, "-o", pool)
    run(PROGRAM, "columns", pool, folder)
    for peer in peers:
        of_peer(peer, "write", folder, 2, 1)
    return folder


def of_peer(peer, what, folder, threads, invitations):
    environment = dict(os.environ, POLARS_MAX_THREADS=str(threads), OMP_NUM_THREADS=str(threads))
    return json.loads(run(PYTHON, HERE / "measure.py", peer, what, folder, EEPOOL, threads, DAY, invitations,
                          env=environment))


def of_program(what, folder, threads, invitations):
    environment = dict(os.environ, OMP_WAIT_POLICY="passive")  # who waits leaves the processor to others
    return json.loads(run(PROGRAM, what, folder / "pool.eepd", folder, threads, DAY, invitations, env=environment))


# ---- Agreement ---------------------------------------------------------------------------------------

def bytes_of(folder, who, what):
    data = (folder / f"{who}.{what}").read_bytes()
    if what == "score":
        return data
    return sorted(data[k:k + 8] for k in range(0, len(data), 8))  # the invited, in any order


def check(folder, who, names, cutoffs, ours):
    """Everything a peer wrote is what eepool wrote; ends the program when it is not."""
    for name in names:
        for what in ("score", "general", "stem"):
            if bytes_of(folder, name, what) != bytes_of(folder, "ours", what):
                sys.exit(f"peers: {name} and eepool do not agree on {what} in {folder}")
    if cutoffs != ours["cutoffs"]:
        sys.exit(f"peers: {who} and eepool do not agree on the cut-offs of 26 rounds: {cutoffs}, {ours['cutoffs']}")


# ---- Measures ----------------------------------------------------------------------------------------

def fastest(formulations):
    """(seconds, name) of the fastest repetition of the fastest formulation: what else runs here only slows."""
    return min((min(times), name) for name, times in formulations.items())


def measure(rows, threads, folder, peers):
    """One entry for each who: {task: [seconds, formulation]}, and files {who: {...}}."""
    invitations = max(rows // ONE_IN, 1)
    found = {}
    ours = of_program("ours", folder, threads, invitations)
    plain = of_program("plain", folder, threads, invitations)
    check(folder, "plain C", ["plain"], plain["cutoffs"], ours)
    found["eepool"] = {name: [min(times), ""] for name, times in ours.items() if name != "cutoffs"}
    found["plain C"] = {name: [min(times), ""] for name, times in plain.items() if name != "cutoffs"}
    for peer in peers:
        result = of_peer(peer, "measure", folder, threads, invitations)
        name = {"duckdb": "DuckDB", "polars": "Polars", "numpy": "NumPy"}[peer]
        check(folder, name, [f"{name}.{one}" for one in result["score"]], result["cutoffs"], ours)
        found[name] = {task: list(fastest(result[task])) for task in TASKS}
    cutoffs = {}
    for who in found:
        if who == "plain C":
            continue
        run_once = ((lambda: of_program("file", folder, threads, invitations)) if who == "eepool" else
                    (lambda: of_peer(who.lower(), "file", folder, threads, invitations)))
        results = [run_once() for _ in range(3)]
        cutoffs[who] = results[0]["cutoff"]
        found[who]["file"] = [min(result["seconds"] for result in results), ""]
        found[who]["file_kib"] = max(result["kib"] for result in results)
    if cutoffs["eepool"] != ours["cutoffs"][0]:  # the first of the 26 is the same round
        sys.exit(f"peers: the cut-off from the file is {cutoffs['eepool']}, in memory {ours['cutoffs'][0]}")
    if len(set(cutoffs.values())) > 1:
        sys.exit(f"peers: the cut-offs from files differ: {cutoffs}")
    return found


def report(entry):
    ours, lines = entry["who"]["eepool"], []
    lines.append(f"{entry['rows']:,} rows, {entry['threads']} thread{'s' if entry['threads'] > 1 else ''}; "
                 f"seconds, and times eepool's")
    others = [who for who in entry["who"] if who != "eepool"]
    lines.append(f"{'':24}{'eepool':>11}" + "".join(f"{who:>24}" for who in others))
    for task, title in {**TASKS, "file": "file to cut-off"}.items():
        line = f"{title:24}{ours[task][0]:11.5f}"
        for who in others:
            if task not in entry["who"][who]:
                line += f"{'':24}"
                continue
            seconds, formulation = entry["who"][who][task]
            line += f"{seconds:10.4f} {formulation:>6}{seconds / ours[task][0]:6.0f}x"
        lines.append(line.rstrip())
    memory = ", ".join(f"{who} {values['file_kib'] / 1024:.0f}" for who, values in entry["who"].items()
                       if "file_kib" in values)
    lines.append(f"most memory of file to cut-off, MiB: {memory}")
    lines.append(f"eepool packs the columns into planes in {ours['pack'][0]:.5f} s, and scores from columns in "
                 f"{ours['score_columns'][0]:.5f} s")
    return "\n".join(lines)


def number(text):
    return int(float(text.removesuffix("M").removesuffix("k")) * (1e6 if text.endswith("M") else
                                                                 1e3 if text.endswith("k") else 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", default="1M,10M", help="sizes of the pools, separated by commas")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("-o", "--output", default=str(WORK / "results.json"))
    arguments = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    peers = install()
    entries = []
    for rows in map(number, arguments.rows.split(",")):
        folder = make_pool(rows, peers)
        for threads in map(int, arguments.threads.split(",")):
            say(f"{rows} rows, {threads} threads")
            entries.append({"rows": rows, "threads": threads, "who": measure(rows, threads, folder, peers)})
            print(report(entries[-1]), end="\n\n", flush=True)
    pathlib.Path(arguments.output).write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
