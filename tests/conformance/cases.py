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

# The table that an item of the score is read from.
TABLE_OF = {"age": "crs.age", "education": "crs.education", "first_language": "crs.first_language",
            "second_language": "crs.second_language", "canadian_work": "crs.canadian_work",
            "spouse_education": "crs.spouse_education", "spouse_language": "crs.spouse_language",
            "spouse_work": "crs.spouse_work",
            "education_language": "crs.transferability.education_language",
            "education_work": "crs.transferability.education_work",
            "foreign_language": "crs.transferability.foreign_language",
            "foreign_work": "crs.transferability.foreign_work",
            "certificate": "crs.transferability.certificate",
            "nomination": "crs.additional.nomination", "job_offer": "crs.additional.job_offer",
            "canadian_study": "crs.additional.canadian_study", "sibling": "crs.additional.sibling",
            "french": "crs.additional.french"}

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
        """The tables that give it points, beside what it is about."""
        items = twin.score(self.candidate(), self.day)
        return [table for item, table in TABLE_OF.items() if items[item] > 0 and table not in self.rules]


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
