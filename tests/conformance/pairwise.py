"""A small set of candidates in whom every pair of levels of every two factors occurs.

Greedy and without chance: each row takes the first pair that is still missing and fills the other factors, in order,
with the level that covers most missing pairs.
"""

import itertools

from cases import DAY, EDUCATION, tomorrow, twin

# Factor -> level -> columns. Levels stand for the classes in which a rule tells people apart.
FACTORS = {
    "age": {f"{age}": {"age": age} for age in (17, 18, 19, 29, 30, 35, 40, 44, 45)},
    "education": {label: {"education": label} for label in EDUCATION},
    "spouse": {"none": {}, "stays": {"spouse": 9, "spouse_education": "masters", "spouse_canadian_work_months": 12},
               **{f"{label}": {"accompanying_spouse": 1, "spouse_education": label} for label in EDUCATION}},
    "spouse_language": {f"{level}": {"spouse": level} for level in (0, 4, 5, 7, 9)},
    "spouse_work": {f"{months}": {"spouse_canadian_work_months": months} for months in (0, 11, 12, 24, 36, 48, 60)},
    "first": {"english": {"first_official": "english"}, "french": {"first_official": "french"}},
    "english": {f"{level}": {"english": level} for level in (0, 4, 5, 6, 7, 8, 9, 10)},
    "french": {f"{level}": {"french": level} for level in (0, 4, 5, 6, 7, 8, 9, 10)},
    "canadian_work": {f"{months}": {"canadian_work_months": months} for months in (0, 11, 12, 24, 36, 48, 60)},
    "foreign_work": {f"{months}": {"foreign_work_months": months} for months in (0, 11, 12, 24, 35, 36)},
    "certificate": {f"{flag}": {"certificate_of_qualification": flag} for flag in (0, 1)},
    "sibling": {f"{flag}": {"sibling_in_canada": flag} for flag in (0, 1)},
    "nomination": {f"{flag}": {"provincial_nomination": flag} for flag in (0, 1)},
    "study": {label: {"canadian_study": label} for label in ("none", "one_or_two_years", "three_years_or_more")},
    "offer": {label: {"job_offer": label} for label in ("none", "other", "senior_manager")},
    "funds": {f"{flag}": {"settlement_funds": flag} for flag in (0, 1)},
    "occupation": {code: {"noc": code} for code in ("00000", "10010", "21231", "31102", "72310", "63200", "65100")},
    "recent": {f"{months}": {"noc_months": months, "noc_canadian_months": months} for months in (0, 6, 12)},
    "run": {f"{months}": {"continuous_work_months": months, "trade_months": min(months, 60)}
            for months in (0, 11, 12, 24, 120)},
    "test": {"valid": {"language_test_date": tomorrow(twin.add_months(DAY, -24))},
             "expired": {"language_test_date": twin.add_months(DAY, -24)}, "new": {}},
    "assessment": {"valid": {"assessment_date": tomorrow(twin.add_months(DAY, -60))},
                   "expired": {"assessment_date": twin.add_months(DAY, -60)}, "new": {}},
}


def all_pairs():
    """Every two factors with every level of both, in order."""
    for one, other in itertools.combinations(FACTORS, 2):
        for level, another in itertools.product(FACTORS[one], FACTORS[other]):
            yield (one, level), (other, another)


def pairs_of(row):
    return set(itertools.combinations([(factor, row[factor]) for factor in FACTORS if factor in row], 2))


def best_level(row, factor, missing):
    """The level of a factor that covers most of what is missing beside the row so far; the first of equals."""
    place = list(FACTORS).index(factor)
    order = {name: number for number, name in enumerate(FACTORS)}

    def gain(level):
        mine = (factor, level)
        return sum(((mine, (name, value)) if place < order[name] else ((name, value), mine)) in missing
                   for name, value in row.items())
    return max(FACTORS[factor], key=gain)


def rows():
    missing = dict.fromkeys(all_pairs())
    while missing:
        row = dict(next(iter(missing)))
        for factor in FACTORS:
            if factor not in row:
                row[factor] = best_level(row, factor, missing)
        for pair in pairs_of(row):
            missing.pop(pair, None)
        yield {factor: row[factor] for factor in FACTORS}


def columns_of(row):
    """Facts of a spouse who is not there are left out, but for one who stays behind."""
    columns = {}
    for factor, level in row.items():
        columns.update(FACTORS[factor][level])
    return columns


def covered(chosen):
    """(pairs that occur in the rows, pairs there are)."""
    seen = set().union(*(pairs_of(row) for row in chosen))
    return len(seen & set(all_pairs())), sum(1 for _ in all_pairs())


def add_all(suite):
    suite.pairwise = list(rows())
    for number, row in enumerate(suite.pairwise, 1):
        suite.add(f"pairwise.{number:03d}", f"Pairs of levels: candidate {number} in whom many rules meet",
                  "crs.total_cap", **columns_of(row))
