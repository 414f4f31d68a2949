#!/usr/bin/env python3
"""Runs the shell blocks of a page that are marked with an HTML comment:

    <!-- test: quick start -->
    ```sh
    eepool ...
    ```

usage: fences.py README.md path/to/eepool

Each block runs in an empty folder of its own, with the given eepool first in the PATH; it must succeed line by line.
"""

import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"<!-- test: ([^>]+?) -->\n```sh\n(.*?)^```", re.S | re.M)


def run(name, script, command):
    """The exit code of one block."""
    print(f"== {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.dirname(os.path.abspath(command)) + os.pathsep + os.environ.get("PATH", "")
        return subprocess.run(["sh", "-eux", "-c", script], cwd=folder, env={**os.environ, "PATH": path},
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode


def main(page, command):
    with open(page, encoding="utf-8") as stream:
        blocks = BLOCK.findall(stream.read())
    if not blocks:
        sys.exit(f"fences: {page} has no marked block; put <!-- test: name --> above one")
    failed = [name for name, script in blocks if run(name, script, command) != 0]
    print(f"fences: {len(blocks)} run, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
