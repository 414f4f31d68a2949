#!/usr/bin/env python3
"""A command that is interrupted leaves nothing behind, and ends by the signal.

usage: interrupt.py EEPOOL
"""

import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 120  # seconds until a machine is called too slow; nothing is measured


def wait_until(true, what):
    for _ in range(PATIENCE * 100):
        if true():
            return
        time.sleep(0.01)
    sys.exit(f"waited in vain until {what}")


def begin(eepool, target, ignored=None):
    """A pool that takes far longer to make than this test, being written under a temporary name."""
    command = [eepool, "pool", "make", "-n", "1G", "--as-of", "2023-07-05", "--fit", "none", "--stream", "-q", "-T", "2",
               "-f", "-o", target]
    refuse = (lambda: signal.signal(ignored, signal.SIG_IGN)) if ignored else None
    process = subprocess.Popen(command, preexec_fn=refuse)
    temporary = lambda: [path for path in target.parent.glob("*.tmp") if path.stat().st_size > 0]
    wait_until(lambda: process.poll() is not None or temporary(), "something was written")
    if process.poll() is not None:
        sys.exit(f"the command ended by itself with {process.returncode}")
    return process, temporary()[0]


def expect(found, wanted, what):
    if found != wanted:
        sys.exit(f"{what}: {found}, not {wanted}")


def main(eepool):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        target = folder / "pool.eepd"
        target.write_text("old")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process, _ = begin(eepool, target)
            process.send_signal(number)
            expect(process.wait(), -number, f"the end of a command that got {number.name}")
            expect(sorted(path.name for path in folder.iterdir()), ["pool.eepd"], f"files after {number.name}")
            expect(target.read_text(), "old", "the file that was to be replaced")
        # Under nohup the command goes on.
        process, temporary = begin(eepool, target, ignored=signal.SIGHUP)
        process.send_signal(signal.SIGHUP)
        before = temporary.stat().st_size
        wait_until(lambda: temporary.stat().st_size > before, "more was written after SIGHUP")
        process.send_signal(signal.SIGTERM)
        expect(process.wait(), -signal.SIGTERM, "the end of a command that ignores SIGHUP and got SIGTERM")
        expect(sorted(path.name for path in folder.iterdir()), ["pool.eepd"], "files after SIGTERM")


if __name__ == "__main__":
    main(sys.argv[1])
