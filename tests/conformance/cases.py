"""What a case is, and what is expected of it: the word of the twin."""

import datetime
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "twin"))

import twin  # noqa: E402

DAY = datetime.date(2025, 7, 7)   # most cases are about the rules of this day
YEAR = 12

# Columns of a case, in the order of columns.def. The others are of no matter to a score.
INPUTS = ["birth_date", "accompanying_spouse", "education", "spouse_education", "first_official",
          *twin.LEVEL_COLUMNS[:8], "canadian_work_months", "foreign_work_months",
          "certificate_of_qualification", "sibling_in_canada", "provincial_nomination", "settlement_funds",
          "canadian_study", "job_offer", "noc", "noc_months", "noc_canadian_months", "continuous_work_months",
          "trade_months", "relative_in_canada", "spouse_canadian_study", "canadian_forces_recruit",
          "language_test_date", "assessment_date", *twin.LEVEL_COLUMNS[8:], "spouse_canadian_work_months"]

ABILITIES = twin.ABILITIES
EDUCATION = twin.EDUCATION


def all_four(language, level):
    return {f"{language}_{ability}": level for ability in ABILITIES}


def born(day, age):
    """Born so that the birthday number `age` is on the day itself."""
    return twin.add_months(day, -YEAR * age)


def tomorrow(day):
    return day + datetime.timedelta(days=1)


def yesterday(day):
    return day - datetime.timedelta(days=1)


def plain(day):
    """English as people write it: 7 July 2025."""
    return f"{day.day} {day:%B %Y}"


class Case:
    def __init__(self, identity, name, rules, day, inputs):
        self.id, self.name, self.rules, self.day = identity, name, rules, day
        self.inputs = inputs
        self.source = ""

    def candidate(self):
        row = {name: str(value) for name, value in self.inputs.items()}
        return twin.candidate_of({"id": "1", "submitted_at": f"{self.day}T00:00:00Z", **row})

    def expected(self, grid=None, lists=None):
        """Score, sections, programs and categories, as a table has them."""
        person = self.candidate()
        items = twin.score(person, self.day, grid)
        mine = twin.programs(person, self.day)
        return {"score": items["score"], **{section: items[section] for section in twin.SECTIONS},
                "programs": "+".join(name for name in twin.PROGRAMS if name in mine),
                "categories": "+".join(sorted(twin.categories(person, self.day, lists)))}

    def rests_on(self):
        """The tables that it asks beside what it is about, even those that give it nothing."""
        return [table for table in asked(self.candidate(), self.day) if table not in self.rules]


def asked(person, day):
    """The tables of points in which somebody has a place."""
    first, second = twin.first_levels(person, day), twin.second_levels(person, day)
    studied = EDUCATION.index(twin.education(person, day)) > EDUCATION.index("secondary")
    canadian, abroad = person["canadian_work_months"] >= YEAR, person["foreign_work_months"] >= YEAR
    spouse = person["accompanying_spouse"] == 1
    known_spouse = max(person[f"spouse_{ability}"] for ability in ABILITIES)
    pairing = "crs.transferability"
    tables = {
        "crs.age": twin.age_on(person["birth_date"], day) < 45,
        "crs.education": twin.education(person, day) != EDUCATION[0],
        "crs.first_language": max(first) > 0,
        "crs.second_language": max(second) > 0,
        "crs.canadian_work": canadian,
        "crs.spouse_education": spouse and person["spouse_education"] != EDUCATION[0],
        "crs.spouse_language": spouse and known_spouse > 0,
        "crs.spouse_work": spouse and person["spouse_canadian_work_months"] >= YEAR,
        f"{pairing}.education_language": studied and max(first) > 0,
        f"{pairing}.education_work": studied and canadian,
        f"{pairing}.foreign_language": abroad and max(first) > 0,
        f"{pairing}.foreign_work": abroad and canadian,
        f"{pairing}.certificate": person["certificate_of_qualification"] == 1 and max(first) > 0,
        "crs.additional.nomination": person["provincial_nomination"] == 1,
        "crs.additional.job_offer": person["job_offer"] != "none",
        "crs.additional.canadian_study": person["canadian_study"] != "none",
        "crs.additional.sibling": person["sibling_in_canada"] == 1,
        "crs.additional.french": min(twin.levels(person, "french", day)) >= 7,
    }
    return [table for table, is_asked in tables.items() if is_asked]


class Suite:
    """Cases in order, each with an id of its own."""

    def __init__(self, official):
        self.official = official
        self.cases, self.known = [], set()
        self.grids, self.lists, self.answers = {}, {}, {}

    def add(self, identity, name, rules, day=DAY, **inputs):
        """Adds a case. `age` stands for the birthday on the day, a language for its four abilities."""
        if identity in self.known:
            raise ValueError(f"two cases are called {identity}")
        rules = [rules] if isinstance(rules, str) else list(rules)
        case = Case(identity, name, rules, day, whole(day, inputs))
        case.source = self.official.source(rules[0], day)
        if not case.source:
            raise ValueError(f"{identity}: no source for {rules[0]}")
        case.rules += case.rests_on()
        self.known.add(identity)
        self.cases.append(case)
        return case

    def expected(self, case):
        """The right answers, asked of the twin once."""
        if case.id not in self.answers:
            self.answers[case.id] = self.ask(case)
        return self.answers[case.id]

    def ask(self, case):
        """What the twin says, as it stands."""
        if case.day not in self.grids:
            self.grids[case.day], self.lists[case.day] = twin.Grid(case.day), twin.listed(case.day)
        return case.expected(self.grids[case.day], self.lists[case.day])


def whole(day, inputs):
    """Inputs in the order of the columns, without what is default anyway; 50 years old unless said."""
    given = {"birth_date": born(day, 50)}
    for name, value in inputs.items():
        if name == "age":
            given["birth_date"] = born(day, value)
        elif name in ("english", "french", "spouse"):
            given.update(all_four(name, value))
        else:
            given[name] = value
    unknown = set(given) - set(INPUTS)
    if unknown:
        raise ValueError(f"no such column: {unknown}")
    defaults = {name: labels[0] for name, labels in twin.LABEL_COLUMNS.items()}
    kept = {}
    for name in INPUTS:
        value = given.get(name, 0)
        if value not in (0, "00000", defaults.get(name)) or name == "birth_date":
            kept[name] = value
    for name in ("language_test_date", "assessment_date"):
        if kept.get(name) == day:
            del kept[name]
    return kept
