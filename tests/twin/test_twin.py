"""The twin against values worked by hand from the published tables, not from any program's output."""

import datetime
import re
import unittest

import candidates
import crowd
import twin

DAY = datetime.date(2025, 7, 7)  # after the removal of points for job offers


def born(age, day=DAY):
    """A birth date half a year before the birthday that makes somebody `age` on the day."""
    return twin.add_months(day, -12 * age - 6).isoformat()


def all_four(language, level):
    return {f"{language}_{ability}": str(level) for ability in twin.ABILITIES}


def four(language, listening, reading, writing, speaking):
    return dict(zip([f"{language}_{ability}" for ability in twin.ABILITIES],
                    map(str, [listening, reading, writing, speaking])))


def person(day=DAY, age=29, **values):
    row = {"id": "1", "submitted_at": f"{day}T00:00:00Z", "birth_date": born(age, day)}
    row.update({name: str(value) for name, value in values.items()})
    return twin.candidate_of(row)


def total(day=DAY, **values):
    return twin.score(person(day, **values), day)


class OracleValues(unittest.TestCase):
    """The six worked cases: core, spouse, transferability, additional, total."""

    def expect(self, items, *expected):
        self.assertEqual(tuple(items[name] for name in twin.SECTIONS + ["score"]), expected)

    def test_single_bachelor_with_three_years_abroad(self):
        self.expect(total(education="bachelors", foreign_work_months=36, **all_four("english", 9)),
                    354, 0, 75, 0, 429)

    def test_single_master_with_three_years_abroad(self):
        self.expect(total(education="masters", foreign_work_months=36, **all_four("english", 9)),
                    369, 0, 100, 0, 469)

    def test_single_master_with_canadian_work_and_study(self):
        self.expect(total(education="masters", foreign_work_months=36, canadian_work_months=12,
                          canadian_study="one_or_two_years", **all_four("english", 10)),
                    421, 0, 100, 15, 536)

    def test_couple_with_one_ability_at_eight(self):
        self.expect(total(age=33, accompanying_spouse=1, education="bachelors", canadian_work_months=12,
                          foreign_work_months=24, spouse_education="bachelors",
                          **four("english", 9, 9, 9, 8), **all_four("spouse", 7)),
                    336, 20, 52, 0, 408)

    def test_trade_certificate_at_forty_five(self):
        self.expect(total(age=45, education="secondary", certificate_of_qualification=1,
                          **all_four("english", 5)),
                    54, 0, 25, 0, 79)

    def test_everything_at_its_maximum(self):
        self.expect(total(accompanying_spouse=1, education="doctoral", canadian_work_months=60,
                          foreign_work_months=36, spouse_education="doctoral",
                          spouse_canadian_work_months=60, sibling_in_canada=1, provincial_nomination=1,
                          canadian_study="three_years_or_more", **all_four("english", 10),
                          **all_four("french", 10), **all_four("spouse", 9)),
                    460, 40, 100, 600, 1200)


class WrongStatements(unittest.TestCase):
    """Statements that circulate and are wrong: each test fails for a calculator that believes one."""

    def test_bachelor_is_in_the_lower_education_tier(self):
        self.assertEqual(total(education="bachelors", **all_four("english", 9))["education_pair"], 25)

    def test_two_year_diploma_is_in_the_lower_education_tier(self):
        self.assertEqual(total(education="two_year", **all_four("english", 7))["education_pair"], 13)

    def test_master_and_doctorate_are_in_the_higher_education_tier(self):
        for level in ("two_or_more", "masters", "doctoral"):
            self.assertEqual(total(education=level, **all_four("english", 7))["education_pair"], 25)

    def test_each_pair_is_capped_at_fifty(self):
        items = total(education="masters", canadian_work_months=24, **all_four("english", 9))
        self.assertEqual((items["education_pair"], items["transferability"]), (50, 50))

    def test_third_year_abroad_and_not_the_second_opens_the_higher_tier(self):
        pairs = [total(foreign_work_months=months, **all_four("english", 9))["foreign_pair"]
                 for months in (11, 12, 23, 24, 35, 36)]
        self.assertEqual(pairs, [0, 25, 25, 25, 25, 50])

    def test_second_language_is_capped_at_22_with_a_spouse(self):
        self.assertEqual(total(accompanying_spouse=1, **all_four("french", 9))["second_language"], 22)
        self.assertEqual(total(**all_four("french", 9))["second_language"], 24)

    def test_spouse_with_level_four_brings_no_language_points(self):
        for level, points in ((4, 0), (5, 4), (6, 4), (7, 12), (8, 12), (9, 20), (12, 20)):
            items = total(accompanying_spouse=1, **all_four("spouse", level))
            self.assertEqual(items["spouse_language"], points)

    def test_lower_tiers_bring_thirteen_and_not_twelve(self):
        items = total(education="one_year", canadian_work_months=12, **all_four("english", 7))
        self.assertEqual((items["education_language"], items["education_work"]), (13, 13))

    def test_certificate_counts_for_everybody(self):
        points = [total(certificate_of_qualification=1, **all_four("english", level))["certificate"]
                  for level in (4, 5, 6, 7, 12)]
        self.assertEqual(points, [0, 25, 25, 50, 50])

    def test_french_points_changed_in_october_2020(self):
        days = [datetime.date(2017, 6, 5), datetime.date(2017, 6, 6), datetime.date(2020, 10, 19),
                datetime.date(2020, 10, 20), datetime.date(2022, 10, 20)]
        weak = [total(day, **all_four("french", 7))["french"] for day in days]
        strong = [total(day, **all_four("french", 7), **all_four("english", 5))["french"] for day in days]
        self.assertEqual((weak, strong), ([0, 15, 15, 25, 25], [0, 30, 30, 50, 50]))

    def test_additional_items_add_up_to_600_and_no_more(self):
        items = total(provincial_nomination=1, sibling_in_canada=1, canadian_study="three_years_or_more")
        self.assertEqual((items["sibling"], items["canadian_study"], items["additional"]), (15, 30, 600))

    def test_spouse_who_stays_or_is_canadian_does_not_count(self):
        values = dict(education="bachelors", spouse_education="doctoral", spouse_canadian_work_months=60)
        items = total(accompanying_spouse=0, **values, **all_four("spouse", 9))
        self.assertEqual((items["education"], items["spouse"]), (120, 0))


class DatesInsideTheScore(unittest.TestCase):
    def test_age_points_change_on_the_birthday(self):
        someone = person(age=29, day=DAY)
        someone["birth_date"] = datetime.date(1995, 7, 7)
        before, on = datetime.date(2025, 7, 6), datetime.date(2025, 7, 7)
        self.assertEqual([twin.score(someone, day)["age"] for day in (before, on)], [110, 105])

    def test_birthday_of_29_february_falls_on_1_march(self):
        birth = datetime.date(2004, 2, 29)
        self.assertEqual(twin.age_on(birth, datetime.date(2025, 2, 28)), 20)
        self.assertEqual(twin.age_on(birth, datetime.date(2025, 3, 1)), 21)

    def test_language_test_is_lost_when_it_is_two_years_old(self):
        someone = person(education="bachelors", language_test_date="2023-07-07", **all_four("english", 9))
        points = [twin.score(someone, day)["first_language"]
                  for day in (datetime.date(2025, 7, 6), datetime.date(2025, 7, 7))]
        self.assertEqual(points, [124, 0])

    def test_papers_of_29_february_turn_on_1_march(self):
        test = person(education="bachelors", language_test_date="2024-02-29", **all_four("english", 9))
        assessment = person(education="bachelors", assessment_date="2020-02-29")
        last, first = datetime.date(2026, 2, 28), datetime.date(2026, 3, 1)
        self.assertEqual([twin.score(test, day)["first_language"] for day in (last, first)], [124, 0])
        last, first = datetime.date(2025, 2, 28), datetime.date(2025, 3, 1)
        self.assertEqual([twin.score(assessment, day)["education"] for day in (last, first)], [120, 0])

    def test_assessment_is_lost_when_it_is_five_years_old(self):
        someone = person(education="masters", assessment_date="2020-07-07")
        points = [twin.score(someone, day)["education"]
                  for day in (datetime.date(2025, 7, 6), datetime.date(2025, 7, 7))]
        self.assertEqual(points, [135, 0])

    def test_canadian_credential_needs_no_assessment(self):
        items = total(education="masters", assessment_date="2010-01-01", canadian_study="one_or_two_years")
        self.assertEqual(items["education"], 135)

    def test_job_offer_points_by_period(self):
        days = ["2015-01-01", "2016-11-18", "2016-11-19", "2025-03-24", "2025-03-25"]
        for offer, points in (("senior_manager", [600, 600, 200, 200, 0]), ("other", [600, 600, 50, 50, 0])):
            found = [total(datetime.date.fromisoformat(day), job_offer=offer)["job_offer"] for day in days]
            self.assertEqual(found, points)

    def test_sibling_and_canadian_study_begin_on_their_days(self):
        def at(day, name):
            return total(datetime.date.fromisoformat(day), sibling_in_canada=1,
                         canadian_study="three_years_or_more")[name]
        self.assertEqual([at("2017-06-05", "sibling"), at("2017-06-06", "sibling")], [0, 15])
        self.assertEqual([at("2016-11-18", "canadian_study"), at("2016-11-19", "canadian_study")], [0, 30])


class Programs(unittest.TestCase):
    """The pass mark of 67 with the published worked examples, then one condition at a time."""

    def worker(self, **values):
        base = dict(education="bachelors", foreign_work_months=12, continuous_work_months=12, noc="21231",
                    settlement_funds=1, **all_four("english", 9))
        base.update(values)
        return person(**base)

    def test_selection_points_of_the_worked_examples(self):
        for values, points in ((all_four("english", 7), 58), ({}, 66), ({"foreign_work_months": 24}, 68),
                               ({"education": "masters"}, 68)):
            someone = self.worker(**values)
            self.assertEqual(twin.worker_points(someone, DAY)["total"], points)
            self.assertEqual("fsw" in twin.programs(someone, DAY), points >= 67)

    def test_second_language_brings_four_points_or_none(self):
        for levels, points in (((5, 5, 5, 5), 4), ((12, 12, 12, 4), 0)):
            someone = self.worker(**four("french", *levels))
            self.assertEqual(twin.worker_points(someone, DAY)["second_language"], points)

    def test_arranged_employment_still_brings_ten_points_in_2025(self):
        points = twin.worker_points(self.worker(job_offer="other"), DAY)
        self.assertEqual((points["offer"], points["adaptability"]), (10, 5))

    def test_adaptability_is_capped_at_ten(self):
        someone = self.worker(relative_in_canada=1, job_offer="other", canadian_work_months=12)
        self.assertEqual(twin.worker_points(someone, DAY)["adaptability"], 10)

    def test_worker_age_points(self):
        for age, points in ((17, 0), (18, 12), (35, 12), (36, 11), (46, 1), (47, 0)):
            self.assertEqual(twin.worker_points(self.worker(age=age), DAY)["age"], points)

    def test_skilled_worker_loses_with_each_condition(self):
        passing = dict(education="masters")
        self.assertIn("fsw", twin.programs(self.worker(**passing), DAY))
        for broken in (dict(noc="84120"), dict(noc=""), dict(continuous_work_months=11),
                       dict(english_writing=6), dict(settlement_funds=0),
                       dict(assessment_date="2020-07-07"), dict(language_test_date="2023-07-07")):
            self.assertNotIn("fsw", twin.programs(self.worker(**{**passing, **broken}), DAY))

    def test_canadian_experience_asks_a_level_by_teer(self):
        def found(noc, level, months=12):
            someone = person(noc=noc, noc_canadian_months=months, **all_four("english", level))
            return "cec" in twin.programs(someone, DAY)
        self.assertTrue(found("21231", 7) and found("00012", 7) and found("32101", 5) and found("33102", 5))
        self.assertFalse(found("21231", 6) or found("00012", 6) or found("32101", 4) or found("33102", 4))
        self.assertFalse(found("64100", 9) or found("32101", 9, months=11))

    def test_skilled_trades_groups(self):
        for noc, open_to in (("72310", True), ("72600", False), ("73300", True), ("82030", True),
                             ("83100", True), ("92100", True), ("93100", True), ("93200", False),
                             ("63200", True), ("62200", True), ("62100", False), ("22300", False)):
            self.assertEqual(twin.trade(noc), open_to, noc)

    def test_skilled_trades_needs_a_certificate_or_an_offer(self):
        base = dict(noc="72310", trade_months=24, settlement_funds=1, **four("english", 5, 4, 4, 5))
        self.assertNotIn("fst", twin.programs(person(**base), DAY))
        self.assertIn("fst", twin.programs(person(certificate_of_qualification=1, **base), DAY))
        self.assertIn("fst", twin.programs(person(job_offer="other", **base), DAY))
        for broken in (four("english", 4, 4, 4, 5), four("english", 5, 3, 4, 5), dict(trade_months=23)):
            someone = person(**{**base, **broken, "certificate_of_qualification": 1})
            self.assertNotIn("fst", twin.programs(someone, DAY))

    def test_nominee_must_qualify_for_another_program(self):
        self.assertEqual(twin.programs(person(provincial_nomination=1), DAY), set())
        someone = self.worker(education="masters", provincial_nomination=1)
        self.assertEqual(twin.programs(someone, DAY), {"fsw", "pnp"})

    def test_programs_column_of_the_pool_is_taken_as_it_is(self):
        self.assertEqual(twin.programs(person(programs="cec+pnp"), DAY), {"cec", "pnp"})
        self.assertEqual(twin.programs(self.worker(education="masters", programs=""), DAY), set())


class Categories(unittest.TestCase):
    def found(self, day, **values):
        day = datetime.date.fromisoformat(day)
        return twin.categories(person(day, **values), day)

    def test_architects_were_in_stem_until_2025(self):
        work = dict(noc="21200", noc_months=6, continuous_work_months=6)
        self.assertEqual(self.found("2023-05-30", **work), set())
        self.assertEqual(self.found("2023-07-05", **work), {"stem"})
        self.assertEqual(self.found("2025-02-26", **work), {"stem"})
        self.assertEqual(self.found("2025-02-27", **work), set())

    def test_six_months_in_a_row_became_twelve_months_in_2026(self):
        work = dict(noc="21300", noc_months=6, continuous_work_months=6)
        self.assertEqual(self.found("2026-02-17", **work), {"stem"})
        self.assertEqual(self.found("2026-02-18", **work), set())
        self.assertEqual(self.found("2026-02-18", noc="21300", noc_months=12, continuous_work_months=3), {"stem"})
        self.assertEqual(self.found("2025-03-24", noc="21300", noc_months=12, continuous_work_months=5), set())

    def test_french_asks_seven_in_all_four_and_no_english(self):
        self.assertEqual(self.found("2023-07-07", **all_four("french", 7)), {"french"})
        self.assertEqual(self.found("2026-05-11", **four("french", 7, 7, 7, 6)), set())

    def test_physicians_need_a_year_in_canada(self):
        work = dict(noc="31102", noc_months=12, continuous_work_months=12)
        self.assertEqual(self.found("2025-12-08", noc_canadian_months=12, **work), {"healthcare", "physicians"})
        self.assertEqual(self.found("2025-12-07", noc_canadian_months=12, **work), {"healthcare"})
        self.assertEqual(self.found("2026-05-11", noc_canadian_months=11, **work), {"healthcare"})

    def test_military_asks_ten_years_an_offer_and_a_diploma(self):
        recruit = dict(noc="43204", continuous_work_months=120, canadian_forces_recruit=1, education="two_year")
        self.assertEqual(self.found("2026-02-18", **recruit), {"military"})
        for broken in (dict(continuous_work_months=119), dict(canadian_forces_recruit=0),
                       dict(education="one_year"), dict(noc="43200")):
            self.assertEqual(self.found("2026-02-18", **{**recruit, **broken}), set())


class Rounds(unittest.TestCase):
    """Ranking, tie-break and who is in the pool."""

    MOMENT = twin.time_of("2023-07-05T13:38:22Z")

    def someone(self, identity, level, submitted, **values):
        row = {"id": str(identity), "submitted_at": submitted, "birth_date": "1994-01-01", "programs": "fsw",
               "language_test_date": "2023-01-01", **all_four("english", level)}
        row.update({name: str(value) for name, value in values.items()})
        return twin.candidate_of(row)

    def draw(self, people, invitations, kind="general", **options):
        return twin.draw(people, kind, invitations, self.MOMENT, **options)

    def test_earlier_submission_wins_among_equals(self):
        people = [self.someone(1, 9, "2022-11-23T00:01:30Z"), self.someone(2, 9, "2022-11-23T00:01:29Z"),
                  self.someone(3, 10, "2023-07-01T00:00:00Z")]
        notice, invited = self.draw(people, 2)
        self.assertEqual(invited, [3, 2])
        self.assertEqual(notice["tie_break"], "2022-11-23T00:01:29Z")
        self.assertEqual((notice["cutoff"], notice["at_cutoff"], notice["at_cutoff_invited"]), (234, 2, 1))

    def test_lower_number_wins_within_the_same_second(self):
        people = [self.someone(identity, 9, "2023-01-01T00:00:00Z") for identity in (7, 5, 6)]
        self.assertEqual(self.draw(people, 2)[1], [5, 6])

    def test_all_are_invited_when_fewer_qualify(self):
        people = [self.someone(1, 9, "2023-01-01T00:00:00Z"), self.someone(2, 7, "2023-01-02T00:00:00Z")]
        notice, invited = self.draw(people, 500)
        self.assertEqual(invited, [1, 2])
        self.assertEqual((notice["eligible"], notice["invited"], notice["cutoff"]), (2, 2, 178))
        self.assertEqual(notice["tie_break"], "2023-01-02T00:00:00Z")

    def test_profile_lasts_twelve_months_to_the_second(self):
        for submitted, inside in (("2022-07-05T13:38:23Z", True), ("2022-07-05T13:38:22Z", False),
                                  ("2023-07-05T13:38:22Z", True), ("2023-07-05T13:38:23Z", False)):
            notice, _ = self.draw([self.someone(1, 9, submitted)], 1)
            self.assertEqual(notice["eligible"], int(inside), submitted)

    def test_profile_of_29_february_ends_on_28_february(self):
        people = [self.someone(1, 9, "2024-02-29T12:00:00Z", language_test_date="2024-06-01")]
        for moment, inside in (("2025-02-28T11:59:59Z", 1), ("2025-02-28T12:00:00Z", 0)):
            notice, _ = twin.draw(people, "general", 1, twin.time_of(moment))
            self.assertEqual(notice["eligible"], inside, moment)

    def test_only_active_profiles_are_ranked(self):
        for status in ("invited", "applied", "withdrawn", "expired"):
            notice, _ = self.draw([self.someone(1, 9, "2023-01-01T00:00:00Z", status=status)], 1)
            self.assertEqual(notice["eligible"], 0)

    def test_floor_keeps_out_who_is_below_it(self):
        people = [self.someone(1, 9, "2023-01-01T00:00:00Z"), self.someone(2, 10, "2023-01-01T00:00:00Z")]
        self.assertEqual(self.draw(people, 5, floor=235)[1], [2])
        self.assertEqual(self.draw(people, 5, floor=234)[1], [2, 1])

    def test_category_round_needs_a_federal_program(self):
        french = all_four("french", 7)
        people = [self.someone(1, 7, "2023-01-01T00:00:00Z", programs="pnp", **french),
                  self.someone(2, 7, "2023-01-01T00:00:00Z", programs="fst+pnp", **french),
                  self.someone(3, 7, "2023-01-01T00:00:00Z")]
        self.assertEqual(self.draw(people, 5, "category:french")[1], [2])
        self.assertEqual(self.draw(people, 5, "program:pnp")[1], [1, 2])
        self.assertEqual(self.draw(people, 5)[1], [1, 2, 3])

    def law(self, tie_break, seed=0):
        law = twin.Law(twin.date_of("2023-07-05"))
        law.tie_break, law.lottery_seed = tie_break, seed
        return law

    def test_other_rules_rank_equal_scores_otherwise(self):
        people = [self.someone(1, 9, "2023-01-03T00:00:00Z"), self.someone(2, 9, "2023-01-01T00:00:00Z"),
                  self.someone(3, 9, "2023-01-02T00:00:00Z")]
        for rule, order in (("earliest", [2, 3, 1]), ("latest", [1, 3, 2])):
            _, invited = twin.draw(people, "general", 3, self.MOMENT, law=self.law(rule))
            self.assertEqual(invited, order)

    def test_lots_are_words_of_philox(self):
        # Known answers of Random123 for all words 0, and for all bits 1.
        self.assertEqual(twin.philox((0, 0), (0, 0, 0, 0)), [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8])
        ones = 0xFFFFFFFF
        self.assertEqual(twin.philox((ones, ones), (ones, ones, ones, ones)),
                         [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD])


class Crowd(unittest.TestCase):
    """The candidates who are compared with the library."""

    def test_the_same_number_gives_the_same_people(self):
        self.assertEqual(crowd.group_of(3, 20), crowd.group_of(3, 20))
        self.assertNotEqual(crowd.group_of(3, 20), crowd.group_of(13, 20))

    def test_every_column_there_is_gets_values(self):
        with open(twin.HERE.parents[1] / "datasets" / "columns.def", encoding="utf-8") as stream:
            names = set(re.findall(r"^EEP_COLUMN\((\w+),", stream.read(), re.MULTILINE))
        rows = candidates.Maker(1, twin.moment_of("2025-03-25")).pool(400, with_programs=True)[1]
        self.assertEqual(names, set(rows[0]) | {"status"})
        for name in names:
            self.assertGreater(len({row.get(name) for row in rows}), 1, name)

    def test_a_set_that_nobody_or_everybody_is_in_is_noticed(self):
        sizes = {(day, name): 1 for day in crowd.DAYS for name in crowd.sets_in_force(day)}
        self.assertEqual(crowd.unreached(sizes, 2), [])
        self.assertEqual(crowd.unreached({**sizes, ("2026-05-11", "military"): 0}, 2), ["military on 2026-05-11"])
        self.assertIn("cec on 2015-01-01", crowd.unreached({**sizes, ("2015-01-01", "cec"): 2}, 2))


if __name__ == "__main__":
    unittest.main()
