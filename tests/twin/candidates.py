"""Candidates for the comparison with the twin, made with fixed seeds and with a taste for trouble.

Birthdays, papers that run out and profiles that end fall on the day itself or beside it, months and levels
on both sides of every threshold; seconds are shared. A sweep holds everybody who differs from a plain
candidate in a single column.
"""

import csv
import datetime
import random

import twin

ODD_OCCUPATIONS = ["", "00010", "00012", "00018", "10010", "14100", "22222", "62200", "63200", "63210", "64100",
                   "65100", "72599", "72600", "73300", "74200", "82020", "83100", "84120", "92100", "93100",
                   "93199", "93200", "99999", "40042", "42102", "43204"]

TRADES = ["72014", "72310", "72599", "72600", "73300", "82030", "83100", "92100", "93100", "93200", "63200",
          "63210", "62200", "62201"]
SKILLED = ["00012", "10010", "20011", "21200", "21231", "31100", "31102", "41220", "22300", "32101", "33102",
           "42201", "43100", "63200", "73300", "64100", "75110"]


class Maker:
    """Makes awkward but valid candidates around one moment."""

    def __init__(self, seed, moment):
        self.random = random.Random(seed)
        self.moment = moment
        self.day = moment.date()
        self.occupations = all_occupations()
        self.seconds = [self.second() for _ in range(12)]

    def second(self):
        """A time of submission; some are a second away from entering or leaving the pool."""
        if self.random.random() < 0.3:
            edge = self.random.choice([self.moment, twin.add_months(self.moment, -12),
                                       self.moment - datetime.timedelta(days=self.random.choice([364, 365, 366]))])
            return edge + datetime.timedelta(seconds=self.random.choice([-1, 0, 1]))
        return self.moment - datetime.timedelta(seconds=self.random.randrange(380 * 86400))

    def near(self, day):
        return day + datetime.timedelta(days=self.random.choice([-2, -1, 0, 0, 1, 2]))

    def paper(self, months):
        """The date of a paper that lasts so many months: valid, run out, or just about to."""
        choice = self.random.random()
        if choice < 0.35:
            return self.near(twin.add_months(self.day, -months))
        if choice < 0.40:
            return datetime.date(2024, 2, 29)
        return self.day - datetime.timedelta(days=self.random.randrange(months * 31))

    def birth_date(self):
        choice = self.random.random()
        if choice < 0.1:
            return datetime.date(self.random.choice([1976, 1980, 1988, 1992, 1996, 2000, 2004, 2008]), 2, 29)
        birthday = twin.add_months(self.day, -12 * self.random.randrange(16, 50))
        if choice < 0.5:
            return self.near(birthday)
        return birthday - datetime.timedelta(days=self.random.randrange(1, 365))

    def months(self, most):
        year = 12 * self.random.randrange(0, 8)
        return min(most, max(0, year + self.random.choice([-1, 0, 0, 1, self.random.randrange(12)])))

    def levels(self, name):
        """Four levels: none, all equal, or equal but for one that is a step away."""
        if self.random.random() < 0.25:
            return {f"{name}_{ability}": 0 for ability in twin.ABILITIES}
        level = self.random.randrange(3, 13)
        found = {f"{name}_{ability}": level for ability in twin.ABILITIES}
        if self.random.random() < 0.5:
            odd = f"{name}_{self.random.choice(twin.ABILITIES)}"
            found[odd] = min(12, max(0, level + self.random.choice([-2, -1, 1])))
        return found

    def occupation(self):
        if self.random.random() < 0.1:
            return f"{self.random.randrange(1, 100000):05d}"
        return self.random.choice(self.occupations if self.random.random() < 0.7 else ODD_OCCUPATIONS)

    def close_to(self, threshold):
        """The threshold, or one beside it."""
        return threshold + self.random.choice([-1, 0, 0, 0, 1])

    def nearly(self, program):
        """What the program asks, each point of it met just so or missed by one now and then."""
        flag = lambda: int(self.random.random() < 0.9)
        if program == "fst":
            asked = {"english_listening": 5, "english_reading": 4, "english_writing": 4, "english_speaking": 5}
            row = {"noc": self.random.choice(TRADES), "trade_months": self.close_to(24),
                   "certificate_of_qualification": flag(), "settlement_funds": flag()}
        else:
            lowest = 7 if program == "fsw" else self.random.choice([5, 7])
            asked = {f"english_{ability}": lowest for ability in twin.ABILITIES}
            row = {"noc": self.random.choice(SKILLED), "noc_canadian_months": self.close_to(12),
                   "continuous_work_months": self.close_to(12), "settlement_funds": flag()}
        for name, level in asked.items():
            row[name] = self.close_to(level) if self.random.random() < 0.1 else level
        if program == "fsw" and self.random.random() < 0.7:
            row.update(self.near_pass_mark())
        return {**row, "first_official": "english",
                "language_test_date": self.day - datetime.timedelta(days=self.random.randrange(700))}

    def near_pass_mark(self):
        """What makes up selection points; of a few skilled workers the first that the pass mark just divides."""
        for _ in range(6):
            row = worker(self.random, self.day)
            if selection_points(row, self.day) in (66, 67):
                break
        return row

    def person(self, identity):
        row = {"id": identity, "submitted_at": twin.time_text(self.random.choice(self.seconds)
                                                              if self.random.random() < 0.6 else self.second()),
               "birth_date": self.birth_date(), "noc": self.occupation(),
               "language_test_date": self.paper(24), "assessment_date": self.paper(60)}
        for name in ("english", "french", "spouse"):
            row.update(self.levels(name))
        row["first_official"] = self.random.choice(["english", "english", "french"])
        for name in twin.MONTH_COLUMNS:
            row[name] = self.months(MOST_MONTHS.get(name, 120))
        if self.random.random() < 0.5:
            row["noc_months"] = self.random.choice([5, 6, 7, 11, 12, 13])
            row["continuous_work_months"] = self.random.choice([5, 6, 11, 12, 119, 120])
        for name in twin.FLAG_COLUMNS:
            row[name] = int(self.random.random() < 0.5)
        for name, labels in twin.LABEL_COLUMNS.items():
            if name not in row:
                row[name] = self.random.choice(labels)
        row["sex"] = self.random.choice(["not_given", "female", "male", "another"])
        row["citizenship"] = self.random.choice(["", "IND", "BRA", "PHL", "FRA"])
        if self.random.random() < 0.4:
            row.update(self.nearly(self.random.choice(["fsw", "fsw", "cec", "fst"])))
        if self.random.random() < 0.05:
            row.update(noc=self.random.choice(["40042", "42102", "43204"]),
                       continuous_work_months=self.random.choice([119, 120]), canadian_forces_recruit=1)
        if self.random.random() < 0.9:
            row["status"] = "active"
        return row

    def pool(self, rows, with_programs):
        """Rows of a pool with distinct ids; half of the optional columns may be missing."""
        identities = {0, 2**63 - 1}
        while len(identities) < rows:
            identities.add(self.random.randrange(2**self.random.choice([8, 16, 32, 63])))
        people = [self.person(identity) for identity in self.random.sample(sorted(identities), rows)]
        if with_programs:
            for row in people:
                row["programs"] = "+".join(name for name in twin.PROGRAMS if self.random.random() < 0.4)
        names = list(people[0])
        if self.random.random() < 0.5:
            optional = [name for name in names if name not in ("id", "submitted_at", "birth_date")]
            left_out = set(self.random.sample(optional, self.random.randrange(1, 8)))
            names = [name for name in names if name not in left_out]
        self.random.shuffle(names)
        return names, people


MOST_MONTHS = {"noc_months": 36, "noc_canadian_months": 36, "trade_months": 60}

# Somebody with a bit of everything, and somebody with next to nothing.
FULL = {"education": "masters", "spouse_education": "bachelors", "noc": "21231", "settlement_funds": 1,
        "certificate_of_qualification": 1, "canadian_work_months": 24, "foreign_work_months": 36,
        "noc_months": 36, "noc_canadian_months": 36, "continuous_work_months": 120, "trade_months": 60,
        "canadian_forces_recruit": 1, **{name: 7 for name in twin.LEVEL_COLUMNS}}
BARE = {"noc": "72310", "education": "secondary", "settlement_funds": 1, "continuous_work_months": 12,
        "foreign_work_months": 12, **{f"english_{ability}": 9 for ability in twin.ABILITIES}}


def all_occupations():
    with open(twin.HERE / "categories.csv", encoding="utf-8", newline="") as stream:
        return sorted({row["noc2021"] for row in csv.DictReader(stream)})


def changes(day):
    """Every single change: (column, value) over the whole range of every column that matters."""
    yield from (("birth_date", twin.add_months(day, -12 * age)) for age in range(14, 52))
    for name in twin.LEVEL_COLUMNS:
        yield from ((name, level) for level in range(13))
    for language in ("english", "french", "spouse"):
        for level in range(13):
            yield tuple(f"{language}_{ability}" for ability in twin.ABILITIES), level
    for name in twin.MONTH_COLUMNS:
        yield from ((name, months) for months in range(min(84, MOST_MONTHS.get(name, 84)) + 1))
    for name in twin.FLAG_COLUMNS:
        yield from ((name, flag) for flag in (0, 1))
    for name, labels in twin.LABEL_COLUMNS.items():
        yield from ((name, label) for label in labels)
    yield from (("noc", code) for code in all_occupations() + ODD_OCCUPATIONS)


def sweep(moment):
    """A pool of candidates who differ from a full or a bare one in one column."""
    day, people = moment.date(), []
    for base in (FULL, BARE):
        for spouse in (0, 1):
            for names, value in changes(day):
                row = {"id": len(people), "submitted_at": twin.time_text(moment), "accompanying_spouse": spouse,
                       "birth_date": twin.add_months(day, -12 * 29), **base}
                row.update({name: value for name in ([names] if isinstance(names, str) else names)})
                people.append(row)
    return people


def occupations(moment):
    """Somebody ready for every program, in every tenth occupation and all of the group of chefs."""
    codes = sorted(set(range(10, 100000, 10)) | set(range(62200, 62300)) | set(range(6, 100000, 997)))
    row = {"submitted_at": twin.time_text(moment), "birth_date": twin.add_months(moment.date(), -12 * 29), **FULL}
    return [{**row, "id": code, "noc": f"{code:05d}"} for code in codes]


def worker(chance, day):
    """A skilled worker with all that the selection grid asks for, of any kind."""
    row = {"settlement_funds": 1, "continuous_work_months": 12, "education": chance.choice(twin.EDUCATION[1:]),
           "birth_date": twin.add_months(day, -12 * chance.randrange(17, 49))}
    row.update({f"english_{ability}": chance.choice([7, 8, 9, 10]) for ability in twin.ABILITIES})
    row.update({f"french_{ability}": chance.choice([4, 5, 5, 5, 5, 6]) for ability in twin.ABILITIES})
    row.update({f"spouse_{ability}": chance.choice([3, 4, 4, 4, 4]) for ability in twin.ABILITIES})
    row["foreign_work_months"] = chance.randrange(12, 84)
    row["canadian_work_months"] = chance.choice([0, 0, 11, 12])
    row["spouse_canadian_work_months"] = chance.choice([0, 0, 11, 12])
    row["canadian_study"] = chance.choice(["none", "none", "one_or_two_years", "three_years_or_more"])
    row["job_offer"] = chance.choice(["none", "none", "other", "senior_manager"])
    for name in ("accompanying_spouse", "spouse_canadian_study", "relative_in_canada"):
        row[name] = int(chance.random() < 0.3)
    return row


def selection_points(row, day):
    """The selection points of a worker whose papers are valid."""
    text = {name: str(value) for name, value in row.items()}
    return twin.worker_points(twin.candidate_of({"id": "0", "submitted_at": f"{day}T00:00:00Z", **text}), day)["total"]


def at_pass_mark(moment):
    """Skilled workers who have just the selection points that are needed, or one too few."""
    chance, day, people = random.Random(67), moment.date(), []
    while len(people) < 3000:
        row = worker(chance, day)
        if selection_points(row, day) in (66, 67):
            people.append({"id": len(people), "submitted_at": twin.time_text(moment), "noc": "21231", **row})
    return people


def columns_of(people):
    """The columns that any of the candidates fills."""
    names = {}
    for row in people:
        names.update(dict.fromkeys(row))
    return list(names)
