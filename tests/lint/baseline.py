#!/usr/bin/env python3
"""Checks that code which runs on every machine holds no instruction of a newer one.

Every object file of the library and the command is disassembled; AVX registers, masks or instructions may stand only
in kernels/<family>/<kernel>_avx2.c and the like. A dispatcher, a plan or an unpacking that is itself built with AVX
would stop on an old machine before it could say so.

usage: baseline.py OBJECT...
"""
import os
import re
import shutil
import subprocess
import sys

WIDE = re.compile(r"\t(v[a-z0-9]+)\s|%[yz]mm\d|%k[0-7]\b")
ALLOWED = re.compile(r"/eep_kernels\.dir/\w+/\w+_avx(2|512\w*)\.c\.o$")
NOT_VECTOR = {"verr", "verw", "vmcall", "vmfunc", "vmlaunch"}


def faults(path):
    text = subprocess.run(["objdump", "-d", "--no-show-raw-insn", path], text=True, capture_output=True,
                          check=True).stdout
    function = "?"
    for line in text.split("\n"):
        start = re.match(r"[0-9a-f]+ <(.+)>:", line)
        if start:
            function = start.group(1)
        found = WIDE.search(line)
        if found and found.group(1) not in NOT_VECTOR:
            yield function, line.strip()


def main():
    if shutil.which("objdump") is None:
        print("baseline: no objdump here, skipped")
        return 77
    checked = bad = 0
    for path in sys.argv[1:]:
        if ALLOWED.search(os.path.normpath(path)):
            continue
        checked += 1
        for function, line in faults(path):
            print(f"{path}: {function}: {line}")
            print("  build it without the extension, or move it to a file of that instruction set")
            bad += 1
            break
    print(f"baseline: {checked} objects, {bad} faults")
    return 1 if bad or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
