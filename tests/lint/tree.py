"""What the lints share: which files there are, and how a fault is reported.

A lint is a program: `python3 tests/lint/words.py [--root FOLDER]`. It prints one line of what and where and
one of what to do for each fault, and exits 1 when there was any.
"""

import argparse
import os
import sys

ROOMS = ("include", "kernels", "datasets", "sim", "bench", "tests", "python", "examples", "docs", ".ci")
SKIPPED_FOLDERS = {"build", ".git", "__pycache__"}


class Tree:
    """The files under a root, without what is built, and the faults found in them."""

    def __init__(self, root):
        self.root = os.path.abspath(root)
        self.faults = 0

    def files(self, *endings):
        """Paths relative to the root, sorted, of files whose name ends in one of `endings` (all if none)."""
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.root)
                if not endings or name.endswith(endings):
                    found.append(path.replace(os.sep, "/"))
        return sorted(path for path in found if "/" not in path or path.split("/")[0] in ROOMS)

    def lines(self, path):
        """The lines of a text file, without their ends; nothing for a file that is not text."""
        with open(os.path.join(self.root, path), "rb") as stream:
            content = stream.read()
        if b"\0" in content[:4096]:
            return []
        return content.decode("utf-8", "replace").split("\n")

    def report(self, path, line, message, advice):
        self.faults += 1
        print(f"{path}:{line}: {message}\n    {advice}")


def run(check, about):
    """Parses the command line, runs `check(tree, rest)` and exits with 1 when it reported faults."""
    parser = argparse.ArgumentParser(description=about)
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--root", default=os.path.join(here, "..", ".."), help="the tree to look at")
    parser.add_argument("rest", nargs="*", help="what this lint wants besides")
    options = parser.parse_args()
    tree = Tree(options.root)
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    fatal = check(tree, options.rest)
    fatal = tree.faults > 0 if fatal is None else fatal
    print(f"{name}: {tree.faults} {'fault' if tree.faults == 1 else 'faults'}")
    sys.exit(1 if fatal else 0)
