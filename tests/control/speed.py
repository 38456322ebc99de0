#!/usr/bin/python3
"""Measures how long a bench takes to start, to load and to answer: OTBENCH=… OTBENCH_SOURCE=. tests/control/speed.py"""

import statistics
import time

from client import stdio_bench


def milliseconds(action):
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1e3


def main():
    starts, loads, calls = [], [], []
    for _ in range(20):
        begin = time.perf_counter()
        with stdio_bench() as bench:
            bench.call("version")
            starts.append((time.perf_counter() - begin) * 1e3)
            loads.append(milliseconds(lambda: bench.call("bench.load", file="scenarios/library/ping.yaml",
                                                         broker="internal")))
            calls += [milliseconds(lambda: bench.call("time")) for _ in range(500)]
    for name, values in (("start", starts), ("load", loads), ("call", calls)):
        print(f"{name:5}  median {statistics.median(values):7.3f} ms  slowest of {len(values)} {max(values):7.3f} ms")


if __name__ == "__main__":
    main()
