#!/usr/bin/env python3
"""How far pool models that fit equally well differ in their answers.

usage: freedom.py EEPOOL DATASETS [--as-of DAY] [--models a,b,c] [--markdown FILE]

Makes one pool a model, fitted to the last snapshot before DAY, holds each against the published cells, and asks all of
them the same questions: a general round under every reform of the folder policies/reforms, and rounds of categories
and programs. Prints CSV: question, figure, one column a model, and the largest difference. With --markdown the table
between the two marks of FILE is written anew.
"""

import argparse
import csv
import glob
import io
import json
import os
import re
import subprocess
import sys
import tempfile

INVITE = 2500
ROUNDS = (("category:stem", 2000), ("category:french", 2500), ("category:healthcare", 2000),
          ("category:trades", 1000), ("program:cec", 3000), ("program:fsw", 3000))
BEGIN, END = "<!-- freedom: begin -->\n", "<!-- freedom: end -->\n"


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout


def answers(program, datasets, pool, day):
    """(question, figure) -> number."""
    said = {}
    residuals = json.loads(run(program, "pool", "validate", pool, "--json"))
    said["fit", "exact cells missed"] = sum(r["exact"] and r["residual"] != 0 for r in residuals)
    invited = [r for r in residuals if r["part"] == "invited"]
    said["fit", "invitations of past rounds missed, percent"] = round(
        100 * sum(abs(r["residual"]) for r in invited) / max(1, sum(r["published"] for r in invited)))
    for kind, invite in ROUNDS:
        notice = json.loads(run(program, "draw", pool, "--as-of", day, "--round", kind, "--invite", str(invite), "--json"))
        notice = notice[0] if isinstance(notice, list) else notice.get("rounds", [notice])[0]
        said[f"{kind}, {invite} invited", "cut-off"] = notice["cutoff"]
    for reform in sorted(glob.glob(os.path.join(datasets, "policies", "reforms", "*.yaml"))):
        name = os.path.basename(reform)[:-5]
        if name.endswith(".expected"):
            continue
        found = json.loads(run(program, "compare", pool, "--as-of", day, "--round", "general", "--invite", str(INVITE),
                               "--reform", reform, "--json"))
        said[f"general, {INVITE} invited, {name}", "cut-off moves by"] = found["reform"]["cutoff"] - found["baseline"]["cutoff"]
        said[f"general, {INVITE} invited, {name}", "invited who change"] = found["all"]["gained"]
    return said


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("datasets")
    parser.add_argument("--as-of", default="2024-03-01")
    parser.add_argument("--models", default="second,second-local,second-abroad")
    parser.add_argument("--markdown")
    chosen = parser.parse_args()
    models = chosen.models.split(",")
    said = []
    with tempfile.TemporaryDirectory() as folder:
        for model in models:
            pool = os.path.join(folder, model + ".eepd")
            run(chosen.program, "pool", "make", "-q", "--model", model, "--as-of", chosen.as_of, "-o", pool)
            said.append(answers(chosen.program, chosen.datasets, pool, chosen.as_of))
    rows = [(*key, *(s[key] for s in said), max(s[key] for s in said) - min(s[key] for s in said)) for key in said[0]]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("question", "figure", *models, "difference"))
    writer.writerows(rows)
    if chosen.markdown:
        table = io.StringIO()
        table.write("| question | figure | " + " | ".join(models) + " | difference |\n|---|---|" + "---|" * (len(models) + 1) + "\n")
        for row in rows:
            table.write("| " + " | ".join(str(cell) for cell in row) + " |\n")
        with open(chosen.markdown, encoding="utf-8") as file:
            text = file.read()
        pattern = re.escape(BEGIN) + ".*?" + re.escape(END)
        with open(chosen.markdown, "w", encoding="utf-8") as file:
            file.write(re.sub(pattern, lambda _: BEGIN + table.getvalue() + END, text, flags=re.S))


if __name__ == "__main__":
    main()
