#!/usr/bin/env python3
"""C files are as clang-format 14 leaves them. Other versions lay out some lines differently, so with
another one, or none, nothing is checked."""

import os
import shutil
import subprocess
import sys

import tree as lint

VERSION = "14"


def find_tool():
    """A clang-format of the right version, or None."""
    for name in (f"clang-format-{VERSION}", "clang-format"):
        tool = shutil.which(name)
        if tool:
            answer = subprocess.run([tool, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
            if f"version {VERSION}." in answer:
                return tool
    return None


def check(tree, _):
    tool = find_tool()
    if tool is None:
        print(f"format: not checked, because clang-format {VERSION} is not here")
        return
    for path in tree.files(".c", ".h", ".cc"):
        full = os.path.join(tree.root, path)
        wanted = subprocess.run([tool, full], stdout=subprocess.PIPE, check=True).stdout
        with open(full, "rb") as stream:
            have = stream.read()
        if have != wanted:
            pairs = zip(have.split(b"\n"), wanted.split(b"\n"))
            line = next((number for number, (a, b) in enumerate(pairs, 1) if a != b), 1)
            tree.report(path, line, "is not as clang-format leaves it", f"run: clang-format -i {path}")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    lint.run(check, "checks the layout of C files")
