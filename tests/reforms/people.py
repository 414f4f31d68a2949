"""Writes the pool on which the example reforms are tried: 300 invented people, the same ones every time.

    python3 people.py > datasets/policies/reforms/people.csv
    python3 people.py --check datasets/policies/reforms/people.csv

The first hundred submitted in the year before July 2023, the others in the half year before May 2026, so that they are
still in the pool in November 2026. They are not shaped on anything: every fact that a reform is about is frequent, scores
are coarse so that many are equal, and some qualify for nothing today but would under another rule.
"""

import csv
import datetime
import io
import pathlib
import random
import sys

ABILITIES = ["listening", "reading", "writing", "speaking"]
STEM_2023 = ["20012", "21231", "21232", "21220", "21211", "21300"]
STEM_2026 = ["21300", "21301", "21220", "22300", "21310"]
SOFTWARE = ["21231", "21231", "21232", "20012"]
OTHERS = ["11201", "13110", "31102", "31301", "41220", "42202", "62010", "00012", "31100"]
TRADES = ["72310", "72200", "72400", "63200"]

COLUMNS = (["id", "submitted_at", "birth_date", "sex", "citizenship", "accompanying_spouse", "education",
            "spouse_education", "first_official"]
           + [f"{language}_{ability}" for language in ("english", "french") for ability in ABILITIES]
           + ["canadian_work_months", "foreign_work_months", "certificate_of_qualification", "sibling_in_canada",
              "provincial_nomination", "settlement_funds", "canadian_study", "job_offer", "noc", "noc_months",
              "noc_canadian_months", "continuous_work_months", "trade_months", "language_test_date"]
           + [f"spouse_{ability}" for ability in ABILITIES] + ["spouse_canadian_work_months"])


class Chance:
    """Only random(), whose sequence Python promises to keep."""

    def __init__(self, seed):
        self.next = random.Random(seed).random

    def below(self, number):
        return int(self.next() * number)

    def of(self, values):
        return values[self.below(len(values))]

    def yes(self, share):
        return int(self.next() < share)


def set_levels(row, chance, name, levels):
    level = chance.of(levels)
    for ability in ABILITIES:
        row[f"{name}_{ability}"] = level


def set_work(row, chance, lists):
    row["noc"] = chance.of(chance.of(lists))
    row["canadian_work_months"] = chance.of([0, 0, 12, 24])
    row["foreign_work_months"] = chance.of([12, 36, 40])
    row["noc_canadian_months"] = min(36, row["canadian_work_months"])
    row["noc_months"] = min(36, row["noc_canadian_months"] + chance.of([6, 8, 12]))
    row["continuous_work_months"] = max(row["noc_months"], chance.of([12, 24]))
    row["trade_months"] = row["continuous_work_months"] if row["noc"] in TRADES else 0


def set_family(row, chance):
    row["accompanying_spouse"] = chance.yes(0.2)
    if row["accompanying_spouse"]:
        row["spouse_education"] = chance.of(["secondary", "bachelors"])
        set_levels(row, chance, "spouse", [0, 9])
        row["spouse_canadian_work_months"] = chance.of([0, 12])


def person(identity, chance):
    early = identity <= 100
    last = datetime.datetime(2023, 7, 4, 12) if early else datetime.datetime(2026, 5, 9, 12)
    submitted = last - datetime.timedelta(seconds=chance.below(175 * 86400))
    birthday = submitted.date() - datetime.timedelta(days=365 * chance.of([22, 24, 26, 27, 28, 29, 31, 32, 33, 40])
                                                     + chance.below(300))
    row = {"id": identity, "submitted_at": submitted.strftime("%Y-%m-%dT%H:%M:%SZ"), "birth_date": birthday,
           "sex": chance.of(["female", "male"]), "citizenship": chance.of(["IND", "NGA", "FRA", "PHL", "BRA", "CMR"]),
           "education": chance.of(["secondary", "two_year", "bachelors", "bachelors", "masters", "masters"]),
           "settlement_funds": chance.yes(0.8), "language_test_date": submitted.date()}
    set_levels(row, chance, "english", [5, 6, 7, 8, 9, 9, 10, 10])
    row["first_official"] = "english"
    if chance.yes(0.2):
        set_levels(row, chance, "french", [5, 7, 9])
        if row["english_reading"] < 7:
            row["first_official"] = "french"
    set_work(row, chance, [STEM_2023] if early else [STEM_2026, SOFTWARE, OTHERS, TRADES])
    row["certificate_of_qualification"] = chance.yes(0.4) if row["noc"] in TRADES else 0
    row["sibling_in_canada"] = chance.yes(0.2)
    row["provincial_nomination"] = chance.yes(0.3 if row["english_reading"] <= 7 else 0.03)
    row["job_offer"] = chance.of(["other", "senior_manager" if row["noc"].startswith("00") else "other",
                                  "none", "none", "none", "none", "none"])
    row["canadian_study"] = chance.of(["none", "none", "none", "three_years_or_more"])
    set_family(row, chance)
    return row


def pool():
    chance, text = Chance(2026), io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval=0, lineterminator="\n")
    writer.writeheader()
    for identity in range(1, 301):
        row = person(identity, chance)
        row.setdefault("spouse_education", "")
        writer.writerow(row)
    return text.getvalue()


def main():
    if sys.argv[1:2] != ["--check"]:
        sys.stdout.write(pool())
    elif pathlib.Path(sys.argv[2]).read_text(encoding="utf-8") != pool():
        sys.exit(f"{sys.argv[2]} is not what people.py makes")


if __name__ == "__main__":
    main()
