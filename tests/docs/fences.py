#!/usr/bin/env python3
"""Runs the blocks of a page that are marked with an HTML comment.

    <!-- test: quick start -->          a shell script, which must succeed line by line
    ```sh
    eepool ...
    ```

    <!-- test: what is said -->         commands after $, each with all that it prints, on either stream;
    ```console                          [...] stands for any text
    $ eepool policy check mine.yaml
    mine.yaml: sound
    ```

    <!-- file: mine.yaml -->            a file that the blocks after it find
    ```yaml
    title: ...
    ```

usage: fences.py README.md path/to/eepool

Each block runs in a folder of its own, with the given eepool first in the PATH; in it are the files given so far and
`datasets`, as at the root of the tree.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"<!-- (test|file): ([^>]+?) -->\n```(\w+)\n(.*?)^```", re.S | re.M)


def run(script, folder, command, **streams):
    path = os.path.dirname(os.path.abspath(command)) + os.pathsep + os.environ.get("PATH", "")
    return subprocess.run(["sh", *script], cwd=folder, env={**os.environ, "PATH": path}, text=True, check=False,
                          stdin=subprocess.DEVNULL, **streams)


def run_script(script, folder, command):
    """Whether every line of a script succeeds."""
    return run(["-eux", "-c", script], folder, command, stdout=subprocess.DEVNULL).returncode == 0


def run_console(text, folder, command):
    """Whether every command prints what stands below it."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        line, _, rest = part.partition("\n")
        while line.endswith("\\"):
            more, _, rest = rest.partition("\n")
            line = line[:-1] + more
        printed = run(["-c", line], folder, command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
        pattern = ".*".join(re.escape(piece) for piece in rest.strip("\n").split("[...]"))
        if not re.fullmatch(pattern, printed.strip("\n"), re.S):
            print(f"$ {line}\nprinted:\n{printed}the page says:\n{rest}", file=sys.stderr)
            return False
    return True


RUNNERS = {"sh": run_script, "console": run_console}


def run_block(name, language, text, files, command):
    print(f"== {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(ROOT / "datasets", os.path.join(folder, "datasets"))
        for path, content in files.items():
            pathlib.Path(folder, path).write_text(content, encoding="utf-8")
        return RUNNERS[language](text, folder, command)


def main(page, command):
    with open(page, encoding="utf-8") as stream:
        blocks = BLOCK.findall(stream.read())
    files, failed, count = {}, 0, 0
    for kind, name, language, text in blocks:
        if kind == "file":
            files[name] = text
        elif language not in RUNNERS:
            sys.exit(f"fences: {page}: {name} is a {language} block; sh and console can be run")
        else:
            count += 1
            failed += not run_block(name, language, text, files, command)
    if not count:
        sys.exit(f"fences: {page} has no marked block; put <!-- test: name --> above one")
    print(f"fences: {count} run, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
