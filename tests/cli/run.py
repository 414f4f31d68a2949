#!/usr/bin/env python3
"""Runs command-line cases: each is a command with the stdout, stderr and exit code that a person should see.

A .test file holds cases like this one; indented lines are the command and what it prints:

    == a sentence that names the case
    $ eepool policy check broken.yaml
    > a line of stdout
    ! a line of stderr
    exit 3

`[...]` in an expected line stands for any text (times, digests). `exit 0` may be left out; what is not
listed must not be printed, except that a lone `> ...` or `! ...` line accepts anything.
Lines `file NAME:` followed by lines beginning with `| ` make a file first. Commands run by /bin/sh in a fresh
folder that holds the samples.

usage: run.py EEPOOL SAMPLES FILE.test...
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


class Case:
    def __init__(self, name, place):
        self.name, self.place = name, place
        self.command, self.out, self.err, self.exit = None, [], [], 0
        self.files = {}


def read_cases(path):
    cases, target = [], None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        place = f"{path}:{number}"
        if line.startswith("== "):
            cases.append(Case(line[3:], place))
        elif not line or line.startswith("#"):
            continue
        elif line.startswith("$ "):
            cases[-1].command = line[2:]
        elif line.startswith(">"):
            cases[-1].out.append(line[2:])
        elif line.startswith("!"):
            cases[-1].err.append(line[2:])
        elif line.startswith("exit "):
            cases[-1].exit = int(line[5:])
        elif line.startswith("file ") and line.endswith(":"):
            target = cases[-1].files.setdefault(line[5:-1], [])
        elif line.startswith("|"):
            target.append(line[2:])
        else:
            raise SystemExit(f"{place}: not a line of a case: {line}")
    return cases


def matches(expected, text):
    if expected == ["..."]:
        return True
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    if len(lines) != len(expected):
        return False
    for want, got in zip(expected, lines):
        pattern = ".*".join(re.escape(part) for part in want.split("[...]"))
        if not re.fullmatch(pattern, got):
            return False
    return True


def run(case, eepool, samples):
    with tempfile.TemporaryDirectory() as folder:
        for name in os.listdir(samples):
            if os.path.isfile(os.path.join(samples, name)):
                shutil.copy(os.path.join(samples, name), folder)
        for name, lines in case.files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
                stream.write("".join(line + "\n" for line in lines))
        environment = dict(os.environ, PATH=os.path.dirname(eepool) + os.pathsep + os.environ["PATH"],
                           LC_ALL="C.UTF-8")
        environment["EEPOOL_SOURCE_POLICY"] = os.path.join(os.path.dirname(samples), "policies", "official")
        done = subprocess.run(["/bin/sh", "-c", case.command], cwd=folder, env=environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
        left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
    faults = []
    if done.returncode != case.exit:
        faults.append(f"exit code {done.returncode}, expected {case.exit}")
    if not matches(case.out, done.stdout):
        faults.append("stdout was:\n" + done.stdout + "expected:\n" + "\n".join(case.out))
    if not matches(case.err, done.stderr):
        faults.append("stderr was:\n" + done.stderr + "expected:\n" + "\n".join(case.err))
    if left:
        faults.append(f"temporary files left behind: {left}")
    return faults


def main():
    eepool, samples, paths = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
    failed = passed = 0
    for path in paths:
        for case in read_cases(path):
            faults = run(case, eepool, samples)
            if faults:
                failed += 1
                print(f"FAILED {case.place}: {case.name}\n  $ {case.command}")
                print("\n".join("  " + line for fault in faults for line in fault.split("\n")))
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
