"""A slow and readable second opinion: the whole meaning of a score and of a round, in plain Python.

It shares nothing with the C library: its points come from crs-grid.csv and its occupations from
categories.csv beside this file, and every rule is written out from the published text as a reader
would say it. compare.py lets the two disagree.

Sources: Ministerial Instructions respecting the Express Entry system; Immigration and Refugee
Protection Regulations (SOR/2002-227), sections 75 to 87.2; canada.ca, "CRS criteria", "Category-based
selection" and the tie-breaking rule.

    python3 twin.py score pool.csv --as-of 2023-07-05
    python3 twin.py draw pool.csv --round category:stem --invite 500 --as-of 2023-07-05
"""

import argparse
import calendar
import csv
import datetime
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent

EDUCATION = ["less_than_secondary", "secondary", "one_year", "two_year", "bachelors", "two_or_more",
             "masters", "doctoral"]
GRID_EDUCATION = dict(zip(EDUCATION, ["lt_secondary", "secondary", "one_year", "two_year", "bachelor_or_3y",
                                      "two_or_more_one_3y", "master_or_professional", "doctoral"]))
ABILITIES = ["listening", "reading", "writing", "speaking"]
SECTIONS = ["core", "spouse", "transferability", "additional"]
PROGRAMS = ["fsw", "cec", "fst", "pnp"]

LEVEL_COLUMNS = [f"{who}_{ability}" for who in ("english", "french", "spouse") for ability in ABILITIES]
MONTH_COLUMNS = ["canadian_work_months", "foreign_work_months", "noc_months", "noc_canadian_months",
                 "continuous_work_months", "trade_months", "spouse_canadian_work_months"]
FLAG_COLUMNS = ["accompanying_spouse", "certificate_of_qualification", "sibling_in_canada",
                "provincial_nomination", "settlement_funds", "relative_in_canada", "spouse_canadian_study",
                "canadian_forces_recruit"]
LABEL_COLUMNS = {"education": EDUCATION, "spouse_education": EDUCATION, "first_official": ["english", "french"],
                 "canadian_study": ["none", "one_or_two_years", "three_years_or_more"],
                 "job_offer": ["none", "other", "senior_manager"],
                 "status": ["active", "invited", "applied", "withdrawn", "expired"]}


# ---- Days ----------------------------------------------------------------------------------------

def date_of(text):
    return datetime.date.fromisoformat(text)


def time_of(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def moment_of(text):
    """A time, or a date, which means the last second of that day."""
    if "T" in text:
        return time_of(text)
    return datetime.datetime.combine(date_of(text), datetime.time(23, 59, 59))


def time_text(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def add_months(day, months):
    """The same day of the month, or the last one where that month is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def age_on(birth, day):
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


# ---- Candidates ----------------------------------------------------------------------------------

def candidate_of(row):
    """A candidate from a mapping of column names to text; what is missing takes its default."""
    person = {"id": int(row["id"]), "submitted_at": time_of(row["submitted_at"]),
              "birth_date": date_of(row["birth_date"])}
    for name in LEVEL_COLUMNS + MONTH_COLUMNS + FLAG_COLUMNS:
        person[name] = int(row.get(name) or 0)
    for name, labels in LABEL_COLUMNS.items():
        person[name] = row.get(name) or labels[0]
        if person[name] not in labels:
            raise ValueError(f"{name}: {person[name]!r} is none of {labels}")
    submitted_on = person["submitted_at"].date()
    for name in ("language_test_date", "assessment_date"):
        person[name] = date_of(row[name]) if row.get(name) else submitted_on
    person["noc"] = row.get("noc") if int(row.get("noc") or 0) else None
    person["programs"] = None
    if row.get("programs") is not None:
        person["programs"] = {name for name in row["programs"].split("+") if name}
    return person


def read_candidates(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return [candidate_of(row) for row in csv.DictReader(stream)]


# ---- What papers are worth on a day --------------------------------------------------------------

def levels(person, language, day):
    """The four levels in a language; results that are two years old count for nothing.

    An age of papers is reckoned like that of people: what is of 29 February turns two on 1 March.
    """
    if age_on(person["language_test_date"], day) >= 2:
        return [0, 0, 0, 0]
    return [person[f"{language}_{ability}"] for ability in ABILITIES]


def first_levels(person, day):
    return levels(person, person["first_official"], day)


def second_levels(person, day):
    return levels(person, "french" if person["first_official"] == "english" else "english", day)


def education(person, day):
    """The level of education; a foreign one without a valid assessment counts for nothing."""
    assessed = age_on(person["assessment_date"], day) < 5
    if assessed or person["canadian_study"] != "none":
        return person["education"]
    return "less_than_secondary"


# ---- Points --------------------------------------------------------------------------------------

class Grid:
    """The points in force on one day, from crs-grid.csv."""

    def __init__(self, day, path=HERE / "crs-grid.csv"):
        self.points = {}
        with open(path, encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                ended = row["effective_to"] and day > date_of(row["effective_to"])
                if day >= date_of(row["effective_from"]) and not ended:
                    both = (int(row["with_spouse"]), int(row["without_spouse"]))
                    self.points[row["factor"], row["key"]] = both
        # Not in the table: where the language tiers begin; and points by occupation, which nobody has today.
        self.language_tiers = (7, 9)
        self.occupation_tier, self.occupation_work, self.occupation_offer = {}, {}, {}

    def get(self, factor, key="", spouse=False):
        """The points, or 0 when the factor was not in force on the day."""
        return self.points.get((factor, str(key)), (0, 0))[0 if spouse else 1]

    def per_ability(self, factor, lowest, highest, level, spouse):
        return self.get(factor, min(max(level, lowest), highest), spouse)


def years(months, most=5):
    return min(months // 12, most)


def core(person, day, grid):
    spouse = person["accompanying_spouse"] == 1
    first = sum(grid.per_ability("first_language_per_ability", 3, 10, level, spouse)
                for level in first_levels(person, day))
    second = sum(grid.per_ability("second_language_per_ability", 4, 9, level, spouse)
                 for level in second_levels(person, day))
    return {
        "age": grid.get("age", min(max(age_on(person["birth_date"], day), 17), 45), spouse),
        "education": grid.get("education", GRID_EDUCATION[education(person, day)], spouse),
        "first_language": first,
        "second_language": min(second, grid.get("second_language_cap", "", spouse)),
        "canadian_work": grid.get("canadian_work_years", years(person["canadian_work_months"]), spouse),
    }


def of_spouse(person, grid):
    if not person["accompanying_spouse"]:
        return {"spouse_education": 0, "spouse_language": 0, "spouse_work": 0}
    language = sum(grid.per_ability("spouse_language_per_ability", 4, 9, person[f"spouse_{ability}"], True)
                   for ability in ABILITIES)
    work = years(person["spouse_canadian_work_months"])
    return {
        "spouse_education": grid.get("spouse_education", GRID_EDUCATION[person["spouse_education"]], True),
        "spouse_language": language,
        "spouse_work": grid.get("spouse_canadian_work_years", work, True),
    }


def tiers(person, day, language=(7, 9)):
    """The tier, 0 to 2, of each factor that is combined with another."""
    level = min(first_levels(person, day))
    place = EDUCATION.index(education(person, day))
    foreign = years(person["foreign_work_months"])
    return {
        "education": 2 if place >= EDUCATION.index("two_or_more") else 1 if place >= EDUCATION.index("one_year") else 0,
        "language": sum(level >= begin for begin in language),
        "certificate": 2 if level >= 7 else 1 if level >= 5 else 0,
        "canadian": years(person["canadian_work_months"], 2),
        "foreign": 2 if foreign >= 3 else 1 if foreign >= 1 else 0,
    }


def transferability(person, day, grid):
    tier = tiers(person, day, grid.language_tiers)
    pair_cap = grid.get("transfer_pair_cap")
    items = {}
    for row in ("education", "foreign"):
        factor = {"education": "education", "foreign": "foreign_work"}[row]
        language = grid.get(f"transfer_{factor}_x_language", f"{tier[row]}:{tier['language']}")
        work = grid.get(f"transfer_{factor}_x_canadian_work", f"{tier[row]}:{tier['canadian']}")
        items[f"{row}_language"], items[f"{row}_work"] = language, work
        items[f"{row}_pair"] = min(pair_cap, language + work)
    items["certificate"] = 0
    if person["certificate_of_qualification"]:
        items["certificate"] = grid.get("transfer_certificate_x_language", tier["certificate"])
    return items


def additional(person, day, grid):
    items = {"nomination": 0, "job_offer": 0, "canadian_study": 0, "sibling": 0, "french": 0,
             "occupation": by_occupation(person, grid)}
    if person["provincial_nomination"]:
        items["nomination"] = grid.get("additional_nomination")
    if person["job_offer"] != "none":
        kind = "major_group_00" if person["job_offer"] == "senior_manager" else "other"
        items["job_offer"] = grid.get("additional_job_offer", "any") or grid.get("additional_job_offer", kind)
    if person["canadian_study"] != "none":
        key = {"one_or_two_years": "1_or_2_years", "three_years_or_more": "3_years_or_more_or_graduate"}
        items["canadian_study"] = grid.get("additional_canadian_education", key[person["canadian_study"]])
    if person["sibling_in_canada"]:
        items["sibling"] = grid.get("additional_sibling")
    if min(levels(person, "french", day)) >= 7:
        english = min(levels(person, "english", day)) >= 5
        key = "nclc7_all_english_ge5_all" if english else "nclc7_all_english_le4_or_none"
        items["french"] = grid.get("additional_french", key)
    return items


def by_occupation(person, grid):
    """Recent work in Canada, and an offer, in a listed occupation: by its tier."""
    tier = grid.occupation_tier.get(person["noc"])
    worked = years(person["noc_canadian_months"], 3)
    offer = grid.occupation_offer.get(tier, 0) if person["job_offer"] != "none" else 0
    return grid.occupation_work.get((tier, worked), 0) + offer


def score(person, day, grid=None):
    """Every item of the score, the four sections and the total."""
    grid = grid or Grid(day)
    a, b = core(person, day, grid), of_spouse(person, grid)
    c, d = transferability(person, day, grid), additional(person, day, grid)
    items = {**a, **b, **c, **d}
    items["core"] = sum(a.values())
    items["spouse"] = sum(b.values())
    combined = c["education_pair"] + c["foreign_pair"] + c["certificate"]
    items["transferability"] = min(grid.get("transfer_total_cap"), combined)
    items["additional"] = min(grid.get("additional_cap"), sum(d.values()))
    items["score"] = min(grid.get("total_cap"), sum(items[section] for section in SECTIONS))
    return items


# ---- Programs ------------------------------------------------------------------------------------

def teer(noc):
    """The TEER category is the second digit of a NOC 2021 code."""
    return int(noc[1]) if noc else None


def skilled(noc):
    return teer(noc) in (0, 1, 2, 3)


def trade(noc):
    """Groups of the skilled trades class: 72 without 726, 73, 82, 83, 92, 93 without 932, 6320, 62200."""
    if not noc or noc.startswith(("726", "932")):
        return False
    return noc.startswith(("72", "73", "82", "83", "92", "93", "6320")) or noc == "62200"


def has_funds(person):
    """Funds are shown, or not asked: an offer, held by somebody who works in Canada already."""
    return person["settlement_funds"] == 1 or (person["job_offer"] != "none" and person["noc_canadian_months"] >= 1)


def worker_points(person, day):
    """The selection grid of the Federal Skilled Worker class, out of 100 (sections 78 to 83)."""
    first, second = first_levels(person, day), second_levels(person, day)
    worked = (person["canadian_work_months"] + person["foreign_work_months"]) // 12
    age = age_on(person["birth_date"], day)
    points = {
        "education": dict(zip(EDUCATION, [0, 5, 15, 19, 21, 22, 23, 25]))[education(person, day)],
        "first_language": sum(6 if level >= 9 else 5 if level == 8 else 4 if level == 7 else 0
                              for level in first),
        "second_language": 4 if min(second) >= 5 else 0,
        "experience": 15 if worked >= 6 else 13 if worked >= 4 else 11 if worked >= 2 else 9 if worked else 0,
        "age": 0 if age < 18 else 12 if age <= 35 else max(0, 47 - age),
        "offer": 10 if person["job_offer"] != "none" else 0,
        "adaptability": min(10, adaptability(person)),
    }
    points["total"] = sum(points.values())
    return points


def adaptability(person):
    points = 0
    if person["canadian_study"] != "none":
        points += 5
    if person["canadian_work_months"] >= 12:
        points += 10
    if person["relative_in_canada"]:
        points += 5
    if person["job_offer"] != "none":
        points += 5
    if person["accompanying_spouse"]:
        if min(person[f"spouse_{ability}"] for ability in ABILITIES) >= 4:
            points += 5
        if person["spouse_canadian_study"]:
            points += 5
        if person["spouse_canadian_work_months"] >= 12:
            points += 5
    return points


def skilled_worker(person, day, level=7, unbroken=12, recent=0, asks_funds=True, asks_points=True):
    """The Federal Skilled Worker class; what a reform of it would ask is given instead."""
    return (skilled(person["noc"]) and person["continuous_work_months"] >= unbroken
            and person["noc_months"] >= recent
            and min(first_levels(person, day)) >= level and education(person, day) != "less_than_secondary"
            and (not asks_funds or has_funds(person))
            and (not asks_points or worker_points(person, day)["total"] >= 67))


def canadian_experience(person, day):
    if not skilled(person["noc"]) or person["noc_canadian_months"] < 12:
        return False
    return min(first_levels(person, day)) >= (7 if teer(person["noc"]) <= 1 else 5)


def skilled_trades(person, day):
    listening, reading, writing, speaking = first_levels(person, day)
    return (trade(person["noc"]) and person["trade_months"] >= 24 and has_funds(person)
            and (person["certificate_of_qualification"] == 1 or person["job_offer"] != "none")
            and min(listening, speaking) >= 5 and min(reading, writing) >= 4)


CLASSES = {"fsw": skilled_worker, "cec": canadian_experience, "fst": skilled_trades}


def programs(person, day, classes=None):
    """The programs somebody qualifies for; the pool's own column where it is present."""
    if person["programs"] is not None:
        return set(person["programs"])
    found = {name for name, qualified in (CLASSES if classes is None else classes).items()
             if qualified(person, day)}
    if person["provincial_nomination"] and found:
        found.add("pnp")
    return found


# ---- Categories ----------------------------------------------------------------------------------

def listed(day, path=HERE / "categories.csv"):
    """The occupation lists in force on a day: {(category, version): codes}."""
    found = {}
    with open(path, encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            ended = row["effective_to"] and day > date_of(row["effective_to"])
            if day >= date_of(row["effective_from"]) and not ended:
                found.setdefault((row["category_id"], row["version"]), set()).add(row["noc2021"])
    return found


def has_experience(person, category, version, day, months=None):
    """How much work in the listed occupation a category asks, beside the occupation itself."""
    if months is not None and (category, version) in months and person["noc_months"] < months[category, version]:
        return False
    if category == "military":
        return (person["continuous_work_months"] >= 120 and person["canadian_forces_recruit"] == 1
                and EDUCATION.index(education(person, day)) >= EDUCATION.index("two_year"))
    if category in ("physicians", "senior_managers", "researchers"):
        return person["noc_canadian_months"] >= 12
    if version.startswith("2026"):
        return person["noc_months"] >= 12
    return person["noc_months"] >= 6 and person["continuous_work_months"] >= 6


def categories(person, day, lists=None, months=None):
    """The categories in force on the day whose conditions somebody meets, whatever the programs.

    `months` raises what some of them ask of work in a listed occupation: {(category, version): months}.
    """
    lists = listed(day) if lists is None else lists
    found = {category for (category, version), codes in lists.items()
             if person["noc"] in codes and has_experience(person, category, version, day, months)}
    if day >= date_of("2023-05-31") and min(levels(person, "french", day)) >= 7:
        found.add("french")
    return found


# ---- A round -------------------------------------------------------------------------------------

def in_pool(person, moment):
    """Active, submitted by now, and within twelve months of that very second."""
    submitted = person["submitted_at"]
    return person["status"] == "active" and submitted <= moment < add_months(submitted, 12)


class Law:
    """Everything in force on one day. reforms.py changes one."""

    def __init__(self, day):
        self.day = day
        self.grid, self.lists = Grid(day), listed(day)
        self.classes = dict(CLASSES)
        self.months = {}
        self.tie_break, self.lottery_seed = "earliest", 0


def qualifies(person, kind, law):
    """Whether somebody who is in the pool is in the running for `general`, `program:x` or `category:x`."""
    mine = programs(person, law.day, law.classes)
    if kind == "general":
        return bool(mine)
    what, name = kind.split(":")
    if what == "program":
        return name in mine
    return bool(mine - {"pnp"}) and name in categories(person, law.day, law.lists, law.months)


def philox(key, counter):
    """Philox4x32-10 (Salmon and others, 2011): four random words from two of key and four of counter."""
    key, words = list(key), list(counter)
    for _ in range(10):
        first, second = words[0] * 0xD2511F53, words[2] * 0xCD9E8D57
        words = [(second >> 32) ^ words[1] ^ key[0], second & 0xFFFFFFFF,
                 (first >> 32) ^ words[3] ^ key[1], first & 0xFFFFFFFF]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return words


def tie_break_key(person, law):
    """What ranks people of one score; the lower first. The lot is 63 bits of seed, id, and the purpose 3."""
    if law.tie_break == "lottery":
        identity = person["id"]
        lot = philox((law.lottery_seed, 0), (identity & 0xFFFFFFFF, identity >> 32, 3, 0))
        return (lot[0] >> 1) << 32 | lot[1]
    submitted = int((person["submitted_at"] - datetime.datetime(1970, 1, 1)).total_seconds())
    born = person["birth_date"].toordinal()
    return {"earliest": submitted, "latest": -submitted, "oldest": born, "youngest": -born}[law.tie_break]


def draw(people, kind, invitations, moment, floor=0, law=None):
    """Holds one round: the notice and the invited, best first."""
    law = Law(moment.date()) if law is None else law
    ranked = []
    for person in people:
        if in_pool(person, moment) and qualifies(person, kind, law):
            points = score(person, law.day, law.grid)["score"]
            if points >= floor:
                ranked.append((-points, tie_break_key(person, law), person["id"], person["submitted_at"]))
    ranked.sort()
    invited = ranked[:invitations]
    notice = {"eligible": len(ranked), "invited": len(invited), "cutoff": 0, "tie_break": None,
              "at_cutoff": 0, "at_cutoff_invited": 0}
    if invited:
        lowest, _, _, submitted_at = invited[-1]
        notice.update(cutoff=-lowest, tie_break=time_text(submitted_at),
                      at_cutoff=sum(entry[0] == lowest for entry in ranked),
                      at_cutoff_invited=sum(entry[0] == lowest for entry in invited))
    return notice, [entry[2] for entry in invited]


# ---- By hand -------------------------------------------------------------------------------------

def score_rows(people, day, law=None):
    law = Law(day) if law is None else law
    for person in people:
        items = score(person, day, law.grid)
        mine = programs(person, day, law.classes)
        yield {"id": person["id"], "score": items["score"], **{name: items[name] for name in SECTIONS},
               "programs": "+".join(name for name in PROGRAMS if name in mine),
               "categories": "+".join(sorted(categories(person, day, law.lists, law.months)))}


def main():
    parser = argparse.ArgumentParser(description="score a pool or hold a round, slowly")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("score", "draw"):
        command = commands.add_parser(name)
        command.add_argument("pool")
        command.add_argument("--as-of", required=True)
        if name == "draw":
            command.add_argument("--round", default="general")
            command.add_argument("--invite", type=int, required=True)
            command.add_argument("--floor", type=int, default=0)
    options = parser.parse_args()
    people = read_candidates(options.pool)
    moment = moment_of(options.as_of)
    if options.command == "draw":
        notice, _ = draw(people, options.round, options.invite, moment, options.floor)
        print(json.dumps(notice))
        return
    rows = list(score_rows(people, moment.date()))
    fields = ["id", "score", *SECTIONS, "programs", "categories"]
    writer = csv.DictWriter(sys.stdout, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
