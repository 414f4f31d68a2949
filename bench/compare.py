#!/usr/bin/env python3
"""Is this tree slower than an older commit? Builds both, and runs the two benchmark programs in turn.

usage: compare.py [COMMIT] [--filter REGEX] [--rounds N] [--noise PERCENT]

COMMIT defaults to HEAD, so that uncommitted work is compared with what was committed last. It is built in a
git worktree in a temporary folder. Old and new take turns, the order changing from round to round, because clocks and
neighbours drift: only what ran side by side is compared. A ratio is time now over time before, the median over the
rounds, with its lowest and highest. What seems slower is measured again with twice the rounds; it counts as slower
when the median of all rounds is beyond the noise and three quarters of the rounds agree.

Exit: 0 nothing got slower, 1 something did, 2 wrong usage, 4 something could not be built or run.
"""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1}
SIDES = ("before", "now")


def fail(text):
    print(f"compare: {text}", file=sys.stderr)
    sys.exit(4)


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False, **more)
    if done.returncode != 0:
        fail(f"{' '.join(map(str, command))} failed\n{done.stdout}{done.stderr}")
    return done.stdout


def build(tree, folder):
    """The benchmark program of a tree, built in `folder`."""
    run("cmake", "-S", tree, "-B", folder, "-DCMAKE_BUILD_TYPE=Release", "-DEEP_BENCH=ON", "-DEEP_TESTS=OFF")
    run("cmake", "--build", folder, "--parallel", "2", "--target", "eepool_bench")
    return folder / "bin" / "eepool_bench"


def names_of(program, pattern):
    """Benchmarks that match, as the program lists them."""
    listed = run(program, "--benchmark_list_tests=true", f"--benchmark_filter={pattern}")
    return set(listed.split("\n")) - {""}


def seconds(program, names):
    """
    {name: seconds a repetition} of one run; of the repetitions of each, the fastest. With one thread these are seconds of
    the processor, which other programs disturb less; with two, of the clock on the wall.
    """
    chosen = "^(" + "|".join(re.escape(name) for name in sorted(names)) + ")$"
    report = json.loads(run(program, f"--benchmark_filter={chosen}", "--benchmark_min_time=0.02",
                            "--benchmark_repetitions=3", "--benchmark_enable_random_interleaving=true",
                            "--benchmark_format=json"))
    found = {}
    for entry in report["benchmarks"]:
        if entry.get("error_occurred"):
            fail(f"{entry['name']} of {program}: {entry['error_message']}")
        if entry["run_type"] == "iteration":
            clock = "cpu_time" if entry["run_name"].endswith("/1/real_time") else "real_time"
            found.setdefault(entry["run_name"], []).append(entry[clock] * UNITS[entry["time_unit"]])
    return {name: min(times) for name, times in found.items()}


def measure(programs, names, rounds, ratios):
    """Adds the ratios of some more rounds to {name: [ratio, ...]}."""
    for number in range(rounds):
        order = SIDES if number % 2 == 0 else SIDES[::-1]
        times = {side: seconds(programs[side], names) for side in order}
        for name in names:
            ratios.setdefault(name, []).append(times["now"][name] / times["before"][name])


def is_slower(ratios, noise):
    """Beyond the noise in the middle, and not by a few rounds alone."""
    beyond = sum(ratio > 1 + noise / 2 for ratio in ratios)
    return statistics.median(ratios) > 1 + noise and beyond >= 0.75 * len(ratios)


def show(name, ratios, noise):
    middle = statistics.median(ratios)
    word = "slower" if is_slower(ratios, noise) else "faster" if is_slower([1 / ratio for ratio in ratios], noise) else ""
    print(f"{name.removesuffix('/real_time'):44}{middle:8.3f}{min(ratios):9.3f}{max(ratios):8.3f}{len(ratios):7}  {word}"
          .rstrip())


def compare(programs, arguments):
    """Names of what got slower."""
    noise = arguments.noise / 100
    names = names_of(programs["now"], arguments.filter)
    both = names & names_of(programs["before"], arguments.filter)
    if not both:
        print("compare: the two commits have no such benchmark in common", file=sys.stderr)
        sys.exit(2)
    ratios = {}
    measure(programs, both, arguments.rounds, ratios)
    suspects = {name for name in both if statistics.median(ratios[name]) > 1 + noise / 2}
    if suspects:
        print(f"compare: measuring {len(suspects)} again", file=sys.stderr)
        measure(programs, suspects, 2 * arguments.rounds, ratios)
    print(f"{'benchmark':44}{'ratio':>8}{'lowest':>9}{'highest':>8}{'rounds':>7}")
    for name in sorted(both):
        show(name, ratios[name], noise)
    for name in sorted(names - both):
        print(f"{name.removesuffix('/real_time'):44}     new")
    return [name for name in both if is_slower(ratios[name], noise)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("commit", nargs="?", default="HEAD")
    parser.add_argument("--filter", default="/avx2/l2/1|/avx2/10M/1", help="benchmarks to compare, a regular expression")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--noise", type=float, default=5, help="percent that may be chance (default 5)")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="eepool-compare-"))
    try:
        run("git", "-C", ROOT, "worktree", "add", "--detach", folder / "tree", arguments.commit)
        programs = {"before": build(folder / "tree", folder / "build"),
                    "now": build(ROOT, ROOT / "build" / "bench")}
        slower = compare(programs, arguments)
    finally:
        subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", folder / "tree"], capture_output=True,
                       check=False)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(slower)} slower than {arguments.commit}")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
