#!/usr/bin/env python3
"""Symbols of the library: every global one starts with eep_, and every function that a public header
declares is there.

usage: symbols.py [--root FOLDER] build/release/sim/libeepool.a
"""

import re
import subprocess
import sys

import tree as lint

DECLARED = re.compile(r"EEP_API\b[^;{]*?\b(eep_\w+)\(", re.S)


def defined(library):
    """Names of the global symbols that a static library defines, with the member that holds them."""
    listing = subprocess.run(["nm", "-A", "-g", "--defined-only", library], check=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    for line in listing.splitlines():
        place, _, rest = line.rpartition(":")
        fields = rest.split()
        if len(fields) == 3:
            yield fields[2], place.rpartition(":")[2]


def check(tree, rest):
    if len(rest) != 1:
        sys.exit("symbols: name one static library: symbols.py build/release/sim/libeepool.a")
    symbols = dict(defined(rest[0]))
    if not symbols:
        sys.exit(f"symbols: {rest[0]} defines nothing")
    for name, member in sorted(symbols.items()):
        if not name.startswith(("eep_", ".")):  # names with a dot are the compiler's
            tree.report(member, 0, f"the global symbol {name} does not start with eep_",
                        "make it static, or give it the prefix")
    for path in tree.files(".h"):
        if path.startswith("include/"):
            text = "\n".join(tree.lines(path))
            for match in DECLARED.finditer(text):
                if match.group(1) not in symbols:
                    tree.report(path, text.count("\n", 0, match.end()) + 1,
                                f"{match.group(1)} is declared, but the library lacks it",
                                "write it, or take the declaration out")


if __name__ == "__main__":
    lint.run(check, "checks the symbols of the static library")
