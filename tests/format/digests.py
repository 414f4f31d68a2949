#!/usr/bin/env python3
"""The published digests: whether each recipe of datasets/digests.csv makes the pool it is said to make.

usage: digests.py EEPOOL [--most ROWS] [--write]

--write makes the file anew. That is right when the model, the policy or the columns changed on purpose, and wrong
otherwise: the same recipe has to make the same pool on every machine.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

PUBLISHED = pathlib.Path(__file__).parents[2] / "datasets" / "digests.csv"


def make(eepool, recipe, folder):
    """The row of the file for a recipe: what was asked for, and what came of it."""
    path = folder / "pool.eepd"
    subprocess.run([eepool, "pool", "make", "-q", "-n", recipe["rows"], "--as-of", recipe["day"], "--fit",
                    recipe["fit"], "--seed", recipe["seed"], "-o", path, "-f"], check=True)
    told = json.loads(subprocess.run([eepool, "pool", "info", path, "--json"], check=True, stdout=subprocess.PIPE,
                                     text=True).stdout)
    provenance = told["provenance"]
    return {**recipe, "columns": str(len(told["columns"])), "model": provenance["model"]["digest"],
            "policy": provenance["policy"]["digest"], "digest": told["pool_digest"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("eepool")
    parser.add_argument("--most", type=int, default=1000000)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    with open(PUBLISHED, encoding="utf-8", newline="") as stream:
        published = list(csv.DictReader(stream))
    made, wrong = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for row in published:
            recipe = {key: row[key] for key in ("rows", "day", "fit", "seed")}
            if int(row["rows"]) > arguments.most:
                made.append(row)
                continue
            made.append(make(arguments.eepool, recipe, pathlib.Path(folder)))
            for key, value in made[-1].items():
                if value != row[key] and not arguments.write:
                    print(f"{row['rows']} rows of seed {row['seed']}: {key} is {value}, published {row[key]}")
                    wrong = 1
    if arguments.write:
        with open(PUBLISHED, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ("rows", "day", "fit", "seed", "columns", "model", "policy", "digest"),
                                    lineterminator="\n")
            writer.writeheader()
            writer.writerows(made)
    sys.exit(wrong)


if __name__ == "__main__":
    main()
