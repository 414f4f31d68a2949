"""The rules of one day, from `eepool policy show --json`, as expressions over whatever can look up, add and
compare: a peer brings the operations (class Operations), the rules are written once.

Facts are what the rules ask of a candidate on the day: age, unexpired levels, completed years. A peer may
prepare them before the clock starts, as eepool packs its planes. Every fact is a small whole number.
"""

import datetime
import json
import subprocess

EDUCATION = ("less_than_secondary", "secondary", "one_year", "two_year", "bachelors", "two_or_more", "masters",
             "doctoral")
STUDY = ("none", "one_or_two_years", "three_years_or_more")
OFFER = ("none", "other", "senior_manager")
ABILITIES = ("listening", "reading", "writing", "speaking")
COLUMNS_OF_SPOUSE = ("without_spouse", "with_spouse")
PROGRAMS = ("fsw", "cec", "fst", "pnp")  # bit 1 << index
TEER_NONE = 6
EPOCH = datetime.date(1970, 1, 1)

# Columns of the pool that a peer reads, and the facts made of them that a score or a round reads.
RAW = ("birth_date", "accompanying_spouse", "education", "spouse_education", "first_official",
       *(f"{language}_{ability}" for language in ("english", "french", "spouse") for ability in ABILITIES),
       "canadian_work_months", "foreign_work_months", "certificate_of_qualification", "sibling_in_canada",
       "provincial_nomination", "settlement_funds", "canadian_study", "job_offer", "noc", "noc_months",
       "noc_canadian_months", "continuous_work_months", "trade_months", "relative_in_canada",
       "spouse_canadian_study", "language_test_date", "assessment_date", "spouse_canadian_work_months", "status",
       "submitted_at", "id")


class Operations:
    """What a peer must bring; see numpy_peer.py for the plainest one."""

    def column(self, name):
        raise NotImplementedError

    def wide(self, value):
        """The same value where products do not overflow."""
        raise NotImplementedError

    def lookup(self, table, index):
        """table[index], `table` a list of whole numbers."""
        raise NotImplementedError

    def least(self, *values):
        raise NotImplementedError

    def where(self, condition, yes, no):
        raise NotImplementedError

    def is_in(self, value, codes):
        raise NotImplementedError


class Rules:
    def __init__(self, eepool, day):
        shown = subprocess.run([eepool, "policy", "show", "--json", "--as-of", day], capture_output=True, check=True)
        self.leaf = {leaf["path"]: leaf["value"] for leaf in json.loads(shown.stdout)["values"]}
        self.day = datetime.date.fromisoformat(day)

    # ---- Values ------------------------------------------------------------------------------------

    def number(self, path):
        return int(self.leaf[path])

    def by_number(self, prefix, size, suffix=""):
        """prefix.<key>suffix for keys 0..size-1; the first and last key stand for what lies beyond them."""
        keys = sorted(int(path[len(prefix) + 1:].split(".")[0]) for path in self.leaf
                      if path.startswith(prefix + ".") and path.endswith(suffix)
                      and path[len(prefix) + 1:].split(".")[0].isdigit())
        return [self.number(f"{prefix}.{min(max(key, keys[0]), keys[-1])}{suffix}") for key in range(size)]

    def by_name(self, prefix, names, suffix=""):
        return [self.number(f"{prefix}.{name}{suffix}") for name in names]

    def for_spouse(self, prefix, size):
        """[spouse * size + key]"""
        return sum((self.by_number(prefix, size, f".{column}") for column in COLUMNS_OF_SPOUSE), [])

    def tiers(self, name, size):
        thresholds = [self.number(f"crs.transferability.tiers.{name}.{tier}") for tier in (1, 2)]
        return [sum(value >= threshold for threshold in thresholds) for value in range(size)]

    def pairs(self, name):
        """[row tier * 3 + column tier]"""
        return [self.number(f"crs.transferability.{name}.{a}.{b}") if a and b else 0
                for a in range(3) for b in range(3)]

    def days(self, date):
        return (date - EPOCH).days

    def months_before(self, path):
        months = self.day.year * 12 + self.day.month - 1 - self.number(path)
        return self.days(self.day.replace(year=months // 12, month=months % 12 + 1))

    # ---- Facts -------------------------------------------------------------------------------------

    def age(self, birth, o):
        """Whole years: an estimate that is right or one off, and the birthdays that decide."""
        birthday = [self.days(self.day.replace(year=self.day.year - age)) for age in range(129)]
        birth = o.wide(birth)
        guess = (self.days(self.day) - birth) * 400 // 146097
        late = birth > o.lookup(birthday, guess)
        early = birth <= o.lookup(birthday, guess + 1)
        return o.where(late, guess - 1, o.where(early, guess + 1, guess))

    def facts(self, o):
        """{name: expression} of all facts, from raw columns."""
        c, facts = o.column, {}
        spouse, french_first = c("accompanying_spouse") == 1, c("first_official") == 1
        valid = c("language_test_date") > self.months_before("validity.language_test")
        assessed = (c("assessment_date") > self.months_before("validity.assessment")) | (c("canadian_study") > 0)
        facts["age"] = self.age(c("birth_date"), o)
        facts["spouse"] = c("accompanying_spouse")
        facts["education"] = o.where(assessed, c("education"), 0)
        for ability in ABILITIES:
            english = o.where(valid, c(f"english_{ability}"), 0)
            french = o.where(valid, c(f"french_{ability}"), 0)
            facts[f"first_{ability}"] = o.where(french_first, french, english)
            facts[f"second_{ability}"] = o.where(french_first, english, french)
            facts[f"spouse_{ability}"] = o.where(spouse, c(f"spouse_{ability}"), 0)
        facts["french_first"] = c("first_official")
        facts["canadian_years"] = c("canadian_work_months") // 12
        facts["foreign_years"] = c("foreign_work_months") // 12
        facts["total_years"] = (c("canadian_work_months") + c("foreign_work_months")) // 12
        facts["spouse_education"] = o.where(spouse, c("spouse_education"), 0)
        facts["spouse_years"] = o.where(spouse, c("spouse_canadian_work_months") // 12, 0)
        facts["spouse_study"] = o.where(spouse, c("spouse_canadian_study"), 0)
        facts["teer"] = o.where(c("noc") > 0, c("noc") // 1000 % 10, TEER_NONE)
        facts["trade"] = o.where(o.is_in(c("noc"), self.trades()), 1, 0)
        facts["stem"] = o.where(o.is_in(c("noc"), self.codes("categories.stem.2023-1.occupations")), 1, 0)
        for name in ("certificate_of_qualification", "sibling_in_canada", "provincial_nomination", "settlement_funds",
                     "canadian_study", "job_offer", "noc_months", "noc_canadian_months", "continuous_work_months",
                     "trade_months", "relative_in_canada"):
            facts[name] = c(name)
        return facts

    def codes(self, path):
        return [int(code) for code in self.leaf[path].split()]

    def trades(self):
        """Codes that begin like one of the list, and not like one of the exceptions."""
        begins = tuple(self.leaf["programs.fst.occupations"].split())
        except_those = tuple(self.leaf["programs.fst.occupations_except"].split())
        return [code for code in range(100000)
                if f"{code:05}".startswith(begins) and not f"{code:05}".startswith(except_those)]

    # ---- Score -------------------------------------------------------------------------------------

    def weakest(self, which, o):
        return o.least(*(o.column(f"{which}_{ability}") for ability in ABILITIES))

    def core(self, o):
        c, t = o.column, "crs."
        spouse = o.wide(c("spouse"))

        def of(path, size, value):
            return o.lookup(self.for_spouse(t + path, size), spouse * size + value)

        first = sum(of("first_language", 13, c(f"first_{ability}")) for ability in ABILITIES)
        second = sum(of("second_language", 13, c(f"second_{ability}")) for ability in ABILITIES)
        education = [points for column in COLUMNS_OF_SPOUSE
                     for points in self.by_name("crs.education", EDUCATION, f".{column}")]
        caps = self.by_name("crs.second_language_cap", COLUMNS_OF_SPOUSE)
        total = (of("age", 128, c("age")) + o.lookup(education, spouse * 8 + c("education")) + first
                 + o.least(second, o.lookup(caps, spouse)) + of("canadian_work", 11, c("canadian_years")))
        return o.least(total, o.lookup(self.by_name("crs.core_cap", COLUMNS_OF_SPOUSE), spouse))

    def spouse(self, o):
        """The facts of an absent spouse are 0, and so are their points."""
        c = o.column
        language = self.by_number("crs.spouse_language", 13)
        total = (o.lookup(self.by_name("crs.spouse_education", EDUCATION), c("spouse_education"))
                 + sum(o.lookup(language, c(f"spouse_{ability}")) for ability in ABILITIES)
                 + o.lookup(self.by_number("crs.spouse_work", 11), c("spouse_years")))
        return o.least(total, self.number("crs.spouse_cap"))

    def transferability(self, weakest_first, o):
        c, t = o.column, "crs.transferability."
        tier = {"education": o.wide(o.lookup(self.by_name(t + "tiers.education", EDUCATION), c("education"))),
                "foreign": o.wide(o.lookup(self.tiers("foreign_work", 11), c("foreign_years")))}
        language = o.lookup(self.tiers("language", 13), weakest_first)
        canadian = o.lookup(self.tiers("canadian_work", 11), c("canadian_years"))
        total = 0
        for row, of in tier.items():
            pair = (o.lookup(self.pairs(f"{row}_language"), of * 3 + language)
                    + o.lookup(self.pairs(f"{row}_work"), of * 3 + canadian))
            total = total + o.least(pair, self.number(f"{t}{row}_pair_cap"))
        points = [0] + [self.number(f"{t}certificate.{tier}") for tier in (1, 2)]
        certificate = [points[tier] for tier in self.tiers("certificate", 13)]
        index = o.wide(c("certificate_of_qualification")) * 13 + weakest_first
        total = total + o.lookup([0] * 13 + certificate, index)
        return o.least(total, self.number(t + "cap"))

    def additional(self, weakest_first, o):
        c, t = o.column, "crs.additional."
        second, french_first = self.weakest("second", o), c("french_first") == 1
        french = o.where(french_first, weakest_first, second)
        english = o.where(french_first, second, weakest_first)
        strong = o.where(english >= self.number(t + "english_level"), self.number(t + "french_with_english"),
                         self.number(t + "french"))
        total = (o.lookup([0, self.number(t + "nomination")], c("provincial_nomination"))
                 + o.lookup(self.by_name(t + "job_offer", OFFER), c("job_offer"))
                 + o.lookup(self.by_name(t + "canadian_study", STUDY), c("canadian_study"))
                 + o.lookup([0, self.number(t + "sibling")], c("sibling_in_canada"))
                 + o.where(french >= self.number(t + "french_level"), strong, 0))
        return o.least(total, self.number(t + "cap"))

    def score(self, o):
        weakest_first = self.weakest("first", o)
        total = (self.core(o) + self.spouse(o) + self.transferability(weakest_first, o)
                 + self.additional(weakest_first, o))
        return o.least(total, self.number("crs.total_cap"))

    # ---- Programs and categories -------------------------------------------------------------------

    def grid(self, o):
        """Selection points of the Federal Skilled Worker class."""
        c, t = o.column, "programs.fsw."
        n = lambda name: self.number(t + name)
        spouse, offer = c("spouse") == 1, c("job_offer") > 0
        spouse_weakest = o.least(*(c(f"spouse_{ability}") for ability in ABILITIES))
        adaptability = (
            o.lookup(self.by_name(t + "study_points", STUDY), c("canadian_study"))
            + o.where(spouse & (spouse_weakest >= n("spouse_level")), n("spouse_language_points"), 0)
            + o.where(c("spouse_study") == 1, n("spouse_study_points"), 0)
            + o.where(c("canadian_years") >= n("work_years"), n("work_points"), 0)
            + o.where(spouse & (c("spouse_years") >= n("spouse_work_years")), n("spouse_work_points"), 0)
            + o.where(c("relative_in_canada") == 1, n("relative_points"), 0)
            + o.where(offer, n("offer_adaptability_points"), 0))
        language = self.by_number(t + "language_points", 13)
        return (o.lookup(self.by_name(t + "education_points", EDUCATION), c("education"))
                + sum(o.lookup(language, c(f"first_{ability}")) for ability in ABILITIES)
                + o.where(self.weakest("second", o) >= n("second_level"), n("second_points"), 0)
                + o.lookup(self.by_number(t + "experience_points", 21), c("total_years"))
                + o.lookup(self.by_number(t + "age_points", 128), c("age"))
                + o.where(offer, n("offer_points"), 0) + o.least(adaptability, n("adaptability_cap")))

    def levels_met(self, program, o):
        """The level asked of each ability, by the TEER of the occupation."""
        met, t = None, f"programs.{program}.level"
        for ability in ABILITIES:
            asked = [max(self.number(t), self.number(f"{t}.{ability}"),
                         self.number(f"{t}.{teer}") if teer < TEER_NONE else 0) for teer in range(TEER_NONE + 1)]
            if not any(asked):
                continue
            least = asked[0] if len(set(asked)) == 1 else o.lookup(asked, o.column("teer"))
            one = o.column(f"first_{ability}") >= least
            met = one if met is None else met & one
        return met

    def program(self, name, o):
        c, t = o.column, f"programs.{name}."
        asks = lambda what: self.number(t + what) == 1
        met = []
        for fact, value in (("continuous_work_months", "continuous_months"), ("noc_months", "months"),
                            ("noc_canadian_months", "canadian_months"), ("trade_months", "trade_months")):
            if self.number(t + value):
                met.append(c(fact) >= self.number(t + value))
        if teers := self.codes(t + "teers"):
            met.append(o.lookup([int(teer in teers) for teer in range(TEER_NONE + 1)], c("teer")) == 1)
        if (levels := self.levels_met(name, o)) is not None:
            met.append(levels)
        if education := EDUCATION.index(self.leaf[t + "education"]):
            met.append(c("education") >= education)
        if asks("asks_trade"):
            met.append(c("trade") == 1)
        if asks("asks_certificate_or_offer"):
            met.append((c("certificate_of_qualification") == 1) | (c("job_offer") > 0))
        if asks("asks_funds"):
            waived = (c("job_offer") > 0) & (c("noc_canadian_months") >= self.number("programs.funds_waived_months"))
            met.append((c("settlement_funds") == 1) | waived)
        if asks("asks_nomination"):
            met.append(c("provincial_nomination") == 1)
        if asks("asks_selection_points"):
            met.append(self.grid(o) >= self.number(t + "pass_mark"))
        every = met[0]
        for one in met[1:]:
            every = every & one
        return every

    def any_program(self, o):
        """Qualifies for FSW, CEC or FST; a nomination asks for one of these too, so that it adds nobody."""
        return self.program("fsw", o) | self.program("cec", o) | self.program("fst", o)

    def stem(self, o):
        t = "categories.stem.2023-1."
        return ((o.column("stem") == 1) & (o.column("noc_months") >= self.number(t + "months"))
                & (o.column("continuous_work_months") >= self.number(t + "continuous_months")))

    def window(self):
        """(earliest, latest) submitted_at of who is in the pool in the last second of the day."""
        latest = (self.days(self.day) + 1) * 86400 - 1
        return self.months_before("validity.profile") * 86400 + 86400, latest
