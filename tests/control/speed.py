#!/usr/bin/python3
"""Measures how long a bench takes to start, to load and to answer: OTBENCH=… OTBENCH_SOURCE=. tests/control/speed.py"""

import http.client
import statistics
import tempfile
import time

from client import connected, running, stdio_bench

PING = "scenarios/library/ping.yaml"


def milliseconds(action):
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1e3


def served_calls(count):
    """Of a bench in real time, which waits for the clock between them: over a socket, and over HTTP on one connection."""
    pauses = [0.005 + 0.00013 * (i % 50) for i in range(count)]

    def after_a_pause(action):
        return [(time.sleep(pause), milliseconds(action))[1] for pause in pauses]

    with tempfile.TemporaryDirectory() as folder, running(
            "serve", PING, "--broker", "internal", "--control", f"unix:{folder}/bench", "--web", "127.0.0.1:0") as program:
        with connected(f"unix:{folder}/bench") as bench:
            calls = after_a_pause(lambda: bench.call("time"))
        page = http.client.HTTPConnection("127.0.0.1", int(program.lines[-1].rstrip("/").rpartition(":")[2]))

        def ask():
            page.request("GET", "/api/v1/time")
            assert page.getresponse().read()

        return calls, after_a_pause(ask)


def main():
    starts, loads, calls = [], [], []
    for _ in range(20):
        begin = time.perf_counter()
        with stdio_bench() as bench:
            bench.call("version")
            starts.append((time.perf_counter() - begin) * 1e3)
            loads.append(milliseconds(lambda: bench.call("bench.load", file=PING, broker="internal")))
            calls += [milliseconds(lambda: bench.call("time")) for _ in range(500)]
    served, requests = served_calls(500)
    for name, values in (("start", starts), ("load", loads), ("call", calls), ("call of serve", served),
                         ("request over HTTP", requests)):
        print(f"{name:17}  median {statistics.median(values):7.3f} ms  slowest of {len(values)} {max(values):7.3f} ms")


if __name__ == "__main__":
    main()
