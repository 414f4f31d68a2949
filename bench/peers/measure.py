"""One peer, one process: measures it and prints JSON. Called by run.py.

usage: measure.py PEER measure|write|file FOLDER EEPOOL THREADS DAY INVITATIONS
"""

import importlib
import json
import pathlib
import resource
import sys
import time

import rules

PATIENCE = 3  # seconds
ROUNDS = ["stem" if k % 2 else "general" for k in range(26)]


def read_columns(folder):
    """Every column that a peer may want, from the raw files of `eepool_peers columns`."""
    import numpy as np

    kinds = {"birth_date": "i4", "language_test_date": "i4", "assessment_date": "i4", "submitted_at": "i8", "id": "u8",
             "noc": "u4"}
    columns = {}
    for name in rules.RAW:
        path = next(folder.glob(f"{name}.[1248]"))
        columns[name] = np.fromfile(path, dtype=kinds.get(name, "u" + path.suffix[1:]))
    return columns


def timed(function, repetitions):
    """(seconds of each repetition, the last result); what takes long is not repeated."""
    times, result = [], None
    while len(times) < repetitions and sum(times) < PATIENCE:
        begun = time.perf_counter()
        result = function()
        times.append(time.perf_counter() - begun)
    return times, result


def measure(peer, folder, invitations):
    """Times of every task and formulation; results go to files that run.py compares."""
    import numpy as np

    peer.prepare(read_columns(folder))
    found = {"score": {}, "draw_general": {}, "draw_stem": {}, "rounds": {}}
    for formulation in peer.formulations:
        times, score = timed(lambda: peer.score(formulation), 3)
        found["score"][formulation] = times
        score = score() if callable(score) else score
        np.asarray(score).astype(np.uint16).tofile(folder / f"{peer.name}.{formulation}.score")
        for kind in ("general", "stem"):
            times, best = timed(lambda: peer.draw(kind, invitations, formulation), 3)
            found[f"draw_{kind}"][formulation] = times
            np.asarray(best[0]).astype(np.uint64).tofile(folder / f"{peer.name}.{formulation}.{kind}")
    best = min(peer.formulations, key=lambda name: min(found["score"][name]))
    times, cutoffs = timed(lambda: peer.rounds(ROUNDS, invitations, best), 1)
    found["rounds"][best] = times
    return {**found, "cutoffs": cutoffs}


def main(name, what, folder, eepool, threads, day, invitations):
    folder = pathlib.Path(folder)
    begun = time.perf_counter()  # for a file, the time to load a library and the rules counts
    peer = importlib.import_module(f"{name}_peer").Peer(rules.Rules(eepool, day), int(threads))
    if what == "write":
        peer.write(read_columns(folder), folder)
        return {"bytes": peer.file(folder).stat().st_size}
    if what == "file":
        cutoff = peer.cutoff_of_file(folder, int(invitations))
        return {"seconds": time.perf_counter() - begun, "cutoff": cutoff,
                "kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    return measure(peer, folder, int(invitations))


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
