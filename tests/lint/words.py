#!/usr/bin/env python3
"""Things that must not be in a finished file: notes to oneself, code that is switched off, marks of a
failed merge, paths of one particular machine, blanks at the end of a line."""

import re

import tree as lint

ENDINGS = (".c", ".h", ".cc", ".def", ".py", ".sh", ".cmake", ".txt", ".md", ".yaml", ".yml", ".toml")
NAMES = ("dev", ".ci/run")

WORDS = (
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), "a note to oneself",
     "do it, or open an issue and say in plain words what is not done"),
    (re.compile(r"^\s*#\s*if\s+0\b"), "code that is switched off", "delete it: history remembers"),
    (re.compile(r"^(<{7}|>{7})( |$)"), "the mark of a failed merge", "finish the merge"),
    (re.compile(r"""(?:^|[\s"'=(`])(/(?:home|root|Users|mnt|media|srv|work|workspace|builds)/[\w./-]+)"""),
     "a path of one particular machine", "make it relative, or take it from a setting"),
    (re.compile(r"[ \t]+$"), "blanks at the end of the line", "remove them"),
)


def check(tree, _):
    for path in tree.files(*ENDINGS) + [name for name in NAMES if name in tree.files()]:
        if path.startswith("tests/lint/"):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            for pattern, what, advice in WORDS:
                match = pattern.search(line)
                if match:
                    found = (match.group(1) if match.groups() else match.group(0)).strip()
                    tree.report(path, number, f"{what}: {found}" if found else what, advice)


if __name__ == "__main__":
    lint.run(check, "looks for words that must not be in a finished file")
