"""NumPy: tables by fancy indexing. Two formulations: whole columns at once, and blocks that stay in the
second-level cache. Threads share the blocks; NumPy releases its lock inside most operations."""

import concurrent.futures

import numpy as np

import rules as r

BLOCK = 1 << 15


class Arrays(r.Operations):
    def __init__(self, columns):
        self.columns = columns
        self.tables = {}

    def column(self, name):
        return self.columns[name]

    def wide(self, value):
        return value.astype(np.int32)

    def lookup(self, table, index):
        key = tuple(table)
        if key not in self.tables:
            top = max(table)
            kind = np.int32 if min(table) < 0 else np.uint8 if top < 100 else np.uint16 if top < 65536 else np.int32
            self.tables[key] = np.array(table, dtype=kind)
        return self.tables[key].take(index, mode="clip").astype(np.int32 if min(table) < 0 else np.uint16, copy=False)

    def least(self, *values):
        least = values[0]
        for value in values[1:]:
            least = np.minimum(least, value)
        return least

    def where(self, condition, yes, no):
        if isinstance(yes, int) and isinstance(no, int):
            return np.where(condition, np.uint16(yes), np.uint16(no))
        return np.where(condition, yes, no)

    def is_in(self, value, codes):
        table = np.zeros(100000, dtype=bool)
        table[codes] = True
        return table[value]


def part(columns, begin, end):
    return {name: values[begin:end] for name, values in columns.items()}


class Peer:
    name = "NumPy"
    formulations = ("whole", "blocks")

    def __init__(self, rules, threads):
        self.rules, self.threads = rules, threads
        self.workers = concurrent.futures.ThreadPoolExecutor(threads)
        self.tables = {}

    # Facts, prepared before the clock: one byte each.

    def prepare(self, raw):
        facts = {}
        rows = len(raw["id"])
        for begin in range(0, rows, BLOCK):
            for name, values in self.rules.facts(Arrays(part(raw, begin, begin + BLOCK))).items():
                if name not in facts:
                    facts[name] = np.empty(rows, dtype=np.uint8)
                facts[name][begin:begin + BLOCK] = values
        early, late = self.rules.window()
        submitted = raw["submitted_at"]
        self.facts, self.rows = facts, rows
        self.in_pool = (raw["status"] == 0) & (submitted >= early) & (submitted <= late)
        self.submitted, self.id = submitted, raw["id"]

    def over_blocks(self, function, out, formulation):
        """out[part] = function(operations on that part), in as many threads as may be."""
        size = BLOCK if formulation == "blocks" else -(-self.rows // self.threads)

        def one(begin):
            arrays = Arrays(part(self.facts, begin, begin + size))
            arrays.tables = self.tables
            out[begin:begin + size] = function(arrays)

        list(self.workers.map(one, range(0, self.rows, size)))
        return out

    def score(self, formulation):
        return self.over_blocks(self.rules.score, np.empty(self.rows, dtype=np.uint16), formulation)

    def competes(self, kind, formulation):
        def who(arrays):
            programs = self.rules.any_program(arrays)
            return programs & self.rules.stem(arrays) if kind == "stem" else programs

        return self.over_blocks(who, np.empty(self.rows, dtype=bool), formulation) & self.in_pool

    def draw(self, kind, invitations, formulation):
        """Everybody above the cut-off, and of those at it the earliest."""
        score, competes = self.score(formulation), self.competes(kind, formulation)
        count = np.bincount(score[competes], minlength=1201)
        above = np.cumsum(count[::-1])[::-1]
        cutoff = np.flatnonzero(above >= invitations)[-1] if above[0] >= invitations else 0
        sure = np.flatnonzero(competes & (score > cutoff))
        tied = np.flatnonzero(competes & (score == cutoff))
        tied = tied[np.lexsort((self.id[tied], self.submitted[tied]))]
        return self.id[np.concatenate((sure, tied[:invitations - len(sure)]))], int(cutoff)

    def rounds(self, kinds, invitations, formulation):
        """Cut-offs of rounds in sequence: ranked once, then the first of those who are left."""
        score = self.score(formulation)
        competes = {kind: self.competes(kind, formulation) for kind in set(kinds)}
        rank = np.lexsort((self.id, self.submitted, -score.astype(np.int16)))
        left = {kind: who[rank] for kind, who in competes.items()}
        cutoffs = []
        for kind in kinds:
            taken = np.flatnonzero(left[kind])[:invitations]
            for who in left.values():
                who[taken] = False
            cutoffs.append(int(score[rank[taken[-1]]]) if len(taken) else 0)
        return cutoffs

    # File to cut-off: npz, compressed.

    @staticmethod
    def file(folder):
        return folder / "pool.npz"

    def write(self, raw, folder):
        np.savez_compressed(self.file(folder), **raw)

    def cutoff_of_file(self, folder, invitations):
        with np.load(self.file(folder)) as stored:
            self.prepare({name: stored[name] for name in stored.files})
        return self.draw("general", invitations, "blocks")[1]
