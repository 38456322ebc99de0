"""Compares two folders of results that `./bench benchmark --save FOLDER` wrote, and says what got slower.

Usage: compare.py BEFORE AFTER [SHARE]. A benchmark is slower when its time grew by more than
SHARE (0.1): CPU time, or elapsed time where it waits for other processes (/real_time). The exit code is 1 when something got slower, 2 when the folders cannot be compared.
"""

import json
import pathlib
import sys

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def results(folder):
    """The time of each benchmark in nanoseconds, by program and name."""
    times = {}
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        for run in json.loads(file.read_text())["benchmarks"]:
            if run.get("run_type", "iteration") == "iteration" and not run.get("error_occurred"):
                name = f"{file.stem}/{run['name']}"
                time = run["real_time" if name.endswith("/real_time") else "cpu_time"]
                times[name] = min(time * NANOSECONDS[run["time_unit"]], times.get(name, float("inf")))
    return times


def shown(nanoseconds):
    """A time with a unit that suits it."""
    unit = next((unit for unit in ("s", "ms", "us") if nanoseconds >= NANOSECONDS[unit]), "ns")
    return f"{nanoseconds / NANOSECONDS[unit]:.3g} {unit}"


def main(arguments):
    if len(arguments) not in (2, 3):
        print("usage: compare.py BEFORE AFTER [SHARE]", file=sys.stderr)
        return 2
    before, after = (results(folder) for folder in arguments[:2])
    share = float(arguments[2]) if len(arguments) == 3 else 0.1
    both = [name for name in before if name in after]
    if not both:
        print(f"compare.py: no benchmark is in both '{arguments[0]}' and '{arguments[1]}'", file=sys.stderr)
        return 2
    slower = 0
    for name in sorted(both, key=lambda name: after[name] / before[name], reverse=True):
        ratio = after[name] / before[name]
        mark = "slower" if ratio > 1 + share else "faster" if ratio < 1 - share else ""
        slower += mark == "slower"
        print(f"{ratio:6.2f}  {shown(before[name]):>8} -> {shown(after[name]):>8}  {name:50} {mark}".rstrip())
    for name in sorted(before.keys() ^ after.keys()):
        print(f"{'':6}  only {'before' if name in before else 'after'}: {name}")
    print(f"{slower} of {len(both)} got slower by more than {share:.0%}")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
