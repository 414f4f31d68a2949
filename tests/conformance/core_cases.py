"""Cases about human capital and the spouse: every cell of every table, and both sides of every birthday."""

from cases import ABILITIES, DAY, born, tomorrow

WITH = {0: "", 1: ", with an accompanying spouse"}
COLUMN = {0: "without_spouse", 1: "with_spouse"}
LANGUAGE = {"english": "English", "french": "French"}
LEVELS = (0, 1, *range(3, 11), 12)


def numbers(table):
    return sorted(int(key) for key in table)


def words(label):
    return {"less_than_secondary": "no secondary diploma", "secondary": "a secondary diploma",
            "one_year": "a credential of one year", "two_year": "a credential of two years",
            "bachelors": "a bachelor's degree", "two_or_more": "two credentials (one of three years or more)",
            "masters": "a master's degree", "doctoral": "a doctorate"}[label]


def around_years(years):
    """Months on both sides of every completed year that matters, none, and the most there can be."""
    return sorted({0, *(12 * year + step for year in years if year for step in (-1, 0)), 12 * max(years) + 1, 120})


def ages(suite):
    """Each age on its birthday and on the day before, and far beyond both ends."""
    for spouse in (0, 1):
        for age in numbers(suite.official.value("crs.age", DAY)):
            suite.add(f"age.{age}.{COLUMN[spouse]}", f"The day of turning {age}{WITH[spouse]}", "crs.age",
                      age=age, accompanying_spouse=spouse)
            suite.add(f"age.{age}.{COLUMN[spouse]}.eve",
                      f"The day before turning {age}{WITH[spouse]}", "crs.age",
                      birth_date=born(tomorrow(DAY), age), accompanying_spouse=spouse)
        for age in (14, 16, 46, 70):
            suite.add(f"age.{age}.{COLUMN[spouse]}", f"Aged {age}, beyond the table{WITH[spouse]}", "crs.age",
                      age=age, accompanying_spouse=spouse)


def education(suite):
    for spouse in (0, 1):
        for label in suite.official.value("crs.education", DAY):
            suite.add(f"education.{label}.{COLUMN[spouse]}",
                      f"Education is {words(label)}{WITH[spouse]}", "crs.education",
                      education=label, accompanying_spouse=spouse)


def languages(suite):
    """Every level of every ability, as the first language and as the second, in both languages."""
    for first in ("english", "french"):
        second = "french" if first == "english" else "english"
        for spouse in (0, 1):
            for ability in ABILITIES:
                for level in LEVELS[1:]:
                    suite.add(f"first_language.{first}.{ability}.{level}.{COLUMN[spouse]}",
                              f"First language {LANGUAGE[first]}: {ability} at level {level}, the other abilities "
                              f"without a result{WITH[spouse]}", "crs.first_language", first_official=first,
                              accompanying_spouse=spouse, **{f"{first}_{ability}": level})
                    suite.add(f"second_language.{second}.{ability}.{level}.{COLUMN[spouse]}",
                              f"Second language {LANGUAGE[second]}: {ability} at level {level}, the other abilities "
                              f"without a result{WITH[spouse]}", "crs.second_language", first_official=first,
                              accompanying_spouse=spouse, **{f"{second}_{ability}": level})


def second_language_cap(suite):
    """Sums on both sides of the caps of 22 and 24."""
    for spouse in (0, 1):
        for first, second in (("english", "french"), ("french", "english")):
            for levels in ((9, 9, 9, 9), (12, 11, 10, 9), (9, 9, 9, 8), (9, 9, 9, 6), (9, 9, 9, 4), (9, 9, 8, 8),
                           (8, 8, 8, 8), (6, 6, 6, 6), (4, 4, 4, 4), (8, 9, 9, 9), (9, 6, 9, 9), (9, 9, 4, 9)):
                text = "-".join(map(str, levels))
                suite.add(f"second_language_cap.{second}.{text}.{COLUMN[spouse]}",
                          f"Second language {LANGUAGE[second]} at levels {text}{WITH[spouse]}",
                          "crs.second_language_cap", first_official=first, accompanying_spouse=spouse,
                          **{f"{second}_{ability}": level for ability, level in zip(ABILITIES, levels)})


def mixed_first_language(suite):
    """Each ability is scored on its own: there is no rule of all four here."""
    for spouse in (0, 1):
        for levels in ((10, 9, 8, 7), (12, 4, 12, 4), (9, 9, 9, 0), (3, 10, 10, 10), (7, 6, 5, 4), (11, 11, 11, 11)):
            text = "-".join(map(str, levels))
            suite.add(f"first_language.mixed.{text}.{COLUMN[spouse]}",
                      f"First language at levels {text}: each ability has its own points{WITH[spouse]}",
                      "crs.first_language", accompanying_spouse=spouse,
                      **{f"english_{ability}": level for ability, level in zip(ABILITIES, levels)})


def canadian_work(suite):
    for spouse in (0, 1):
        for months in around_years(numbers(suite.official.value("crs.canadian_work", DAY))):
            suite.add(f"canadian_work.{months}.{COLUMN[spouse]}",
                      f"{months} months of Canadian work{WITH[spouse]}", "crs.canadian_work",
                      canadian_work_months=months, accompanying_spouse=spouse)


def of_the_spouse(suite):
    official = suite.official
    for label in official.value("crs.spouse_education", DAY):
        suite.add(f"spouse_education.{label}", f"The spouse's education is {words(label)}", "crs.spouse_education",
                  accompanying_spouse=1, spouse_education=label)
    for ability in ABILITIES:
        for level in LEVELS[1:]:
            suite.add(f"spouse_language.{ability}.{level}", f"The spouse's {ability} at level {level}",
                      "crs.spouse_language", accompanying_spouse=1, **{f"spouse_{ability}": level})
    for level in LEVELS[1:]:
        suite.add(f"spouse_language.all.{level}", f"The spouse's four abilities at level {level}",
                  "crs.spouse_language", accompanying_spouse=1, spouse=level)
    for months in around_years(numbers(official.value("crs.spouse_work", DAY))):
        suite.add(f"spouse_work.{months}", f"The spouse's {months} months of Canadian work", "crs.spouse_work",
                  accompanying_spouse=1, spouse_canadian_work_months=months)
    suite.add("spouse_cap.all", "A spouse with the most of everything", "crs.spouse_cap", accompanying_spouse=1,
              spouse_education="doctoral", spouse=12, spouse_canadian_work_months=120)


def spouse_who_does_not_count(suite):
    """A spouse who stays behind, or is a citizen or permanent resident: the column of singles, and no points."""
    facts = {"spouse_education": "masters", "spouse": 9, "spouse_canadian_work_months": 24}
    candidate = {"age": 30, "education": "bachelors", "english": 9, "french": 9, "canadian_work_months": 12}
    for name, left in (("education", ["spouse_education"]), ("language", ["spouse"]),
                       ("work", ["spouse_canadian_work_months"]), ("all", list(facts))):
        suite.add(f"spouse_not_counted.{name}.bare",
                  f"Facts of a spouse who does not accompany or is a citizen: {name}", "crs.spouse_cap",
                  **{key: facts[key] for key in left})
        suite.add(f"spouse_not_counted.{name}.full",
                  f"A bachelor with such a spouse: {name}", "crs.spouse_cap", **candidate,
                  **{key: facts[key] for key in left})
    suite.add("spouse_not_counted.none", "The same bachelor without any spouse", "crs.core_cap", **candidate)


def most_of_all(suite):
    """The caps on the whole, reached from below."""
    for spouse in (0, 1):
        best = {"age": 29, "education": "doctoral", "english": 10, "french": 10, "canadian_work_months": 60,
                "accompanying_spouse": spouse}
        suite.add(f"core_cap.{COLUMN[spouse]}", f"The most of every core factor{WITH[spouse]}", "crs.core_cap",
                  **best)
        suite.add(f"total_cap.{COLUMN[spouse]}", f"The most of everything{WITH[spouse]}", "crs.total_cap", **best,
                  foreign_work_months=36, certificate_of_qualification=1, provincial_nomination=1,
                  sibling_in_canada=1, canadian_study="three_years_or_more", spouse_education="doctoral", spouse=9,
                  spouse_canadian_work_months=60)


def add_all(suite):
    for part in (ages, education, languages, second_language_cap, mixed_first_language, canadian_work,
                 of_the_spouse, spouse_who_does_not_count, most_of_all):
        part(suite)
