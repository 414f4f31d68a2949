"""The example reforms: eepool, the twin and the written expectation must agree.

Beside each datasets/policies/reforms/<name>.yaml stands <name>.expected.yaml: one round on people.csv, both cut-offs, who
gains and who loses. The expectations are the twin's, which is written from the published texts and has its own reader of
reforms; eepool never writes them.

    python3 examples.py path/to/eepool      compares all three
    python3 examples.py --write             lets the twin write the expectations anew
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "twin"))

import reforms  # noqa: E402 (the twin's folder must be known first)
import twin  # noqa: E402

FOLDER = ROOT / "datasets" / "policies" / "reforms"

# The round in which each reform shows: what is drawn, how many invitations, when.
ROUNDS = {
    "age-plateau": ("general", 45, "2026-05-11"),
    "category-twelve-months": ("category:stem", 25, "2023-07-05"),
    "clb-10-threshold": ("general", 75, "2026-05-11"),
    "french-doubled": ("general", 45, "2026-05-11"),
    "high-wage-occupations": ("general", 45, "2026-11-03"),
    "job-offer-points": ("general", 45, "2026-05-11"),
    "no-sibling-points": ("general", 55, "2026-05-11"),
    "nomination-300": ("general", 10, "2026-05-11"),
    "one-federal-class": ("general", 80, "2026-05-11"),
    "stem-one-more": ("category:stem", 10, "2026-05-11"),
    "tie-by-latest": ("general", 80, "2026-05-11"),
    "tie-by-lottery": ("general", 80, "2026-05-11"),
}
SHOWN = 3  # people of each kind whose scores are written out


def scores_of(people, law):
    return {row["id"]: row for row in twin.score_rows(people, law.day, law)}


def worked_out(name, people):
    """What the twin expects of one reform, in the words of the file."""
    kind, invitations, as_of = ROUNDS[name]
    moment = twin.moment_of(as_of)
    laws = {"baseline": twin.Law(moment.date()), "reform": reforms.law_under(FOLDER / f"{name}.yaml", moment.date())}
    found, invited, scores = {"round": kind, "invite": invitations, "as_of": as_of}, {}, {}
    for side, law in laws.items():
        notice, ids = twin.draw(people, kind, invitations, moment, law=law)
        found[side] = {**notice, "tie_break_rule": law.tie_break}
        invited[side], scores[side] = set(ids), scores_of(people, law)
    before, after = invited["baseline"], invited["reform"]
    found["gained"], found["lost"] = sorted(after - before), sorted(before - after)
    found["unchanged"] = len(before & after)
    moves = [scores["reform"][each["id"]]["score"] - scores["baseline"][each["id"]]["score"] for each in people]
    found["scores"] = {"rise": sum(move > 0 for move in moves), "fall": sum(move < 0 for move in moves),
                       "stay": sum(move == 0 for move in moves)}
    found["people"] = [{"id": each, "outcome": outcome, "baseline": scores["baseline"][each]["score"],
                        "reform": scores["reform"][each]["score"]}
                       for outcome in ("gained", "lost") for each in found[outcome][:SHOWN]]
    return found, scores["reform"]


# ---- The written expectations --------------------------------------------------------------------

def flow(value):
    """YAML on one line; a number or a word as it is."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return "none" if value is None else str(value)


def text_of(name, found):
    lines = [f"# What {name}.yaml does to people.csv. Worked out by tests/twin, not by eepool; the tests hold both to it."]
    for key, value in found.items():
        if key != "people":
            lines.append(f"{key}: {flow(value)}")
    lines += ["people:"] + [f"  - {flow(each)}" for each in found["people"]]
    return "\n".join(lines) + "\n"


def plain(value):
    """As a YAML reader that leaves every text a text would give it."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return flow(value)


# ---- eepool --------------------------------------------------------------------------------------

class Eepool:
    def __init__(self, command, folder):
        self.command, self.folder = command, pathlib.Path(folder)

    def run(self, *arguments):
        done = subprocess.run([self.command, *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"eepool {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def table(self, name, *arguments):
        """Runs a command that writes a CSV to the file after the last argument, and reads that."""
        path = self.folder / name
        printed = self.run(*arguments, path)
        with open(path, encoding="utf-8", newline="") as stream:
            return printed, list(csv.DictReader(stream))

    def compare(self, name, found):
        """The same words as worked_out, from eepool compare."""
        printed, people = self.table(f"{name}.csv", "compare", FOLDER / "people.csv", "--reform",
                                     FOLDER / f"{name}.yaml", "--as-of", found["as_of"], "--round", found["round"],
                                     "--invite", found["invite"], "--json", "--people")
        told = json.loads(printed)
        mine = {key: found[key] for key in ("round", "invite", "as_of")}
        for side in ("baseline", "reform"):
            mine[side] = {key: told[side][key] for key in found[side]}
        for outcome in ("gained", "lost"):
            mine[outcome] = sorted(int(row["id"]) for row in people if row["outcome"] == outcome)
        mine["unchanged"] = told["all"]["unchanged"]
        mine["scores"] = {"rise": told["score_up"], "fall": told["score_down"], "stay": told["score_same"]}
        return mine

    def scores(self, name, as_of):
        _, rows = self.table(f"{name}-scores.csv", "score", FOLDER / "people.csv", "--reform", FOLDER / f"{name}.yaml",
                             "--as-of", as_of, "-o")
        return rows


def differences(name, wanted, got):
    for key, value in got.items():
        if value != wanted[key]:
            yield f"{name}: {key} is {flow(value)}, not {flow(wanted[key])}"


def score_differences(name, wanted, rows):
    """Score, sections and programs of everybody; categories without their versions."""
    for row in rows:
        mine = wanted[int(row["id"])]
        for key in ("score", *twin.SECTIONS, "programs"):
            if set(row[key].split("+")) != set(str(mine[key]).split("+")):
                yield f"{name}: {key} of {row['id']} is {row[key]}, not {mine[key]}"
        if {part.split("@")[0] for part in row["categories"].split("+")} != set(mine["categories"].split("+")):
            yield f"{name}: categories of {row['id']} are {row['categories']}, not {mine['categories']}"


def main():
    people = twin.read_candidates(FOLDER / "people.csv")
    there = {path.stem for path in FOLDER.glob("*.yaml") if not path.stem.endswith(".expected")}
    faults = [f"{name}: there is no round for it" for name in sorted(there ^ set(ROUNDS))]
    with tempfile.TemporaryDirectory(prefix="eepool-reforms-") as folder:
        for name in sorted(ROUNDS):
            found, scores = worked_out(name, people)
            path = FOLDER / f"{name}.expected.yaml"
            if sys.argv[1] == "--write":
                path.write_text(text_of(name, found), encoding="utf-8")
                continue
            faults += differences(f"{name}, the twin", reforms.read(path), plain(found))
            eepool = Eepool(sys.argv[1], folder)
            faults += differences(f"{name}, eepool", found, eepool.compare(name, found))
            faults += score_differences(name, scores, eepool.scores(name, found["as_of"]))
            if not found["gained"] and not found["lost"]:
                faults.append(f"{name}: the round is no example, nobody gains or loses")
    print("\n".join(faults[:20]) or f"{len(ROUNDS)} reforms agree")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
