#!/usr/bin/env python3
"""Every public header compiles on its own, twice over, as C11 and as C++17, with every compiler there is.

usage: headers.py [--root FOLDER]
"""

import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lint"))
import tree as lint  # noqa: E402

STRICT = ["-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
COMPILERS = (
    ("gcc", ["-std=c11", "-Wstrict-prototypes", "-x", "c"]),
    ("clang", ["-std=c11", "-Wstrict-prototypes", "-x", "c"]),
    ("g++", ["-std=c++17", "-Wold-style-cast", "-x", "c++"]),
    ("clang++", ["-std=c++17", "-Wold-style-cast", "-x", "c++"]),
)


def check(tree, _):
    headers = [path for path in tree.files(".h") if path.startswith("include/")]
    tried = [name for name, _ in COMPILERS if shutil.which(name)]
    if not headers or not tried:
        sys.exit(f"headers: nothing to check ({len(headers)} headers, {len(tried)} compilers)")
    for name, flags in COMPILERS:
        if name not in tried:
            continue
        for path in headers:
            public = path[len("include/"):]
            source = f'#include "{public}"\n#include "{public}"\nint main(void) {{ return 0; }}\n'
            result = subprocess.run([name, *flags, *STRICT, "-I", os.path.join(tree.root, "include"), "-"],
                                    input=source, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                    check=False)
            if result.returncode != 0:
                print(result.stdout, end="")
                tree.report(path, 1, f"does not compile on its own with {name} {flags[0]}",
                            "include what it uses, and keep to what both languages know")
    print(f"headers: {len(headers)} headers with {', '.join(tried)}")


if __name__ == "__main__":
    lint.run(check, "compiles every public header alone")
