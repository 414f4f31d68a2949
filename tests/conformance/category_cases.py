"""Cases about categories: every occupation of every version, both sides of every condition and every day."""

import datetime
import itertools

from cases import ABILITIES, EDUCATION, plain, tomorrow, yesterday, twin

LAST = datetime.date(2026, 5, 11)   # the last day of the published record


def member(version, noc=None):
    """Somebody who just meets the conditions of a version."""
    facts = {}
    if version.occupations:
        facts["noc"] = noc or version.occupations[0]
    conditions = version.conditions
    columns = {"months": "noc_months", "canadian_months": "noc_canadian_months",
               "continuous_months": "continuous_work_months"}
    for name, column in columns.items():
        if name in conditions:
            facts[column] = conditions[name]
    if "education" in conditions:
        facts["education"] = conditions["education"]
    if "french_level" in conditions:
        facts["french"] = conditions["french_level"]
    if "forces_recruit" in conditions:
        facts["canadian_forces_recruit"] = 1
    return facts


def in_the_middle(version):
    return twin.add_months(version.first, 1)


def every_occupation(suite):
    for version in suite.official.versions():
        for code in version.occupations:
            suite.add(f"category.{version.category}.{version.name}.{code}",
                      f"Occupation {code} in {version.category.replace('_', ' ')} (version {version.name})",
                      f"{version.path}.occupations", day=in_the_middle(version), **member(version, code))


def strangers(suite):
    """Occupations of other versions of the category, and the neighbours in the classification, that it lacks."""
    versions = list(suite.official.versions())
    for version in versions:
        others = {code for other in versions if other.category == version.category for code in other.occupations}
        neighbours = [f"{int(code) + 1:05d}" for code in version.occupations]
        others |= set([code for code in neighbours if code not in version.occupations][:3])
        for code in sorted(others - set(version.occupations)):
            suite.add(f"category.{version.category}.{version.name}.not.{code}",
                      f"Occupation {code} is not in {version.category.replace('_', ' ')} (version {version.name})",
                      f"{version.path}.occupations", day=in_the_middle(version), **member(version, code))


def conditions(suite):
    """One step below each condition of a version, and one above."""
    columns = {"months": "noc_months", "canadian_months": "noc_canadian_months",
               "continuous_months": "continuous_work_months"}
    for version in suite.official.versions():
        day, facts, path = in_the_middle(version), member(version), version.path
        title = f"{version.category.replace('_', ' ')} (version {version.name})"
        name = f"category.{version.category}.{version.name}"
        for condition, column in columns.items():
            if condition not in version.conditions:
                continue
            for step in (-1, 1):
                months = facts[column] + step
                if column != "continuous_work_months" or months <= 120:
                    suite.add(f"{name}.{condition}.{months}", f"With {months} {condition.replace('_', ' ')}: {title}",
                              f"{path}.{condition}", day=day, **{**facts, column: months})
        if "education" in facts:
            place = EDUCATION.index(facts["education"])
            for label in (EDUCATION[place - 1], EDUCATION[place + 1]):
                suite.add(f"{name}.education.{label}", f"Education {label.replace('_', ' ')}: {title}",
                          f"{path}.education", day=day, **{**facts, "education": label})
            suite.add(f"{name}.recruit", f"Without the offer of the Armed Forces: {title}", f"{path}.forces_recruit",
                      day=day, **{**facts, "canadian_forces_recruit": 0})
            suite.add(f"{name}.assessment", f"With an assessment that has run out: {title}", f"{path}.education",
                      day=day, **facts, assessment_date=twin.add_months(day, -60))
        if "french" in facts:
            for ability, step in itertools.product(ABILITIES, (-1, 1)):
                level = facts["french"] + step
                suite.add(f"{name}.{ability}.{level}", f"French {ability} at level {level}: {title}",
                          f"{path}.french_level", day=day, **facts, **{f"french_{ability}": level})
            suite.add(f"{name}.expired", f"With a test that has run out: {title}", f"{path}.french_level", day=day,
                      **facts, language_test_date=twin.add_months(day, -24))


def days(suite):
    """The day before a version, its first and its last day, and the day after."""
    for version in suite.official.versions():
        found = {yesterday(version.first): "the day before", version.first: "the first day"}
        if version.last:
            found |= {version.last: "the last day", tomorrow(version.last): "the day after"}
        for day, words in found.items():
            suite.add(f"category.{version.category}.{version.name}.on.{day}",
                      f"{words.capitalize()} ({plain(day)}) of {version.category.replace('_', ' ')} "
                      f"(version {version.name})", f"{version.path}.months" if "months" in version.conditions
                      else version.path, day=day, **member(version))


def beyond(suite):
    """Two categories at once, and none before the first day of any."""
    suite.add("category.two", "A physician who speaks French", "categories.physicians.2026-v1.occupations", day=LAST,
              noc="31102", noc_months=12, noc_canadian_months=12, french=7)
    suite.add("category.three", "A physician in the military with French and a degree",
              "categories.military.2026-v1.occupations", day=LAST, noc="31102", noc_months=12, noc_canadian_months=12,
              french=7, canadian_forces_recruit=1, continuous_work_months=120, education="doctoral")
    suite.add("category.none", "An occupation in no list", "categories.stem.2026.occupations", day=LAST, noc="65100",
              noc_months=36, noc_canadian_months=36, continuous_work_months=120)


def add_all(suite):
    for part in (every_occupation, strangers, conditions, days, beyond):
        part(suite)
