"""Writes the conformance suite: datasets/conformance/cases.csv, mistakes.csv, wrong.csv and *.yaml.

What is asked comes from the official policy files, what is right from the twin, which was written from the published
texts and shares nothing with the C library; so neither can be wrong alone without the comparison noticing.

    python3 generate.py            writes the files
    python3 generate.py --check    compares them with those that are there; exit 1 when they differ
"""

import argparse
import csv
import io
import pathlib
import re
import sys

import category_cases
import core_cases
import dated_cases
import mistakes
import pairwise
import program_cases
import transfer_cases
from cases import INPUTS, Suite, twin
from official import Official

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "datasets" / "conformance"
PARTS = {"core": core_cases, "transferability": transfer_cases, "additional": dated_cases, "programs": program_cases,
         "categories": category_cases, "pairs": pairwise}
EXPECTED = ["score", *twin.SECTIONS, "programs", "categories"]


def build():
    """The whole suite, and the cases of each part."""
    suite, parts = Suite(Official()), {}
    for name, part in PARTS.items():
        before = len(suite.cases)
        part.add_all(suite)
        parts[name] = suite.cases[before:]
    return suite, parts


def csv_text(header, rows):
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def cases_csv(suite):
    rows = []
    for case in suite.cases:
        expected = suite.expected(case)
        rows.append([case.id, case.day, *(expected[name] for name in EXPECTED), "+".join(case.rules), case.source,
                     case.name, *(case.inputs.get(name, "") for name in INPUTS)])
    return csv_text(["id", "as_of", *EXPECTED, "rules", "source", "name", *INPUTS], rows)


def yaml_text(case, expected):
    quoted = '"%s"' % case.name.replace('"', '\\"')
    inputs = ", ".join(f"{name}: {value}" for name, value in case.inputs.items())
    points = ", ".join(f"{name}: {expected[name]}" for name in twin.SECTIONS)
    programs, categories = (expected[name].replace("+", ", ") for name in ("programs", "categories"))
    return (f"- name: {quoted}\n  id: {case.id}\n  date: {case.day}\n  rules: [{', '.join(case.rules)}]\n"
            f"  source: \"{case.source}\"\n  input: {{{inputs}}}\n"
            f"  points: {{{points}, total: {expected['score']}}}\n"
            f"  programs: [{programs}]\n  categories: [{categories}]\n")


def yaml_file(suite, part, cases):
    head = (f"# {len(cases)} cases of the conformance suite: {part}. Written by tests/conformance/generate.py; README.md\n"
            "# beside it explains the keys.\n\n")
    return head + "\n".join(yaml_text(case, suite.expected(case)) for case in cases)


def mistakes_csv():
    return csv_text(["mistake", "rule", "about"], [row[:3] for row in mistakes.MISTAKES])


def wrong_csv(wrong, suite):
    """A column a mistake: the score of a calculator that makes it, where that is not the right one."""
    rows = ([case.id, *(scores.get(case.id, "") for scores in wrong.values())] for case in suite.cases)
    return csv_text(["id", *wrong], [row for row in rows if any(cell != "" for cell in row[1:])])


def figures(suite, parts, wrong):
    """What README.md says of the suite, between its marks."""
    seen, pairs = pairwise.covered(suite.pairwise)
    lines = ["| part | cases |", "|---|---|"]
    lines += [f"| {name} | {len(cases)} |" for name, cases in parts.items()]
    days = {case.day for case in suite.cases}
    lines += [f"| all | {len(suite.cases)} |", "",
              f"They are about {len({case.rules[0] for case in suite.cases})} rules on {len(days)} days. "
              f"The {len(suite.pairwise)} cases of `pairs` hold {seen:,} of the {pairs:,} pairs of levels",
              f"of {len(pairwise.FACTORS)} factors. {len(wrong)} known mistakes are recognised, "
              f"each by {min(map(len, wrong.values()))} to {max(map(len, wrong.values())):,} cases."]
    return "\n".join(lines) + "\n"


def with_figures(text, block):
    return re.sub(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", lambda match: match[1] + block + match[2], text,
                  flags=re.S)


def files():
    """{path in the folder: text} of everything that is generated."""
    suite, parts = build()
    wrong = {name: mistakes.wrong_scores(suite, make) for name, _, _, make in mistakes.MISTAKES}
    for name, scores in wrong.items():
        if not scores:
            sys.exit(f"no case notices the mistake {name}")
    found = {"cases.csv": cases_csv(suite), "mistakes.csv": mistakes_csv(), "wrong.csv": wrong_csv(wrong, suite)}
    for part, cases in parts.items():
        found[f"{part}.yaml"] = yaml_file(suite, part, cases)
    readme = FOLDER / "README.md"
    if readme.exists():
        found["README.md"] = with_figures(readme.read_text(encoding="utf-8"), figures(suite, parts, wrong))
    return found


def differing(found):
    """The files that are not as they would be written, and those that nothing writes."""
    for name, text in found.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield name
    for path in sorted(FOLDER.rglob("*.*")):
        if path.is_file() and path.relative_to(FOLDER).as_posix() not in found:
            yield path.relative_to(FOLDER).as_posix()


def main():
    parser = argparse.ArgumentParser(description="write the conformance suite")
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 when something differs")
    options = parser.parse_args()
    found = files()
    if options.check:
        wrong = list(differing(found))
        for name in wrong:
            print(f"datasets/conformance/{name} is not what generate.py writes: run tests/conformance/generate.py")
        sys.exit(1 if wrong else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
