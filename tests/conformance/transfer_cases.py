"""Cases about skill transferability: every pairing, every tier's edges, every cap."""

import itertools

from cases import ABILITIES, DAY
from core_cases import COLUMN, WITH, around_years, words

PATH = "crs.transferability"


def levels_around(suite, factor):
    """Levels just below and on each tier of a language factor, and the highest."""
    bounds = suite.official.value(f"{PATH}.tiers.{factor}", DAY).values()
    return sorted({level + step for level in bounds for step in (-1, 0)} | {12})


def months_around(suite, factor):
    """Both sides of every year up to the highest tier, which includes those on which no tier begins."""
    return around_years(range(1, max(suite.official.value(f"{PATH}.tiers.{factor}", DAY).values()) + 1))


def education_pair(suite):
    labels = list(suite.official.value(f"{PATH}.tiers.education", DAY))
    for spouse, label in itertools.product((0, 1), labels):
        for level in levels_around(suite, "language"):
            suite.add(f"education_language.{label}.{level}.{COLUMN[spouse]}",
                      f"Education is {words(label)} and the first language at level {level}{WITH[spouse]}",
                      f"{PATH}.education_language", education=label, english=level, accompanying_spouse=spouse)
        for months in months_around(suite, "canadian_work"):
            suite.add(f"education_work.{label}.{months}.{COLUMN[spouse]}",
                      f"Education is {words(label)} and {months} months of Canadian work{WITH[spouse]}",
                      f"{PATH}.education_work", education=label, canadian_work_months=months,
                      accompanying_spouse=spouse)


def foreign_pair(suite):
    for abroad in months_around(suite, "foreign_work"):
        for level in levels_around(suite, "language"):
            suite.add(f"foreign_language.{abroad}.{level}",
                      f"{abroad} months of work abroad and the first language at level {level}",
                      f"{PATH}.foreign_language", foreign_work_months=abroad, english=level)
        for months in months_around(suite, "canadian_work"):
            suite.add(f"foreign_work.{abroad}.{months}",
                      f"{abroad} months of work abroad and {months} months of Canadian work",
                      f"{PATH}.foreign_work", foreign_work_months=abroad, canadian_work_months=months)


def certificate(suite):
    for spouse, held in itertools.product((0, 1), (0, 1)):
        for level in levels_around(suite, "certificate"):
            suite.add(f"certificate.{held}.{level}.{COLUMN[spouse]}",
                      f"{'A' if held else 'No'} certificate of qualification at level {level}{WITH[spouse]}",
                      f"{PATH}.certificate", certificate_of_qualification=held, english=level,
                      accompanying_spouse=spouse)


def weakest_ability(suite):
    """One ability below the bound spoils the tier; the second language does not mend it."""
    people = {"education": {"education": "bachelors"}, "foreign": {"foreign_work_months": 36},
              "certificate": {"certificate_of_qualification": 1}}
    for name, facts in people.items():
        factor = "certificate" if name == "certificate" else "language"
        for bound in suite.official.value(f"{PATH}.tiers.{factor}", DAY).values():
            for first, ability in itertools.product(("english", "french"), ABILITIES):
                levels = {f"{first}_{each}": bound for each in ABILITIES}
                levels[f"{first}_{ability}"] = bound - 1
                suite.add(f"weakest.{name}.{first}.{bound}.{ability}",
                          f"With {first.capitalize()} at level {bound} but {ability} at {bound - 1}: {name}",
                          f"{PATH}.tiers.{factor}", first_official=first, **levels, **facts)
            second = {"french": 12}
            suite.add(f"weakest.{name}.second.{bound}",
                      f"A strong second language does not mend a first at level {bound - 1}: {name}",
                      f"{PATH}.tiers.{factor}", english=bound - 1, **second, **facts)
    for levels in ((9, 9, 9, 8), (7, 7, 7, 6), (12, 12, 12, 6), (12, 12, 12, 4), (9, 9, 9, 6)):
        text = "-".join(map(str, levels))
        suite.add(f"weakest.mixed.{text}", f"All three pairings with the first language at levels {text}",
                  f"{PATH}.tiers.language", education="masters", foreign_work_months=36,
                  certificate_of_qualification=1,
                  **{f"english_{ability}": level for ability, level in zip(ABILITIES, levels)})


EDUCATION_TIERS = {0: "secondary", 1: "bachelors", 2: "masters"}
LEVEL_TIERS = {0: 6, 1: 7, 2: 9}
WORK_TIERS = {0: 0, 1: 12, 2: 24}
FOREIGN_TIERS = {0: 0, 1: 12, 2: 36}


def all_tiers(suite):
    """Every combination of the tiers of all five factors: every way in which the caps bind."""
    for education, language, work, foreign, held in itertools.product(range(3), range(3), range(3), range(3),
                                                                      (0, 1)):
        rule = f"{PATH}.cap"
        if not held and not foreign:
            rule = f"{PATH}.education_pair_cap"
        elif not held and not education:
            rule = f"{PATH}.foreign_pair_cap"
        suite.add(f"tiers.{education}{language}{work}{foreign}{held}",
                  f"Tiers: education {education}, language {language}, Canadian work {work}, work abroad {foreign}, "
                  f"certificate {'yes' if held else 'no'}", rule,
                  education=EDUCATION_TIERS[education], english=LEVEL_TIERS[language],
                  canadian_work_months=WORK_TIERS[work], foreign_work_months=FOREIGN_TIERS[foreign],
                  certificate_of_qualification=held)


def add_all(suite):
    for part in (education_pair, foreign_pair, certificate, weakest_ability, all_tiers):
        part(suite)
