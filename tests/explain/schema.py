#!/usr/bin/env python3
"""The JSON of eepool explain keeps to its schema, which refuses every damaged copy of it.

usage: schema.py EEPOOL SCHEMA.json SAMPLES

Profiles and days are chosen so that every part of the schema is used; the damages are made from the outputs
themselves: each key left out, each value of a wrong type, a key too many, and what only this form forbids.
"""

import copy
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

PROFILES = {
    "young": "age: 17\n",
    "nominee": "age: 33\nprovincial_nomination: 1\neducation: bachelors\nnoc: 21231\nnoc_canadian_months: 14\n"
               "canadian_work_months: 14\n" + "".join(f"english_{a}: 9\n" for a in ("listening", "reading", "writing",
                                                                                   "speaking")),
    "expired": "age: 44\nlanguage_test_date: 2013-02-03\nassessment_date: 2009-01-01\neducation: masters\n"
               "english_reading: 9\nfirst_official: english\nsibling_in_canada: 1\n",
    "carpenter": "age: 29\nnoc: 72310\ntrade_months: 24\nsettlement_funds: 1\n"
                 + "".join(f"french_{a}: 7\n" for a in ("listening", "reading", "writing", "speaking"))
                 + "first_official: french\nsubmitted_at: 2014-12-31T23:59:59Z\n",
    "given": "age: 40\nprograms: cec+pnp\naccompanying_spouse: 1\n",
}
DAYS = ("2015-01-01", "2016-11-19", "2020-10-19", "2023-07-05", "2025-04-01", "2026-11-03")


def explain(eepool, *arguments):
    done = subprocess.run([eepool, "explain", "-q", "--json", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"schema: explain {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def outputs(eepool, samples, folder):
    """(what, document) of every profile on every day, some of them in a pool."""
    pool = os.path.join(samples, "candidates.csv")
    paths = {"sample": os.path.join(samples, "profile.yaml")}
    for name, text in PROFILES.items():
        paths[name] = os.path.join(folder, name + ".yaml")
        with open(paths[name], "w", encoding="utf-8") as stream:
            stream.write(text)
    for day in DAYS:
        for name, path in paths.items():
            yield f"{name} on {day}", explain(eepool, "--profile", path, "--as-of", day)
        yield f"sample in a pool on {day}", explain(eepool, "--profile", paths["sample"], "--pool", pool, "--as-of", day)
        yield f"candidate 1 on {day}", explain(eepool, pool, "--id", "1", "--as-of", day)
    yield "a changed policy", explain(eepool, "--profile", paths["sample"], "--as-of", "2025-04-01", "--set",
                                      "crs.additional.sibling=30")


def places(document, path=()):
    """The path of every value in a document but one a kind: of a list, its first member stands for all."""
    yield path
    if isinstance(document, dict):
        for key, value in document.items():
            yield from places(value, path + (key,))
    elif isinstance(document, list) and document:
        yield from places(document[0], path + (0,))


def at(document, path):
    for step in path:
        document = document[step]
    return document


def damages(document):
    """(what was done, damaged copy)"""
    for path in places(document):
        value = at(document, path)
        if isinstance(value, dict):
            free = path and path[-1] == "columns"
            if not free:
                for key in value:
                    copied = copy.deepcopy(document)
                    del at(copied, path)[key]
                    yield f"without {path + (key,)}", copied
            copied = copy.deepcopy(document)
            at(copied, path)["Unheard-of"] = 1
            yield f"one key too many in {path}", copied
        if path:
            copied = copy.deepcopy(document)
            at(copied, path[:-1])[path[-1]] = 1.5
            yield f"1.5 at {path}", copied
    for path, wrong in ((("schema_version",), 2), (("score",), -1), (("score",), 1201), (("as_of",), "2025-04-01"),
                        (("policy_digest",), "0" * 31), (("programs",), ["fsw", "fsw"]), (("programs",), ["fsx"]),
                        (("categories",), ["stem"]), (("lines",), []), (("lines", 0, "section"), "cores"),
                        (("lines", 0, "points"), None), (("lines", 0, "yes"), True), (("lines", 0, "from"), None),
                        (("lines", 0, "source"), ""), (("suggestions", 0, "effort"), 8),
                        (("suggestions", 0, "columns"), {}), (("events", 0, "kind"), "death"),
                        (("past_rounds", "meaning"), "a forecast")):
        copied = copy.deepcopy(document)
        at(copied, path[:-1])[path[-1]] = wrong
        yield f"{wrong!r} at {path}", copied


def main(eepool, schema_path, samples):
    with open(schema_path, encoding="utf-8") as stream:
        schema = json.load(stream)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults, documents, refused = [], {}, 0
    with tempfile.TemporaryDirectory() as folder:
        documents.update(outputs(eepool, samples, folder))
    for name, document in documents.items():
        faults += [f"{name}: {list(fault.absolute_path)}: {fault.message}" for fault in validator.iter_errors(document)]
    for name in (f"sample in a pool on {DAYS[3]}", f"nominee on {DAYS[4]}", f"expired on {DAYS[1]}"):
        for what, damaged in damages(documents[name]):
            refused += 1
            if validator.is_valid(damaged):
                faults.append(f"{name}, {what}: the schema accepts it")
    print("\n".join(faults[:40]))
    print(f"{len(documents)} outputs, {refused} damaged ones, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
