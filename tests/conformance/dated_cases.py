"""Cases about additional points, the days on which rules changed, and papers that run out."""

import datetime
import itertools

from cases import ABILITIES, DAY, plain, tomorrow, yesterday, twin

PATH = "crs.additional"
FRENCH = {"first_official": "french", "french": 7}


def items(suite):
    """Somebody with each additional item alone, and who just lacks it."""
    return {
        "nomination": (f"{PATH}.nomination", {"provincial_nomination": 1}),
        "sibling": (f"{PATH}.sibling", {"sibling_in_canada": 1}),
        "offer_other": (f"{PATH}.job_offer", {"job_offer": "other"}),
        "offer_senior_manager": (f"{PATH}.job_offer", {"job_offer": "senior_manager"}),
        "study_short": (f"{PATH}.canadian_study", {"canadian_study": "one_or_two_years"}),
        "study_long": (f"{PATH}.canadian_study", {"canadian_study": "three_years_or_more"}),
        "french": (f"{PATH}.french", FRENCH),
        "french_english_4": (f"{PATH}.french", {**FRENCH, "english": 4}),
        "french_english_5": (f"{PATH}.french_with_english", {**FRENCH, "english": 5}),
        "french_6": (f"{PATH}.french_level", {**FRENCH, "french": 6}),
    }


def change_days(suite):
    """The first day, and the day before and the day of every change of any rule since."""
    official = suite.official
    days = {datetime.date(2015, 1, 1), DAY, datetime.date(2026, 5, 11)}
    changed = set(official.changes("crs")) | set(official.version_changes())
    changed |= set(official.changes("validity")) | set(official.changes("programs"))
    changed |= {datetime.date(2022, 11, 16), datetime.date(2020, 10, 27)}   # a change of words; a wrong date
    for day in changed:
        days |= {yesterday(day), day}
    return sorted(days)


def dates(suite):
    """Each additional item on all those days."""
    for day in change_days(suite):
        for name, (rule, facts) in items(suite).items():
            suite.add(f"dates.{day}.{name}", f"Additional points on {plain(day)}: {name.replace('_', ' ')}", rule,
                      day=day, **facts)
        suite.add(f"dates.{day}.all", f"All additional points but a nomination on {plain(day)}", f"{PATH}.cap",
                  day=day, **FRENCH, english=5, sibling_in_canada=1, job_offer="senior_manager",
                  canadian_study="three_years_or_more")
        suite.add(f"dates.{day}.grid", f"A couple in the middle of every table on {plain(day)}", "crs.core_cap",
                  day=day, age=33, accompanying_spouse=1, education="bachelors", english=8, french=5,
                  canadian_work_months=24, foreign_work_months=12, spouse_education="two_year", spouse=5,
                  spouse_canadian_work_months=12)


def together(suite):
    """All combinations of additional items: what the cap of 600 leaves of them."""
    choices = [(0, 1), (0, 1), ("none", "one_or_two_years", "three_years_or_more"), (0, 1, 2)]
    for day in (datetime.date(2016, 11, 18), datetime.date(2025, 3, 24), DAY):
        for nomination, sibling, study, french in itertools.product(*choices):
            facts = {"provincial_nomination": nomination, "sibling_in_canada": sibling, "canadian_study": study}
            if french:
                facts.update(FRENCH, english=5 if french == 2 else 0)
            if day != DAY:
                facts["job_offer"] = "senior_manager"
            suite.add(f"additional.{day}.{nomination}{sibling}{choices[2].index(study)}{french}",
                      f"On {plain(day)} with {'a' if nomination else 'no'} nomination, "
                      f"{'a' if sibling else 'no'} sibling, Canadian study {study.replace('_', ' ')}, "
                      f"{['no French', 'French alone', 'French and English'][french]}",
                      f"{PATH}.cap", day=day, **facts)


def french_levels(suite):
    """Each ability on both sides of NCLC 7 and of CLB 5, whichever language is the first."""
    for first, ability in itertools.product(("english", "french"), ABILITIES):
        weak_french = {f"french_{each}": 7 for each in ABILITIES} | {f"french_{ability}": 6}
        suite.add(f"french.{first}.french_{ability}.6", f"French at level 7 but {ability} at 6, first {first}",
                  f"{PATH}.french_level", first_official=first, english=5, **weak_french)
        weak_english = {f"english_{each}": 5 for each in ABILITIES} | {f"english_{ability}": 4}
        suite.add(f"french.{first}.english_{ability}.4",
                  f"Strong French, English at level 5 but {ability} at 4, first {first}",
                  f"{PATH}.english_level", first_official=first, french=7, **weak_english)
    for first, french, english in itertools.product(("english", "french"), (6, 7, 8, 12), (0, 4, 5, 9)):
        suite.add(f"french.{first}.{french}.{english}", f"French at level {french}, English at {english}, first {first}",
                  f"{PATH}.english_level", first_official=first, french=french, english=english)


def ages_of_papers(suite, rule, day):
    """(name, sentence, date of the paper): just valid, just not, and well on both sides."""
    months = suite.official.value(rule, day)
    edge = twin.add_months(day, -months)
    return [("fresh", "of the day itself", day), ("valid", f"one day short of {months} months old", tomorrow(edge)),
            ("expired", f"{months} months old", edge), ("older", f"a day older than {months} months", yesterday(edge)),
            ("year", "one year old", twin.add_months(day, -12))]


def expiry(suite):
    people = {"first": {"age": 29, "education": "masters", "english": 9, "foreign_work_months": 36},
              "second": {"first_official": "french", "english": 9},
              "french": {"first_official": "french", "french": 7, "english": 5},
              "certificate": {"english": 7, "certificate_of_qualification": 1}}
    studies = {"assessed": {"education": "bachelors"}, "assessed_pair": {"education": "masters", "english": 9},
               "canadian": {"education": "bachelors", "canadian_study": "three_years_or_more"},
               "canadian_short": {"education": "two_year", "canadian_study": "one_or_two_years"}}
    leap = datetime.date(2024, 2, 29)
    for day in (DAY, datetime.date(2016, 11, 18), datetime.date(2023, 2, 28), datetime.date(2026, 5, 11)):
        for what, sentence, paper in ages_of_papers(suite, "validity.language_test", day):
            for name, facts in people.items():
                suite.add(f"language_test.{day}.{what}.{name}",
                          f"On {plain(day)} a language test {sentence}: {name}", "validity.language_test", day=day,
                          language_test_date=paper, **facts)
        for what, sentence, paper in ages_of_papers(suite, "validity.assessment", day):
            for name, facts in studies.items():
                suite.add(f"assessment.{day}.{what}.{name}",
                          f"On {plain(day)} an assessment {sentence}: {name.replace('_', ' ')}",
                          "validity.assessment", day=day, assessment_date=paper, **facts)
    for day in (datetime.date(2026, 2, 27), datetime.date(2026, 2, 28), datetime.date(2026, 3, 1)):
        suite.add(f"language_test.leap.{day}", f"A test of 29 February 2024 on {plain(day)}", "validity.language_test",
                  day=day, language_test_date=leap, english=9)
    for day in (datetime.date(2025, 2, 28), datetime.date(2025, 3, 1)):
        suite.add(f"assessment.leap.{day}", f"An assessment of 29 February 2020 on {plain(day)}",
                  "validity.assessment", day=day, assessment_date=datetime.date(2020, 2, 29), education="masters")


def leap_birthdays(suite):
    """Born on 29 February: in a common year the birthday is 1 March, and age points change on it."""
    for birth_year, year in ((2008, 2026), (1996, 2026), (1992, 2025), (1992, 2024), (1980, 2025), (1980, 2024)):
        birth = datetime.date(birth_year, 2, 29)
        last = datetime.date(year, 3, 1) - datetime.timedelta(days=1)
        for day in (yesterday(last), last, tomorrow(last)):
            suite.add(f"leap_birthday.{birth_year}.{day}", f"Born on {plain(birth)}, on {plain(day)}", "crs.age",
                      day=day, birth_date=birth)


def add_all(suite):
    for part in (dates, together, french_levels, expiry, leap_birthdays):
        part(suite)
