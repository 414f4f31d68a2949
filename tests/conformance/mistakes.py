"""Wrong calculators: the twin with one mistake each, such as circulate.

Each changes one function of the twin while it is in force. `wrong_scores` tells which cases a calculator with that
mistake gets wrong, and what it answers; the table made of it lets a stranger's answers be recognised.
"""

import contextlib
import datetime
import functools
import unittest.mock

from cases import twin

PATH = "crs.transferability"


@contextlib.contextmanager
def instead(name, function):
    with unittest.mock.patch.object(twin, name, function):
        yield


@contextlib.contextmanager
def points(change):
    """A grid whose points pass through change(grid, factor, key, spouse, points)."""
    right = twin.Grid.get

    def get(grid, factor, key="", spouse=False):
        return change(grid, factor, str(key), spouse, right(grid, factor, key, spouse))
    with unittest.mock.patch.object(twin.Grid, "get", get):
        yield


def tiers(change):
    """Tiers that pass through change(person, day, tiers), which alters them in place."""
    right = twin.tiers

    def changed(person, day, *how):
        found = right(person, day, *how)
        change(person, day, found)
        return found
    return instead("tiers", changed)


def education_tier(labels, tier):
    def change(person, day, found):
        if twin.education(person, day) in labels:
            found["education"] = tier
    return tiers(change)


def foreign_tier(lower, upper):
    def change(person, _, found):
        years = person["foreign_work_months"] // 12
        found["foreign"] = 2 if years >= upper else 1 if years >= lower else 0
    return tiers(change)


def table(factor, change):
    """Points of one factor, changed by change(grid, key, spouse, points)."""
    return points(lambda grid, found, key, spouse, right:
                  change(grid, key, spouse, right) if found == factor else right)


def no_pair_caps():
    return table("transfer_pair_cap", lambda *_: 1000)


def spouse_language_at_four():
    return table("spouse_language_per_ability", lambda grid, key, spouse, right: 1 if key == "4" else right)


def lowest_decides(name):
    """All four abilities at the level of the weakest."""
    right = getattr(twin, name)
    return instead(name, lambda *arguments: [min(right(*arguments))] * 4)


def twelve():
    return points(lambda grid, factor, key, spouse, right:
                  12 if right == 13 and factor.startswith("transfer_") else right)


def of_certificate(change):
    right = twin.transferability

    def changed(person, day, grid):
        items = right(person, day, grid)
        items["certificate"] = change(person, day, items["certificate"])
        return items
    return instead("transferability", changed)


def certificate_of_tradespeople():
    return of_certificate(lambda person, day, right: right if twin.skilled_trades(person, day) else 0)


@functools.lru_cache(maxsize=None)
def grid_on(day):
    return twin.Grid(day)


def additional_on(day_for, items):
    """Additional items as they were on another day: day_for(day) of the day asked."""
    right = twin.additional

    def changed(person, day, grid):
        found = right(person, day, grid)
        other = right(person, day, grid_on(day_for(day)))
        return {**found, **{item: other[item] for item in items}}
    return instead("additional", changed)


def as_before(change, last=None):
    """The day before a change stands for the days from it to `last`."""
    change = datetime.date.fromisoformat(change)
    last = datetime.date.fromisoformat(last) if last else datetime.date.max
    return lambda day: change - datetime.timedelta(days=1) if change <= day <= last else day


def from_the_start(change):
    """A rule put into force on the first day of the system."""
    change = datetime.date.fromisoformat(change)
    return lambda day: max(day, change)


def spouse_always():
    """The column of couples whenever anything is known of a spouse."""
    right = twin.candidate_of

    def changed(row):
        person = right(row)
        known = any(person[name] for name in twin.LEVEL_COLUMNS[8:] + ["spouse_canadian_work_months"])
        if known or person["spouse_education"] != twin.EDUCATION[0]:
            person["accompanying_spouse"] = 1
        return person
    return instead("candidate_of", changed)


def levels_without_expiry():
    return instead("levels", lambda person, language, day:
                   [person[f"{language}_{ability}"] for ability in twin.ABILITIES])


def best_ability():
    """Pairings by the strongest ability instead of the weakest."""
    def change(person, day, found):
        level = max(twin.first_levels(person, day))
        found["language"] = 2 if level >= 9 else 1 if level >= 7 else 0
    return tiers(change)


def french_by_first_language():
    """No points for French unless it is the first language."""
    right = twin.additional

    def changed(person, day, grid):
        items = right(person, day, grid)
        return {**items, "french": items["french"] if person["first_official"] == "french" else 0}
    return instead("additional", changed)


def rounded_years():
    return instead("years", lambda months, most=5: min((months + 6) // 12, most))


def birth_years():
    return instead("age_on", lambda birth, day: day.year - birth.year)


# Name, the rule that it breaks, a sentence, and the calculator.
MISTAKES = [
    ("bachelors_in_upper_tier", f"{PATH}.tiers.education", "bachelor's put in the 25/50 tier; 13/25 is right",
     lambda: education_tier(["bachelors"], 2)),
    ("two_year_in_upper_tier", f"{PATH}.tiers.education", "two-year diploma put in the 25/50 tier; 13/25 is right",
     lambda: education_tier(["two_year"], 2)),
    ("graduates_in_lower_tier", f"{PATH}.tiers.education",
     "master's and doctorate left in the 13/25 tier; 25/50 is right",
     lambda: education_tier(["masters", "doctoral"], 1)),
    ("no_pair_caps", f"{PATH}.education_pair_cap", "no cap of 50 on each pair; only the cap of 100 is applied",
     no_pair_caps),
    ("foreign_upper_tier_at_two_years", f"{PATH}.tiers.foreign_work",
     "two years of work abroad put in the upper tier; it begins at three", lambda: foreign_tier(1, 2)),
    ("foreign_upper_tier_after_three_years", f"{PATH}.tiers.foreign_work",
     "three years of work abroad left in the lower tier; the upper begins at three", lambda: foreign_tier(1, 4)),
    ("second_language_cap_24_with_spouse", "crs.second_language_cap",
     "second-language cap of 24 used with a spouse; 22 is right",
     lambda: table("second_language_cap", lambda *_: 24)),
    ("spouse_clb_4_one_point", "crs.spouse_language", "1 point for the spouse's CLB 4; there is none",
     spouse_language_at_four),
    ("twelve_for_thirteen", f"{PATH}.education_language", "12 used for 13 in the pairings", twelve),
    ("certificate_for_trades_only", f"{PATH}.certificate",
     "certificate counted only for who qualifies for skilled trades; everybody's counts",
     certificate_of_tradespeople),
    ("certificate_ignored", f"{PATH}.certificate", "certificate of qualification ignored",
     lambda: of_certificate(lambda *_: 0)),
    ("french_raised_in_october_2022", "crs.additional.french",
     "French points 15/30 until October 2022; 25/50 since 2020-10-20",
     lambda: additional_on(as_before("2020-10-20", "2022-10-19"), ["french"])),
    ("french_never_raised", "crs.additional.french", "French points still 15/30; 25/50 since 2020-10-20",
     lambda: additional_on(as_before("2020-10-20"), ["french"])),
    ("french_raised_on_27_october_2020", "crs.additional.french",
     "French points raised on the day of the notice, 2020-10-27; in force since 2020-10-20",
     lambda: additional_on(as_before("2020-10-20", "2020-10-26"), ["french"])),
    ("no_additional_cap", "crs.additional.cap", "more than 600 additional points; the cap is 600",
     lambda: table("additional_cap", lambda *_: 5000)),
    ("spouse_who_does_not_count", "crs.spouse_cap",
     "spouse column used although the spouse does not accompany, or is a citizen or permanent resident",
     spouse_always),
    ("job_offer_after_2025_03_25", "crs.additional.job_offer", "job-offer points still added after 2025-03-25",
     lambda: additional_on(as_before("2025-03-25"), ["job_offer"])),
    ("job_offer_600_never_lowered", "crs.additional.job_offer",
     "600 job-offer points after 2016-11-19; 200 or 50, and none since 2025-03-25",
     lambda: additional_on(as_before("2016-11-19"), ["job_offer"])),
    ("sibling_from_the_start", "crs.additional.sibling", "sibling points before 2017-06-06",
     lambda: additional_on(from_the_start("2017-06-06"), ["sibling"])),
    ("study_from_the_start", "crs.additional.canadian_study", "Canadian study points before 2016-11-19",
     lambda: additional_on(from_the_start("2016-11-19"), ["canadian_study"])),
    ("french_only_as_first_language", "crs.additional.french",
     "French points only when French is the first language; either will do", french_by_first_language),
    ("weakest_ability_in_core", "crs.first_language",
     "the weakest ability taken for all four in the core; each ability has its own points",
     lambda: lowest_decides("first_levels")),
    ("strongest_ability_in_pairings", f"{PATH}.tiers.language",
     "pairings by the strongest ability; the weakest decides", best_ability),
    ("tests_never_expire", "validity.language_test", "language tests counted when two years old or older",
     levels_without_expiry),
    ("assessments_never_expire", "validity.assessment", "assessments counted when five years old or older",
     lambda: instead("education", lambda person, day: person["education"])),
    ("years_rounded", "crs.canadian_work", "years of work rounded; only completed ones count", rounded_years),
    ("age_by_year_of_birth", "crs.age", "age by the year of birth; completed years count", birth_years),
]


def wrong_scores(suite, mistake):
    """{case id: wrong score} of the calculator with this mistake."""
    right = {case.id: suite.expected(case)["score"] for case in suite.cases}
    with mistake():
        given = {case.id: twin.score(case.candidate(), case.day, suite.grids[case.day])["score"]
                 for case in suite.cases}
    return {identity: score for identity, score in given.items() if score != right[identity]}
