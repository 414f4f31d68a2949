"""Cases about the four programs: both sides of every condition, and every cell of the selection grid."""

import itertools

from cases import ABILITIES, DAY, EDUCATION, Case, whole, twin
from core_cases import numbers, words

# Who qualifies for exactly one program, with room on every side.
WORKER = {"noc": "21231", "continuous_work_months": 12, "foreign_work_months": 72, "settlement_funds": 1,
          "education": "masters", "english": 9, "age": 29}
EXPERIENCED = {"noc": "21231", "noc_canadian_months": 12, "canadian_work_months": 12, "english": 7}
TRADESPERSON = {"noc": "72310", "trade_months": 24, "settlement_funds": 1, "certificate_of_qualification": 1,
                "english_listening": 5, "english_speaking": 5, "english_reading": 4, "english_writing": 4}


def but(person, **changes):
    return {**person, **changes}


# ---- The selection grid ----------------------------------------------------------------------------

def makeweights():
    """What fills a selection grid up to the pass mark: the same order always, the plainest first."""
    return itertools.product(EDUCATION[1:], (12, 24, 48, 72), (29, 36, 38, 40, 42, 44, 45), (7, 8, 9), (0, 5),
                             ("none", "other"), (0, 1), (0, 1, 2, 3))


def person_with(choice):
    education, abroad, age, level, second, offer, relative, higher = choice
    person = {"noc": "21231", "continuous_work_months": 12, "settlement_funds": 1, "education": education,
              "foreign_work_months": abroad, "age": age, "english": level, "french": second, "job_offer": offer,
              "relative_in_canada": relative}
    for ability in ABILITIES[:higher]:
        person[f"english_{ability}"] = level + 1
    return person


def at(points, fixed, day=DAY, without=()):
    """The first person who has the fixed facts and exactly so many selection points; None if there is none."""
    for choice in makeweights():
        person = person_with(choice)
        if any(person.get(name) for name in without if person.get(name) != "none"):
            continue
        person.update(fixed)
        if "english" in fixed:
            for ability in ABILITIES:
                person.pop(f"english_{ability}", None)
        candidate = Case("", "", [], day, whole(day, person)).candidate()
        if twin.worker_points(candidate, day)["total"] == points:
            return person
    return None


def on_both_sides(suite, identity, sentence, rule, fixed, without=()):
    """A person on the pass mark and one a point below, both of whom have the cell in question."""
    mark = suite.official.value("programs.fsw.pass_mark", DAY)
    for points, side in ((mark, "enough"), (mark - 1, "one short")):
        person = at(points, fixed, without=without)
        if person is not None:
            suite.add(f"fsw.{identity}.{points}", f"{sentence}: {points} selection points are {side}", rule, **person)


def selection_grid(suite):
    official = suite.official
    for label in official.value("programs.fsw.education_points", DAY):
        on_both_sides(suite, f"education.{label}", f"Education is {words(label)}", "programs.fsw.education_points",
                      {"education": label})
    for level in (7, 8, 9, 10):
        on_both_sides(suite, f"language.{level}", f"First language at level {level}", "programs.fsw.language_points",
                      {"english": level})
    for ability in ABILITIES:
        for level in (8, 9):
            facts = {f"english_{each}": 7 for each in ABILITIES} | {f"english_{ability}": level}
            on_both_sides(suite, f"language.{ability}.{level}", f"First language at level 7 but {ability} at {level}",
                          "programs.fsw.language_points", facts)
    years = numbers(official.value("programs.fsw.experience_points", DAY))
    for months in sorted({12 * year + step for year in years for step in (-1, 0)} | {83, 84, 120}):
        if months >= 11:
            on_both_sides(suite, f"experience.{months}", f"{months} months of work abroad",
                          "programs.fsw.experience_points", {"foreign_work_months": months})
    on_both_sides(suite, "experience.both", "11 months in Canada and 13 abroad are two years",
                  "programs.fsw.experience_points", {"foreign_work_months": 13, "canadian_work_months": 11})
    for age in numbers(official.value("programs.fsw.age_points", DAY)):
        on_both_sides(suite, f"age.{age}", f"Aged {age}", "programs.fsw.age_points", {"age": age})
    for level in (4, 5, 7):
        on_both_sides(suite, f"second.{level}", f"Second language at level {level}", "programs.fsw.second_points",
                      {"french": level})
    for ability in ABILITIES:
        facts = {"french": 5, f"french_{ability}": 4}
        on_both_sides(suite, f"second.weak.{ability}", f"Second language at level 5 but {ability} at 4",
                      "programs.fsw.second_level", facts)
    for offer in ("none", "other", "senior_manager"):
        on_both_sides(suite, f"offer.{offer}", f"Job offer: {offer.replace('_', ' ')}", "programs.fsw.offer_points",
                      {"job_offer": offer})


def adaptability(suite):
    """Each item alone, all pairs, and together: at most 10."""
    items = {"study": ("study_points", {"canadian_study": "one_or_two_years"}),
             "long_study": ("study_points", {"canadian_study": "three_years_or_more"}),
             "work": ("work_points", {"canadian_work_months": 12}),
             "nearly_a_year": ("work_years", {"canadian_work_months": 11}),
             "relative": ("relative_points", {"relative_in_canada": 1}),
             "offer": ("offer_adaptability_points", {"job_offer": "other"}),
             "spouse_language": ("spouse_language_points", {"accompanying_spouse": 1, "spouse": 4}),
             "spouse_weak": ("spouse_level", {"accompanying_spouse": 1, "spouse": 4, "spouse_reading": 3}),
             "spouse_study": ("spouse_study_points", {"accompanying_spouse": 1, "spouse_canadian_study": 1}),
             "spouse_work": ("spouse_work_points", {"accompanying_spouse": 1, "spouse_canadian_work_months": 12}),
             "spouse_nearly": ("spouse_work_years", {"accompanying_spouse": 1, "spouse_canadian_work_months": 11}),
             "spouse_stays": ("spouse_language_points", {"spouse": 9, "spouse_canadian_work_months": 36,
                                                         "spouse_canadian_study": 1})}
    for name, (rule, facts) in items.items():
        on_both_sides(suite, f"adaptability.{name}", f"Adaptability by {name.replace('_', ' ')}",
                      f"programs.fsw.{rule}", facts, without=("job_offer", "relative_in_canada"))
    for one, other in itertools.combinations(items, 2):
        facts = {**items[one][1], **items[other][1]}
        if any(facts[name] != value for name, value in items[one][1].items()):
            continue   # two values for one column
        on_both_sides(suite, f"adaptability.{one}.{other}",
                      f"Adaptability by {one.replace('_', ' ')} and {other.replace('_', ' ')}",
                      "programs.fsw.adaptability_cap", facts, without=("job_offer", "relative_in_canada"))


# ---- Conditions ------------------------------------------------------------------------------------

def worker_conditions(suite):
    rule = "programs.fsw"
    add = suite.add
    add("fsw.member", "A skilled worker with room on every side", f"{rule}.open", **WORKER)
    for months in (11, 13):
        add(f"fsw.continuous.{months}", f"A skilled worker with {months} unbroken months", f"{rule}.continuous_months",
            **but(WORKER, continuous_work_months=months))
    for teer in range(6):
        add(f"fsw.teer.{teer}", f"A skilled worker of TEER {teer}", f"{rule}.teers",
            **but(WORKER, noc=f"2{teer}231"))
    add("fsw.no_occupation", "A skilled worker without an occupation", f"{rule}.teers", **but(WORKER, noc="00000"))
    for ability, first in itertools.product(ABILITIES, ("english", "french")):
        facts = {f"{first}_{each}": 9 for each in ABILITIES} | {f"{first}_{ability}": 6}
        add(f"fsw.level.{first}.{ability}", f"A skilled worker with {first.capitalize()} {ability} at level 6",
            f"{rule}.level", **but({key: value for key, value in WORKER.items() if key != "english"},
                                   first_official=first, **facts))
    add("fsw.second_is_better", "A skilled worker whose second language is the better one", f"{rule}.level",
        **but(WORKER, english=6, french=12))
    for label in EDUCATION[:2]:
        add(f"fsw.education.{label}", f"A worker with {words(label)} and the most of all else", f"{rule}.education",
            **but(WORKER, education=label, french=5, job_offer="other", relative_in_canada=1, english=10))


def funds(suite):
    """Funds are shown, or waived by an offer together with work in Canada."""
    for who, person, rule in (("fsw", WORKER, "programs.fsw.asks_funds"), ("fst", TRADESPERSON,
                                                                           "programs.fst.asks_funds")):
        for shown, offer, months in itertools.product((0, 1), ("none", "other", "senior_manager"), (0, 1, 2)):
            suite.add(f"{who}.funds.{shown}.{offer}.{months}",
                      f"{'Funds' if shown else 'No funds'}, job offer {offer.replace('_', ' ')}, {months} months in "
                      f"the occupation in Canada: {who.upper()}", "programs.funds_waived_months" if months else rule,
                      **but(person, settlement_funds=shown, job_offer=offer, noc_canadian_months=months))


def experienced(suite):
    rule = "programs.cec"
    suite.add("cec.member", "A year of Canadian work at level 7", f"{rule}.open", **EXPERIENCED)
    for teer, months in itertools.product(range(6), (11, 12)):
        suite.add(f"cec.months.{teer}.{months}", f"{months} months in Canada in an occupation of TEER {teer}",
                  f"{rule}.canadian_months", **but(EXPERIENCED, noc=f"2{teer}231", noc_canadian_months=months))
    for teer, level in itertools.product(range(6), (4, 5, 6, 7)):
        suite.add(f"cec.level.{teer}.{level}", f"TEER {teer} with the first language at level {level}",
                  f"{rule}.level", **but(EXPERIENCED, noc=f"2{teer}231", english=level))
    for teer, ability in itertools.product((0, 1, 2, 3), ABILITIES):
        bound = suite.official.value(f"{rule}.level.{teer}", DAY)
        facts = {f"english_{each}": bound for each in ABILITIES} | {f"english_{ability}": bound - 1}
        person = {key: value for key, value in EXPERIENCED.items() if key != "english"}
        suite.add(f"cec.weak.{teer}.{ability}", f"TEER {teer} with {ability} a level too low", f"{rule}.level",
                  **but(person, noc=f"2{teer}231", **facts))
    suite.add("cec.no_occupation", "A year of Canadian work in no occupation", f"{rule}.teers",
              **but(EXPERIENCED, noc="00000"))
    suite.add("cec.abroad", "A year of work in the occupation, but abroad", f"{rule}.canadian_months",
              **but(EXPERIENCED, noc_canadian_months=0, noc_months=36, foreign_work_months=36))


TRADES = ["72310", "72014", "72422", "72600", "72602", "72500", "73100", "73402", "82020", "82031", "83100", "83121",
          "92100", "92101", "93100", "93200", "93101", "63200", "63201", "63202", "63210", "63100", "62200", "62201",
          "62100", "75101", "84101", "94100", "70010", "71310", "22310", "52100"]


def tradespeople(suite):
    rule = "programs.fst"
    suite.add("fst.member", "A tradesperson on every bound", f"{rule}.open", **TRADESPERSON)
    for months in (23, 25):
        suite.add(f"fst.months.{months}", f"A tradesperson with {months} months", f"{rule}.trade_months",
                  **but(TRADESPERSON, trade_months=months))
    for code in TRADES:
        suite.add(f"fst.occupation.{code}", f"Occupation {code} as a skilled trade", f"{rule}.occupations",
                  **but(TRADESPERSON, noc=code))
    for ability in ABILITIES:
        for step in (-1, 1):
            bound = suite.official.value(f"{rule}.level.{ability}", DAY)
            suite.add(f"fst.level.{ability}.{bound + step}",
                      f"A tradesperson with {ability} at level {bound + step}", f"{rule}.level",
                      **but(TRADESPERSON, **{f"english_{ability}": bound + step}))
    for held, offer in itertools.product((0, 1), ("none", "other", "senior_manager")):
        suite.add(f"fst.certificate.{held}.{offer}",
                  f"A tradesperson with {'a' if held else 'no'} certificate, job offer {offer.replace('_', ' ')}",
                  f"{rule}.asks_certificate_or_offer",
                  **but(TRADESPERSON, certificate_of_qualification=held, job_offer=offer))


def nominees(suite):
    """A nomination counts for the program only beside another program."""
    people = {"worker": WORKER, "experienced": EXPERIENCED, "tradesperson": TRADESPERSON, "nobody": {"age": 29}}
    for (name, person), nominated in itertools.product(people.items(), (0, 1)):
        suite.add(f"pnp.{name}.{nominated}", f"{name.capitalize()} with {'a' if nominated else 'no'} nomination",
                  "programs.pnp.asks_nomination" if person is not people["nobody"]
                  else "programs.pnp.asks_other_program", **but(person, provincial_nomination=nominated))
    suite.add("programs.all", "Somebody who qualifies for all four programs", "programs.pnp.open",
              **but(WORKER, noc="72310", noc_canadian_months=12, trade_months=24, certificate_of_qualification=1,
                    provincial_nomination=1, job_offer="other"))


def papers(suite):
    """An expired test ends every program, an expired assessment only that of skilled workers."""
    everything = but(WORKER, noc="72310", noc_canadian_months=12, trade_months=24, certificate_of_qualification=1)
    for name, column, months in (("language_test", "language_test_date", "validity.language_test"),
                                 ("assessment", "assessment_date", "validity.assessment")):
        edge = twin.add_months(DAY, -suite.official.value(months, DAY))
        for step, day in (("last", edge.replace(day=edge.day + 1)), ("over", edge)):
            suite.add(f"programs.{name}.{step}", f"Programs on the {'last' if step == 'last' else 'first invalid'} day "
                      f"of the {name.replace('_', ' ')}", months, **but(everything, **{column: day}))


def add_all(suite):
    for part in (selection_grid, adaptability, worker_conditions, funds, experienced, tradespeople, nominees, papers):
        part(suite)
