"""Polars: expressions over a frame. Two formulations: tables by gather, and by replace_strict."""

import polars as pl

import rules as r


class Expressions(r.Operations):
    def __init__(self, formulation):
        self.formulation = formulation

    def column(self, name):
        return pl.col(name)

    def wide(self, value):
        return value.cast(pl.Int32)

    def lookup(self, table, index):
        kind = pl.Int32 if min(table) < 0 or max(table) > 65535 else pl.UInt16
        if self.formulation == "replace":
            return index.cast(pl.Int32).replace_strict(list(range(len(table))), table, default=0, return_dtype=kind)
        clipped = index.cast(pl.Int32).clip(0, len(table) - 1).cast(pl.UInt32) if kind == pl.Int32 else index
        return pl.lit(pl.Series(table, dtype=kind)).gather(clipped.cast(pl.UInt32))

    def least(self, *values):
        return pl.min_horizontal(*(pl.lit(value, dtype=pl.UInt16) if isinstance(value, int) else value
                                   for value in values))

    def where(self, condition, yes, no):
        lit = lambda value: pl.lit(value, dtype=pl.UInt16) if isinstance(value, int) else value
        return pl.when(condition).then(lit(yes)).otherwise(lit(no))

    def is_in(self, value, codes):
        return value.is_in(pl.Series(codes, dtype=pl.UInt32).implode())


class Peer:
    name = "Polars"
    formulations = ("gather", "replace")

    def __init__(self, rules, threads):
        self.rules, self.threads = rules, threads  # POLARS_MAX_THREADS is set by run.py before the import

    def in_pool(self):
        early, late = self.rules.window()
        return (pl.col("status") == 0) & pl.col("submitted_at").is_between(early, late)

    def expressions(self):
        facts = self.rules.facts(Expressions("gather"))
        return [value.cast(pl.UInt8).alias(name) for name, value in facts.items()] + [
            self.in_pool().alias("in_pool"), pl.col("submitted_at"), pl.col("id")]

    def prepare(self, raw):
        frame = pl.DataFrame(raw)
        self.frame = frame.select(self.expressions())
        self.rows = self.frame.height

    def score(self, formulation):
        score = self.rules.score(Expressions(formulation)).cast(pl.UInt16).alias("score")
        return self.frame.select(score)["score"].to_numpy()

    def competing(self, frame, kind, formulation, others=()):
        o = Expressions(formulation)
        competes = pl.col("in_pool") & self.rules.any_program(o)
        if kind == "stem":
            competes = competes & self.rules.stem(o)
        return frame.lazy().select(self.rules.score(o).cast(pl.UInt16).alias("score"), "submitted_at", "id",
                                   competes.alias("competes"), *others)

    def best(self, frame, kind, invitations, formulation):
        return (self.competing(frame, kind, formulation).filter("competes")
                .top_k(invitations, by=["score", "submitted_at", "id"], reverse=[False, True, True])
                .select("id", "score").collect())

    def draw(self, kind, invitations, formulation):
        best = self.best(self.frame, kind, invitations, formulation)
        return best["id"].to_numpy(), int(best["score"].min() or 0)

    def rounds(self, kinds, invitations, formulation):
        ranked = (self.competing(self.frame, "general", formulation,
                                 [self.rules.stem(Expressions(formulation)).alias("stem")])
                  .filter("competes").sort("score", "submitted_at", "id", descending=[True, False, False])
                  .select("score", "stem").with_row_index("rank").collect())
        cutoffs, left = [], {"general": ranked, "stem": ranked.filter("stem")}
        for kind in kinds:
            taken = left[kind].head(invitations)
            left = {other: (frame.slice(taken.height) if other == kind
                            else frame.filter(~pl.col("rank").is_in(taken["rank"].implode())))
                    for other, frame in left.items()}
            cutoffs.append(int(taken["score"].min() or 0))
        return cutoffs

    @staticmethod
    def file(folder):
        return folder / "pool-polars.parquet"

    def write(self, raw, folder):
        pl.DataFrame(raw).write_parquet(self.file(folder))

    def cutoff_of_file(self, folder, invitations):
        o = Expressions("gather")
        rows = pl.scan_parquet(self.file(folder)).select(self.expressions())
        competes = pl.col("in_pool") & self.rules.any_program(o)
        best = (rows.select(self.rules.score(o).cast(pl.UInt16).alias("score"), "submitted_at", "id",
                            competes.alias("competes"))
                .filter("competes").top_k(invitations, by=["score", "submitted_at", "id"],
                                          reverse=[False, True, True])
                .select("score").collect(engine="streaming"))
        return int(best["score"].min())
