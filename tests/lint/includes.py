#!/usr/bin/env python3
"""Includes point one way.

kernels -> nothing; datasets -> base, pool and dataset headers, the face of kernels; sim -> public headers
and the two faces; sim/cli, python and examples -> public headers; bench -> public headers, the face of
kernels, sim/sim.h for the compiled rules that kernels are measured with, and the workshop of sim/make for
people made batch after batch. A header that is not the face of its folder stays in that folder and those below, or in those that its opening
comment names ("Private to sim/draw and sim/run."). Each outside library is seen by the few places named below. Tests may look at everything of ours.
"""

import os
import posixpath
import re

import tree as lint

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')

KERNELS_FACE = ("kernels/kernels.h",)
DATASETS_FACE = ("datasets/datasets.h", "datasets/base.h", "datasets/columns.def")

# The first prefix that fits a file says what it may include of ours, besides what lies in its own folder or
# above it, and the faces within its own room. "public" stands for include/eepool/*.h.
ALLOWED = (
    ("include/", ("public",)),
    ("kernels/", ()),
    ("datasets/", KERNELS_FACE + tuple(f"include/eepool/{name}.h" for name in ("base", "tools", "pool", "dataset"))),
    ("sim/cli/", ("public",)),
    ("sim/", KERNELS_FACE + DATASETS_FACE + ("public",)),
    ("bench/", KERNELS_FACE + ("sim/sim.h", "sim/make/workshop.h", "public")),
    ("python/", ("public",)),
    ("examples/", ("public",)),
)

# Who may see an outside library; tests may, when they check a file or number against it.
LIBRARIES = {
    "zstd.h": ("datasets/", "bench/"),
    "xxhash.h": ("datasets/", "sim/policy/", "sim/make/"),
    "yaml.h": ("sim/yaml/",),
    "cyaml/cyaml.h": ("sim/",),
    "jansson.h": ("datasets/", "sim/"),
    "openssl/evp.h": ("sim/describe/",),
    "argp.h": ("sim/cli/",),
    "sqlite3.h": ("sim/",),
    "mpi.h": ("sim/comm/",),
    "omp.h": ("datasets/", "sim/", "bench/"),
    "immintrin.h": ("kernels/",),
    "emmintrin.h": ("bench/bench_memory.c",),
    "benchmark/benchmark.h": ("bench/gbench.cc",),
}


def resolve(root, path, name):
    """The file of ours that `#include "name"` in `path` means, or None."""
    for candidate in (posixpath.join(posixpath.dirname(path), name), name, "include/" + name):
        candidate = posixpath.normpath(candidate)
        if os.path.isfile(os.path.join(root, candidate)):
            return candidate
    return None


def is_face(path):
    """A folder is entered through the header that has its name: sim/yaml/yaml.h."""
    return posixpath.basename(path) == posixpath.basename(posixpath.dirname(path)) + ".h"


def friends(tree, path):
    """The folders that a header's opening comment names: `Private to sim/draw and sim/run.`"""
    match = re.search(r"Private to ([\w/, \n*]+)\.", "\n".join(tree.lines(path)[:8]))
    return re.findall(r"\w+(?:/\w+)+", match.group(1)) if match else []


def fault_of(tree, path, target):
    """Why `path` may not include `target`, or None."""
    if path.startswith("tests/"):
        return None
    prefix, allowed = next((rule for rule in ALLOWED if path.startswith(rule[0])), (None, None))
    if prefix is None:
        return f"{path} lies in no room of the house"
    if target in allowed or ("public" in allowed and target.startswith("include/eepool/")):
        return None
    home = posixpath.dirname(target)
    if home == posixpath.dirname(path) or (path.startswith(home + "/") and prefix != "sim/cli/"):
        return None
    same_room = target.split("/")[0] == path.split("/")[0]
    if same_room and prefix != "sim/cli/" and is_face(target):
        return None
    if posixpath.dirname(path) in friends(tree, target):
        return None
    if same_room and prefix != "sim/cli/":
        return f"{target} is private to its folder"
    return f"{prefix[:-1]} may not know {target}"


def check(tree, _):
    for path in tree.files(".c", ".h", ".cc", ".def"):
        for number, line in enumerate(tree.lines(path), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            style, name = match.groups()
            users = LIBRARIES.get(name)
            if users and not path.startswith(users) and not path.startswith("tests/"):
                tree.report(path, number, f"<{name}> is not for this file",
                            f"the library is reached through {', '.join(users)}: see tests/lint/includes.py")
            target = resolve(tree.root, path, name)
            if target is None and style == '"' and not name.startswith("bench_"):
                tree.report(path, number, f'no file of ours is called "{name}"',
                            "write outside headers in angle brackets, ours with the path from the root")
            if target is not None and (reason := fault_of(tree, path, target)):
                tree.report(path, number, reason,
                            "use the public headers or the face of the folder; CONTRIBUTING.md has the rule")


if __name__ == "__main__":
    lint.run(check, "checks the direction of includes")
