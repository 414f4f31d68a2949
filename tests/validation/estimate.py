"""The estimate of docs/backtest.md, slowly and without any code of the library.

Everything is a whole number: candidates in units of 2**-16, factors in units of 2**-32, binary logarithms in units of
2**-16. Python's numbers do not overflow, so that a difference from the library also shows where it would.
"""

import copy
import csv
import datetime
import math
import pathlib

ONE = 1 << 16
FACTOR = 1 << 32
SCORES = 601
PERIODS = 14
DAYS = 28  # of a period
EPOCH = datetime.date(1970, 1, 1)
ROOTS = [math.isqrt(2 << 126)]  # 2 ** (2 ** -k) in units of 2 ** -63
for _ in range(15):
    ROOTS.append(math.isqrt(ROOTS[-1] << 63))
ROOTS_LESS_ONE = [(root - (1 << 63) + (1 << 30)) >> 31 for root in ROOTS]  # to the nearest 2 ** -32


def divide(a, b):
    """a / b towards zero, as C does."""
    return a // b if a >= 0 else -(-a // b)


def log2(a, b):
    """log2(a / b), rounded down, by the digits of its binary expansion."""
    value = (a << 62) // b
    if value == 0:
        return -62 * ONE
    whole = value.bit_length() - 63
    value = value >> whole if whole > 0 else value << -whole
    result = whole << 16
    for digit in range(15, -1, -1):
        value = value * value >> 62
        if value >> 63:
            value >>= 1
            result += 1 << digit
    return result


def exp2(x):
    value = FACTOR
    for digit in range(16):
        if x >> (15 - digit) & 1:
            value += value * ROOTS_LESS_ONE[digit] >> 32
    whole = x >> 16
    return value << whole if whole >= 0 else value >> -whole


def decay(thousandths):
    return exp2(-(thousandths * 94548 // 1000))


def day_of(text):
    return (datetime.date.fromisoformat(text) - EPOCH).days


# ---- The record ----------------------------------------------------------------------------------------


def read_record(folder):
    """Rounds and snapshots, each with what this page needs of them."""
    folder = pathlib.Path(folder)
    rounds, snapshots = [], []
    with open(folder / "rounds.csv", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rounds.append({
                "number": row["number"], "day": day_of(row["date"]), "id": row["id"],
                "invitations": int(row["invitations"]), "cutoff": int(row["cutoff"]),
                "as_of": day_of(row["pool_as_of"]) if row["pool_as_of"] else None})
    with open(folder / "pool_bands.csv", encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        names = [name for name in reader.fieldnames if name.startswith("range_")]
        ranges = [tuple(int(part) for part in name.split("_")[1:]) for name in names]
        for row in reader:
            snapshots.append({"day": day_of(row["as_of"]), "counts": [int(row[name]) for name in names]})
    return rounds, snapshots, ranges


# ---- Stocks --------------------------------------------------------------------------------------------


class Stock:
    """Candidates by period of submission and score."""

    def __init__(self):
        self.rows = [[0] * SCORES for _ in range(PERIODS)]

    def at(self, score):
        return sum(row[score] for row in self.rows)

    def add(self, day, score, candidates, improved):
        each = candidates * improved // 1000 // PERIODS
        if each:
            for row in self.rows:
                row[score] += each
        self.rows[day // DAYS % PERIODS][score] += candidates - each * PERIODS

    def keep(self, score, numerator, denominator):
        for row in self.rows:
            row[score] = row[score] * numerator // denominator

    def age(self, before, after, stay):
        for period in range(before // DAYS + 1, after // DAYS + 1):
            self.rows[period % PERIODS] = [0] * SCORES
        self.rows = [[value * stay >> 32 for value in row] for row in self.rows]

    def lower(self, points, numerator, denominator):
        for row in self.rows:
            for score in range(points, SCORES):
                moved = row[score] * numerator // denominator
                row[score] -= moved
                row[score - points] += moved

    def above(self, cutoff):
        return self.at(cutoff) // 2 + sum(self.at(score) for score in range(cutoff + 1, SCORES))

    def empty(self, cutoff, percent):
        """Keeps a percentage above the cut-off."""
        self.keep(cutoff, 100 + percent, 200)
        for score in range(cutoff + 1, SCORES):
            self.keep(score, percent, 100)

    def lose(self, other, cutoff, taken, believed):
        """Loses at every score what a round took there from `other`."""
        for score in range(cutoff, SCORES):
            have = self.at(score)
            take = other.at(score) * taken // believed
            if score == cutoff:
                take //= 2
            if have > 0 and take > 0:
                self.keep(score, max(have - take, 0), have)


# ---- The state -----------------------------------------------------------------------------------------


class State:
    def __init__(self, parameters, ranges):
        self.p, self.ranges = parameters, ranges
        self.pool = Stock()
        self.types = {entry["id"]: dict(entry, stock=Stock(), seen=0) for entry in parameters["types"]}
        self.day = 0
        self.counted = None  # day of the last snapshot
        self.known_days = self.points_ended = self.nominees = 0
        self.rate, self.expected = [0] * len(ranges), [0] * len(ranges)
        self.nominee_level = parameters["nominees"]["level"] * ONE
        self.shape = {}
        for index in range(1, len(ranges)):
            self.shape.update(self.within(index, parameters["pool"]["newcomer_decay"]))
        for entry in self.types.values():
            share = entry["kind"] == "share"
            entry["now"] = FACTOR // 1000 * entry["level"] if share else entry["level"] * ONE
            entry["shape"] = None if share else self.of_flow(entry)

    def shares(self):
        return [entry for entry in self.types.values() if entry["kind"] == "share"]

    def within(self, index, rate):
        low, high = self.ranges[index]
        weights = {}
        for score in range(low, high + 1):
            weights[score] = FACTOR
            if index == 1:
                weights[score] = decay(rate * (score - low))
            if index == len(self.ranges) - 1:
                weights[score] = decay(self.p["pool"]["tail_decay"] * (high - score))
        total = sum(weights.values())
        return {score: weight * FACTOR // total for score, weight in weights.items()}

    def of_flow(self, entry):
        top, tail = self.ranges[1][0], self.ranges[-1][1]
        weights = []
        for score in range(SCORES):
            rate = max(min(score, top - 1) - entry["floor"], 0) * entry["low_decay"]
            rate += max(score - top + 1, 0) * entry["high_decay"]
            rate += max(tail - score, 0) * self.p["pool"]["tail_decay"]
            weights.append(decay(rate))
        return [weight * FACTOR // sum(weights) for weight in weights]

    def counted_in(self, index):
        low, high = self.ranges[index]
        return sum(self.pool.at(score) for score in range(low, high + 1))

    def keep(self, score, numerator, denominator):
        self.pool.keep(score, numerator, denominator)
        for entry in self.shares():
            entry["stock"].keep(score, numerator, denominator)

    def arrive(self, index, arrivals, shape=None, improved=None):
        shape = self.shape if shape is None else shape
        improved = self.p["pool"]["improved"] if improved is None else improved
        low, high = self.ranges[index]
        for score in range(low, high + 1):
            here = arrivals * shape[score] >> 32
            self.pool.add(self.day, score, here, improved)
            for entry in self.shares():
                entry["stock"].add(self.day, score, here * entry["now"] >> 32, improved)

    def advance(self, day):
        if self.counted is None or day <= self.day:
            return
        before, self.day = self.day, day
        days = day - before
        stay = decay(self.p["pool"]["departures"] * days // 7)
        self.pool.age(before, day, stay)
        for entry in self.types.values():
            own = stay if entry["kind"] == "share" else decay(entry["departures"] * days // 7)
            entry["stock"].age(before, day, own)
            if entry["kind"] == "flow":
                self.flow(entry, days, own)
        self.nominees += self.rate[0] * days
        for index in range(len(self.ranges)):
            self.expected[index] += self.rate[index] * days
            if index > 0:
                self.arrive(index, self.rate[index] * days)

    def flow(self, entry, days, stay):
        weeks = (FACTOR - stay) * 1000 // entry["departures"] if entry["departures"] else FACTOR * days // 7
        followed = divide(log2(max(self.rate[1], ONE), 128 * ONE) * self.p["pool"]["coupling"], 100)
        season = exp2(max(-4 * ONE, min(4 * ONE, followed)))
        arrivals = (entry["now"] * weeks >> 32) * season >> 32
        for score, weight in enumerate(entry["shape"]):
            entry["stock"].add(self.day, score, arrivals * weight >> 32, self.p["pool"]["improved"])

    def snapshot(self, snapshot):
        days = 0
        if self.counted is not None:
            self.advance(snapshot["day"])
            days = snapshot["day"] - self.counted
        rescored = self.points_ended > 0
        if rescored:
            self.rescore(snapshot["counts"][1] * ONE)
        self.day = snapshot["day"]
        nominees = snapshot["counts"][0] * ONE
        if days:
            self.learn(0, self.expected[0] + nominees - self.nominees, days)
        self.nominees = nominees
        for index in range(1, len(self.ranges)):
            self.meet(index, snapshot["counts"][index] * ONE, 0 if rescored else days)
        self.expected = [0] * len(self.ranges)
        self.known_days = min(self.known_days + days, self.p["pool"]["memory_days"])
        self.counted = snapshot["day"]

    def learn(self, index, arrived, days):
        self.rate[index] = max(divide(self.rate[index] * self.known_days + arrived, self.known_days + days), 0)

    def meet(self, index, counted, days):
        low, high = self.ranges[index]
        if self.counted is None:
            self.arrive(index, counted, self.within(index, self.p["pool"]["first_decay"]), 1000)
        else:
            missing = counted - self.counted_in(index)
            if missing > 0:
                self.arrive(index, missing)
            if missing < 0:
                for score in range(low, high + 1):
                    have, take = self.pool.at(score), -missing * self.shape[score] >> 32
                    if have > 0:
                        self.keep(score, max(have - take, 0), have)
            if days:
                self.learn(index, self.expected[index] + missing, days)
        total = self.counted_in(index)
        if total > counted:
            for score in range(low, high + 1):
                self.keep(score, counted, total)
        self.pool.add(self.day, low, counted - self.counted_in(index), 0)

    def rescore(self, counted):
        before, points = self.counted_in(1), self.points_ended
        self.points_ended = 0
        if before > counted:
            for stock in [self.pool] + [entry["stock"] for entry in self.types.values()]:
                stock.lower(points, before - counted, before)

    # Rounds.

    def round(self, round_):
        self.advance(round_["day"])
        taken, cutoff = round_["invitations"] * ONE, round_["cutoff"]
        if round_["id"] == "pnp":
            off = cutoff * ONE - self.nominee_cutoff(round_["invitations"])
            self.nominee_level += divide(off * self.p["nominees"]["gain"], 100)
            self.nominees = max(self.nominees - taken, 0)
        elif cutoff >= SCORES or self.counted is None:
            return
        elif round_["id"] == "all":
            self.general(taken, cutoff)
        elif round_["id"] in self.types:
            self.own(self.types[round_["id"]], taken, cutoff)
        elif have := self.pool.above(cutoff):
            for score in range(cutoff, SCORES):
                self.keep(score, max(have - taken, 0), have)

    def nominee_cutoff(self, invitations):
        return self.nominee_level - log2(max(invitations, 1), 512) * self.p["nominees"]["slope"]

    def general(self, invitations, cutoff):
        taken = max(invitations - self.nominees, 0)
        before = self.counted_in(1)
        self.nominees = 0
        for stock in [self.pool] + [entry["stock"] for entry in self.types.values()]:
            stock.empty(cutoff, 0)
        after = self.counted_in(1)
        if after > 0:
            for score in range(self.ranges[1][0], cutoff + 1):
                self.keep(score, max(before - taken, 0), after)

    def own(self, entry, invitations, cutoff):
        stock = entry["stock"]
        believed = stock.above(cutoff)
        limit = (2 if entry["seen"] else 6) * ONE
        off = max(-limit, min(limit, log2(invitations, max(believed, 1))))
        gain, carry = (entry["gain"], entry["carry"]) if entry["seen"] else (100, 100)
        if believed:
            self.pool.lose(stock, cutoff, invitations, believed)
        for other in self.types.values():
            if other is entry:
                continue
            if entry["kind"] == "share":
                other["stock"].empty(cutoff, 100 - other["in_cec"])
            elif other["kind"] == "share" and believed:
                other["stock"].lose(stock, cutoff, invitations * entry["in_cec"] // 100, believed)
        stock.empty(cutoff, 0)
        entry["now"] = entry["now"] * exp2(divide(off * gain, 100)) >> 32
        factor = exp2(divide(off * carry, 100))
        for score in range(cutoff + 1):
            stock.keep(score, factor, FACTOR)
        entry["seen"] += 1

    # Questions.

    def stock_of(self, name):
        if self.counted is None:
            return None
        if name == "all":
            return self.pool
        return self.types[name]["stock"] if name in self.types else None

    def median_age(self, name, score):
        stock, now = self.stock_of(name), self.day // DAYS
        half, older = stock.at(score) // 2, 0
        if half == 0:
            return None
        for period in range(now - PERIODS + 1, now + 1):
            here = stock.rows[period % PERIODS][score]
            if older + here >= half:
                first = period * DAYS
                length = self.day - first if period == now else DAYS
                return self.day - first - length * (half - older) // here
            older += here
        return None


# ---- The record as it became known ---------------------------------------------------------------------


def walk(parameters, record, previous):
    """Yields (index, round, state before it) for every round, by what was published before it."""
    rounds, snapshots, ranges = record
    facts = []
    for index, round_ in enumerate(rounds):
        facts.append((round_["day"], 2, index, "round", round_))
    for order, snapshot in enumerate(snapshots):
        printed = [i for i, round_ in enumerate(rounds)
                   if round_["as_of"] == snapshot["day"] and round_["day"] >= snapshot["day"]]
        if printed:
            kind = 3 if snapshot["day"] in parameters["late"] else 1
            facts.append((snapshot["day"], kind, order, "snapshot", dict(snapshot, printed=printed[0])))
    for order, entry in enumerate(parameters["rescorings"]):
        facts.append((entry["day"], 0, order, "rescoring", entry))
    facts.sort(key=lambda fact: fact[:3])

    def known(fact, index):
        if fact[3] == "round":
            return fact[2] < index
        if fact[0] > rounds[index]["day"]:
            return False
        if fact[3] == "rescoring":
            return True
        printed = fact[4]["printed"]
        return rounds[printed]["day"] < rounds[index]["day"] if previous else printed <= index

    def apply(state, fact):
        if fact[3] == "round":
            state.round(fact[4])
        elif fact[3] == "snapshot":
            state.snapshot(fact[4])
        else:
            state.advance(fact[0])
            if state.counted is not None:
                state.points_ended = fact[4]["points"]

    settled, done = State(parameters, ranges), 0
    for index, round_ in enumerate(rounds):
        last = max((i + 1 for i in range(done, len(facts))
                    if known(facts[i], index) and facts[i][3] == "snapshot"), default=done)
        for i in range(done, last):
            if known(facts[i], index):
                apply(settled, facts[i])
        done = last
        pending = [fact for fact in facts[done:] if known(fact, index)]
        if settled.counted is None:  # nothing but the level of nominees to be known yet
            while done < len(facts) and known(facts[done], index):
                apply(settled, facts[done])
                done += 1
            yield index, round_, settled
            continue
        state = copy.deepcopy(settled)
        for fact in pending:
            apply(state, fact)
        state.advance(round_["day"])
        yield index, round_, state


def foretell(parameters, record, previous, chance=None):
    """{number: (score, age, low, high)}; low and high are None without `chance(index, replicate) -> noise`."""
    ids = [entry["id"] for entry in parameters["types"]]
    pool, nominees = parameters["pool"], parameters["nominees"]
    square = {name: (pool["noise"] * ONE // 1000) ** 2 for name in ids + ["all"]}
    square["pnp"] = (nominees["noise"] * ONE) ** 2
    seen = dict.fromkeys(square, 0)
    answers = {}
    for index, round_, state in walk(parameters, record, previous):
        name = round_["id"]
        if name not in square or state.counted is None:
            continue
        deviation = math.isqrt(square[name]) * pool["noise_scale"] // 100
        if seen[name] == 0 and name not in ("all", "pnp"):  # of those the level is counted
            deviation *= 4
        noises = [divide(deviation * noise, ONE) for noise in chance(index)] if chance else []
        if name == "pnp":
            expected = state.nominee_cutoff(round_["invitations"])
            score, age = rounded(expected), None
            scores = [rounded(expected + noise) for noise in noises]
            off = round_["cutoff"] * ONE - expected
        else:
            score, age, scores, off = from_stock(state, round_, noises)
        low = high = None
        if scores:
            scores.sort()
            low, high = scores[len(scores) // 10], scores[len(scores) - 1 - len(scores) // 10]
        answers[round_["number"]] = (score, age, low, high)
        if name == "pnp" or seen[name] > 0:
            square[name] = (square[name] * pool["noise_memory"] + off * off) // (pool["noise_memory"] + 1)
        seen[name] += 1
    return answers


def rounded(points):
    return divide(points + ONE // 2, ONE)


def from_stock(state, round_, noises):
    stock = state.stock_of(round_["id"])
    at = [stock.at(score) for score in range(SCORES)]
    nominees = state.nominees if round_["id"] == "all" else 0
    invitations = round_["invitations"] * ONE

    def cut(wanted):
        total = 0
        for score in range(SCORES - 1, -1, -1):
            total += at[score]
            if total >= wanted:
                return score
        return 0

    wanted = invitations - nominees if invitations > nominees else ONE
    score = cut(invitations - nominees) if invitations > nominees else SCORES - 1
    scores = [cut(wanted * FACTOR // exp2(noise)) for noise in noises]
    reached = 0
    if round_["cutoff"] < SCORES:
        reached = sum(at[round_["cutoff"] + 1:]) + at[round_["cutoff"]] // 2
    off = log2(wanted, max(reached, 1))
    return score, state.median_age(round_["id"], score), scores, max(-3 * ONE, min(3 * ONE, off))


def read_parameters(path):
    """A parameter file; only what such a file may look like is understood."""
    import yaml
    with open(path, encoding="utf-8") as stream:
        file = yaml.safe_load(stream)
    return {"pool": file["pool"], "nominees": file["nominees"], "types": file["types"],
            "rescorings": [{"day": (entry["date"] - EPOCH).days, "points": entry["points"]}
                           for entry in file["rescorings"]],
            "late": [(day - EPOCH).days for day in file["snapshots_after_rounds"]]}
