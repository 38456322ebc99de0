#!/usr/bin/python3
"""Measures how long a bench takes to start, to load and to answer: OTBENCH=… OTBENCH_SOURCE=. tests/control/speed.py [TESTS]

With TESTS, also how long so many tests of pytest take in two processes, each of which builds a bench and reads a meter.
"""

import http.client
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from client import SOURCE, connected, running, stdio_bench

PING = "scenarios/library/ping.yaml"
TESTS = """
import pytest


@pytest.mark.parametrize("energy", range({count}))
def test_read(meter, energy):
    meter["energy"] = f"{{energy}}0 kWh"
    assert meter.read()["energy"] == f"{{energy}}0 kWh"
"""


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


def seconds_of_tests(count):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "test_many.py").write_text(TESTS.format(count=count))
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "-p", "otbench.pytest_plugin", folder],
                       check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(SOURCE / "python")})
        return time.perf_counter() - begin


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
    for count in map(int, sys.argv[1:]):
        print(f"{count} tests         {seconds_of_tests(count):.1f} s")


if __name__ == "__main__":
    main()
