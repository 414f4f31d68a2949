"""What the kernels are asked to reach, and where in a run it is found.

A target names benchmarks as bench/ does; `*` stands for the fastest level. What a run did not measure is listed as such.
Targets were set on 2 Zen 3 cores; on other machines read the measured values, not the verdicts.
"""

MANY = 10_000_000  # rows of the peers' targets


class Target:
    """A figure that must be at least, or at most, a limit."""

    def __init__(self, what, limit, unit, find, at_least=True):
        self.what, self.limit, self.unit, self.find, self.at_least = what, limit, unit, find, at_least

    @property
    def wanted(self):
        return f"{'>=' if self.at_least else '<='} {self.limit:g} {self.unit}"

    def measure(self, run, peers):
        """(value, remark) or None"""
        return self.find(run, peers)

    def show(self, found):
        return self.figure(found) + (f" ({found[1]})" if found[1] else "")

    def figure(self, found):
        return f"{found[0]:.3g} {self.unit}"

    def is_met(self, found):
        return found[0] >= self.limit if self.at_least else found[0] <= self.limit


# ---- Where a figure is found ---------------------------------------------------------------------------

def level_of(name):
    """Of a kernel's name; other benchmarks run at the best level."""
    parts = name.split("/")
    return parts[1] if len(parts) == 4 and parts[0] != "draw" else ""


def rate(pattern):
    """Candidates a second, in G."""
    def find(run, _):
        name = run.fastest(pattern)
        return name and (run.value(name, "items_per_second") / 1e9, level_of(name))
    return find


def millions(pattern):
    """Candidates a second, in M."""
    def find(run, peers):
        found = rate(pattern)(run, peers)
        return found and (1e3 * found[0], found[1])
    return find


def volume(pattern):
    """Bytes a second, in GB."""
    def find(run, _):
        name = run.fastest(pattern)
        return name and (run.value(name, "bytes_per_second") / 1e9, level_of(name))
    return find


def share(pattern):
    def find(run, _):
        name = run.fastest(pattern)
        found = name and run.share(name)
        return (100 * found, level_of(name)) if found else None
    return find


def milliseconds(pattern):
    def find(run, _):
        name = run.fastest(pattern)
        return name and (1e3 * run.seconds(name), level_of(name))
    return find


def ratio(pattern, of):
    """Seconds of one benchmark as a multiple of another's."""
    def find(run, _):
        one, other = run.fastest(pattern), run.fastest(of)
        return one and other and (run.seconds(one) / run.seconds(other), level_of(one))
    return find


def slower(task, who):
    """How many times slower peers are: of those named, the fastest, with the threads that suit it best."""
    def find(_, peers):
        found = [(entry["who"][name][task][0] / entry["who"]["eepool"][task][0], f"{name}, {entry['threads']} threads")
                 for entry in peers if entry["rows"] == MANY for name in who if task in entry["who"].get(name, {})]
        return min(found, default=None)
    return find


def of_file(key, scale):
    def find(_, peers):
        found = [entry["who"]["eepool"][key] for entry in peers if entry["rows"] == MANY and entry["threads"] == 2]
        return ((found[0][0] if isinstance(found[0], list) else found[0]) * scale, "") if found else None
    return find


TARGETS = (
    Target("score, sum only, 10 M, 2 threads", 3.0, "G/s", rate("score_sum/*/10M/2")),
    Target("score and store, 10 M, 2 threads", 2.8, "G/s", rate("score/*/10M/2")),
    Target("score and store, 40 M, 2 threads, of read bandwidth", 80, "%", share("score/*/40M/2")),
    Target("score and all programs, stored, 10 M, 2 threads", 1.9, "G/s", rate("score_programs/*/10M/2")),
    Target("score and who is eligible in a general round", 1.9, "G/s", rate("round_general/*/10M/2")),
    Target("score and who is eligible in a CEC round", 1.9, "G/s", rate("round_cec/*/10M/2")),
    Target("score and who is eligible in a STEM round", 1.9, "G/s", rate("round_stem/*/10M/2")),
    Target("draw from planes, 5,000 of 10 M, 2 threads", 5.0, "ms", milliseconds("draw/packed/2t/10000000"), False),
    Target("draw on stored scores, 10 M, 2 threads", 0.7, "ms", milliseconds("draw/stored/2t/10000000"), False),
    Target("26 rounds with an index, 10 M", 0.15, "ms", milliseconds("draw/rounds_26/1t/10000000"), False),
    Target("building the index, 10 M, 1 thread", 60, "ms", milliseconds("draw/index_build/1t/10000000"), False),
    Target("8 policies in one pass, 10 M, 2 threads, of one", 2.5, "times", ratio("score_many_8/*/10M/2", "score/*/10M/2"),
           False),
    Target("score elsewhere: DuckDB and Polars slower", 300, "times", slower("score", ("DuckDB", "Polars"))),
    Target("score elsewhere: NumPy slower", 80, "times", slower("score", ("NumPy",))),
    Target("score elsewhere: plain C slower", 60, "times", slower("score", ("plain C",))),
    Target("26 rounds elsewhere: slower, index included", 20, "times",
           slower("rounds", ("DuckDB", "Polars", "NumPy", "plain C"))),
    Target("file to cut-off, 10 M, 2 threads", 0.13, "s", of_file("file", 1), False),
    Target("file to cut-off, 10 M, 2 threads, memory", 64, "MiB", of_file("file_kib", 1 / 1024), False),
    Target("random, one core, in the first cache", 4.5, "GB/s", volume("random/*/l1/1")),
    Target("all facts of a candidate drawn, 2 threads, in the first cache", 60, "M/s", millions("people/*/l1/2")),
    Target("full model sampled batch after batch, 4 M kept of 5.9 M, 2 threads", 30, "M/s", millions("pool/sample_raw/threads/2")),
    Target("raw pool of 4 M made in fresh memory (5.9 M drawn and scored), 2 threads", 30, "M/s", millions("pool/generate_raw/threads/2")),
)
