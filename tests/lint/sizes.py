#!/usr/bin/env python3
"""Long files and long functions. These are warnings: the program always succeeds.

As clang-format lays functions out here, the name stands on a line that begins in column 1, and both braces
of the body stand alone in column 1.
"""

import re

import tree as lint

FILE_LINES = 600
FUNCTION_LINES = 60


def functions(lines):
    """(name, line of the opening brace, length of the body with its braces); lines count from 1."""
    name, begin = None, None
    for number, line in enumerate(lines, 1):
        match = re.match(r"^[A-Za-z_][\w\s*]*?(\w+)\(", line)
        if begin is not None and line.startswith("}"):
            yield name, begin, number - begin + 1
            name, begin = None, None
        elif match:
            name = match.group(1)
        elif line == "{" and name and lines[number - 2].endswith(")"):
            begin = number


def check(tree, _):
    for path in tree.files(".c", ".h", ".cc", ".py"):
        lines = tree.lines(path)
        if len(lines) > FILE_LINES:
            tree.report(path, len(lines), f"warning: {len(lines)} lines, more than {FILE_LINES}",
                        "split it by the questions it answers")
        if path.endswith(".py"):
            continue
        for name, begin, length in functions(lines):
            if length > FUNCTION_LINES:
                tree.report(path, begin, f"warning: {name} has {length} lines, more than {FUNCTION_LINES}",
                            "give its parts names")
    return False


if __name__ == "__main__":
    lint.run(check, "warns of long files and functions")
