"""DuckDB: SQL over a table in memory. Two formulations: tables by CASE, and by lists."""

import duckdb

import rules as r

LIMIT = "ORDER BY score DESC, submitted_at, id LIMIT"


class Sql:
    """A piece of SQL that can be added, compared and so on."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def _operator(sign):
    return lambda self, other: Sql(f"({self} {sign} {other})"), lambda self, other: Sql(f"({other} {sign} {self})")


for _name, _sign in (("add", "+"), ("sub", "-"), ("mul", "*"), ("floordiv", "//"), ("mod", "%"), ("ge", ">="),
                     ("gt", ">"), ("le", "<="), ("eq", "="), ("and", "AND"), ("or", "OR")):
    _left, _right = _operator(_sign)
    setattr(Sql, f"__{_name}__", _left)
    if _name in ("add", "sub", "mul", "and", "or"):
        setattr(Sql, f"__r{_name}__", _right)


class Statements(r.Operations):
    def __init__(self, formulation):
        self.formulation = formulation

    def column(self, name):
        return Sql(name)

    def wide(self, value):
        return Sql(f"({value})::INTEGER")

    def lookup(self, table, index):
        if self.formulation == "list":
            kind = "INTEGER" if min(table) < 0 or max(table) > 32767 else "SMALLINT"
            return Sql(f"([{','.join(map(str, table))}]::{kind}[])[({index})::INTEGER + 1]")
        cases = " ".join(f"WHEN {key} THEN {value}" for key, value in enumerate(table) if value != table[-1])
        return Sql(f"(CASE {index} {cases} ELSE {table[-1]} END)") if cases else Sql(str(table[-1]))

    def least(self, *values):
        return Sql(f"least({', '.join(map(str, values))})")

    def where(self, condition, yes, no):
        return Sql(f"(CASE WHEN {condition} THEN {yes} ELSE {no} END)")

    def is_in(self, value, codes):
        return Sql(f"({value} IN ({', '.join(map(str, codes))}))")


class Peer:
    name = "DuckDB"
    formulations = ("case", "list")

    def __init__(self, rules, threads):
        self.rules, self.threads = rules, threads
        self.base = duckdb.connect(config={"threads": threads})

    def facts(self):
        """The list of what is selected from raw columns."""
        early, late = self.rules.window()
        facts = [f"({value})::UTINYINT AS {name}" for name, value in self.rules.facts(Statements("list")).items()]
        facts.append(f"(status = 0 AND submitted_at BETWEEN {early} AND {late}) AS in_pool")
        return ", ".join(facts + ["submitted_at", "id"])

    def prepare(self, raw):
        """In one thread: several would take the rows of NumPy arrays in any order, and scores are compared in order."""
        self.base.register("raw", dict(raw))
        self.base.execute("SET threads = 1")
        self.base.execute(f"CREATE OR REPLACE TABLE facts AS SELECT {self.facts()} FROM raw")
        self.base.execute(f"SET threads = {self.threads}")

    def score_of(self, formulation):
        """Sums of small numbers are made wide enough first: a fact is one byte."""
        return f"({self.rules.score(Statements(formulation))})::USMALLINT"

    def score(self, formulation):
        self.base.execute(f"CREATE OR REPLACE TABLE scored AS SELECT {self.score_of(formulation)} AS score FROM facts")
        return lambda: self.base.execute("SELECT score FROM scored").fetchnumpy()["score"]

    def competes(self, kind, formulation):
        o = Statements(formulation)
        stem = f" AND {self.rules.stem(o)}" if kind == "stem" else ""
        return f"in_pool AND {self.rules.any_program(o)}{stem}"

    def draw(self, kind, invitations, formulation):
        best = self.base.execute(
            f"SELECT id, {self.score_of(formulation)} AS score, submitted_at FROM facts "
            f"WHERE {self.competes(kind, formulation)} {LIMIT} {invitations}").fetchnumpy()
        return best["id"], int(best["score"].min())

    def rounds(self, kinds, invitations, formulation):
        run = self.base.execute
        run(f"CREATE OR REPLACE TABLE ranked AS SELECT row_number() OVER () AS rank, * FROM (SELECT "
            f"{self.score_of(formulation)} AS score, {self.rules.stem(Statements(formulation))} AS stem, submitted_at, "
            f"id FROM facts WHERE {self.competes('general', formulation)} ORDER BY score DESC, submitted_at, id)")
        cutoffs = []
        for kind in kinds:
            where = "WHERE stem" if kind == "stem" else ""
            run(f"CREATE OR REPLACE TABLE taken AS SELECT rank, score FROM ranked {where} ORDER BY rank "
                f"LIMIT {invitations}")
            run("DELETE FROM ranked WHERE rank IN (SELECT rank FROM taken)")
            cutoffs.append(int(run("SELECT coalesce(min(score), 0) FROM taken").fetchone()[0]))
        return cutoffs

    @staticmethod
    def file(folder):
        return folder / "pool-duckdb.parquet"

    def write(self, raw, folder):
        self.base.register("raw", dict(raw))
        self.base.execute(f"COPY (SELECT * FROM raw) TO '{self.file(folder)}' (FORMAT parquet, COMPRESSION zstd)")

    def cutoff_of_file(self, folder, invitations):
        return int(self.base.execute(
            f"SELECT min(score) FROM (SELECT {self.score_of('case')} AS score, submitted_at, id FROM (SELECT "
            f"{self.facts()} FROM read_parquet('{self.file(folder)}')) WHERE {self.competes('general', 'case')} "
            f"{LIMIT} {invitations})").fetchone()[0])
