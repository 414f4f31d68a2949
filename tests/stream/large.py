#!/usr/bin/env python3
"""Makes, counts, scores and draws a pool straight from and to files, and sees that no command took 512 MiB.

usage: large.py EEPOOL ROWS

A pool of 20 million would take 1.5 GiB if it were held. The draw must not depend on the number of threads.
"""

import os
import resource
import subprocess
import sys
import tempfile

LIMIT_KIB = 512 * 1024


def run(folder, *command):
    """Standard output; the most memory of any child so far is looked at."""
    done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{' '.join(command[1:4])}: at most {used} KiB so far", flush=True)
    assert used < LIMIT_KIB, used
    return done.stdout


def main(eepool, rows):
    with tempfile.TemporaryDirectory() as folder:
        run(folder, eepool, "pool", "make", "-n", rows, "--as-of", "2023-07-05", "--stream", "-q", "-o", "p.eepd")
        draw = [eepool, "draw", "p.eepd", "--as-of", "2023-07-05", "--round", "general", "--invite", "5000", "--round",
                "category:stem", "--invite", str(int(rows) // 50), "--stream", "-q", "--json"]
        assert run(folder, *draw, "-T1") == run(folder, *draw, "-T3")
        stats = run(folder, eepool, "pool", "stats", "p.eepd", "--columns", "id,education")
        assert stats.startswith(f"{int(rows):,} candidates\n"), stats
        run(folder, eepool, "score", "p.eepd", "--as-of", "2023-07-05", "-q", "-o", "scores.csv")
        with open(os.path.join(folder, "scores.csv"), "rb") as stream:
            assert sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) == int(rows) + 1


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), sys.argv[2])
