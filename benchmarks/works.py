#!/usr/bin/env python3
"""Whole works of the program: the instructions of each, counted by callgrind, or with --time its CPU time.

usage: works.py [--time] [NAME…]

Of a work that forks, the process with the most instructions counts; those before the fork are among them. CPU time is that of
all processes. BIN names the folder of the program (build-bench/bin, which './bench benchmark' makes).
"""

import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ.get("BIN", TOP / "build-bench" / "bin")).resolve() / "otbench"

BENCH = """name: {name}
version: 2
time-limit: 2h
devices:
{devices}
{buses}
steps:
{steps}
"""
DEVICE = "  d{n}: {{model: otb-iot, mac: '5c:cf:7f:0b:{high:02x}:{low:02x}'}}"
BUS = """  b{n}:
    converter: {{supply: 36 V, tx: d{n}.gpio15, rx: d{n}.gpio13}}
    cable: {{length: 20 m}}
    meters: {{m{n}: {{profile: itron-cf-echo-2, address: 1}}}}"""
SETTINGS = ("set/config/serial/tx/15", "set/config/serial/rx/13", "set/config/serial/speed/2400",
            "set/config/serial/enable")
READING = "trigger/serial/send/105b015c16"


def scenario(name, devices, steps):
    return BENCH.format(name=name,
                        devices="\n".join(DEVICE.format(n=n, high=n // 256, low=n % 256) for n in range(devices)),
                        buses="buses:\n" + "\n".join(BUS.format(n=n) for n in range(devices)),
                        steps="\n".join(f"  - {step}" for step in steps))


def publish(command, device=0):
    return f"{{device: d{device}, publish: {command}, expect: ok}}"


def hour():
    """An hour in which a meter is read every ten seconds."""
    steps = [publish(command) for command in SETTINGS]
    for _ in range(360):
        steps += [publish(READING), "{wait: 9s}", publish("trigger/serial/buffer/clear"), "{wait: 990ms}"]
    return scenario("hour", 1, steps)


def devices(count):
    """So many devices, each with a bus of its own, read their meters ten times."""
    steps = [publish(command, n) for n in range(count) for command in SETTINGS]
    for _ in range(10):
        for n in range(count):
            steps += [publish(READING, n)]
        steps += ["{wait: 2s}"]
        for n in range(count):
            steps += [publish("trigger/serial/buffer/clear", n)]
    return scenario(f"{count} devices", count, steps)


MATRIX = """name: matrix
version: 2
parameters: {{a: {ten}, b: {ten}, c: {ten}}}
{bench}
steps:
{steps}
"""
METER = "bus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}"
MEASURED = ("{read: heat, label: r}", "expect-line: {bus-voltage-mark: 30 V .. 45 V}",
            'expect-frames: ["...", RSP_UD from 1, "..."]',
            "{expect-signal: bus voltage, since: r, minimum: 20 V .. 45 V, maximum: 20 V .. 45 V, mean: 20 V .. 45 V}")


def matrix(bench, steps):
    """1,000 cases of a file."""
    return MATRIX.format(ten=list(range(10)), bench=bench, steps="\n".join(f"  - {step}" for step in steps))


def publishing():
    return matrix("devices: {boiler: {model: otb-iot, mac: '5c:cf:7f:0b:58:3b'}}",
                  ["{publish: trigger/ping, expect: {prefix: ok}}"])


LINE_EDGES = json.dumps({"entries": [{"id": f"{metres} m, {loads}", "family": "line_edges",
                                       "conditions": {"cable_m": metres, "unit_loads": loads}}
                                      for loads in (1, 3) for metres in (10, 50, 100, 350, 1000, 3000)]})
RUN = ("run", "--broker", "internal")

# name: (arguments, files to write before)
WORKS = {
    "start": (("--version",), {}),
    "profiles": (("profiles", "list"), {}),
    "main-scenario": (RUN + (str(TOP / "scenarios/library/cf_echo_2_read.yaml"),), {}),
    "hour": (RUN + ("hour.yaml",), {"hour.yaml": hour}),
    "hour-out": (RUN + ("hour.yaml", "--out", "out"), {"hour.yaml": hour}),
    "1-device": (RUN + ("1.yaml",), {"1.yaml": lambda: devices(1)}),
    "100-devices": (RUN + ("100.yaml",), {"100.yaml": lambda: devices(100)}),
    "1000-publish": (RUN + ("p.yaml",), {"p.yaml": publishing}),
    "1000-publish-mosquitto": (("run", "--broker", "mosquitto", "p.yaml"), {"p.yaml": publishing}),
    "1000-read": (RUN + ("r.yaml",), {"r.yaml": lambda: matrix(METER, MEASURED[:1])}),
    "1000-measured": (RUN + ("m.yaml",), {"m.yaml": lambda: matrix(METER, MEASURED)}),
    "line-edges": (("circuit", "measure", "line.json"), {"line.json": lambda: LINE_EDGES}),
    "line-edges-ngspice": (("circuit", "measure", "--engine", "ngspice", "line.json"), {"line.json": lambda: LINE_EDGES}),
    "sweep": (("circuit", "sweep", "--vary", "meters=1..6", "--vary", "length=0..1000:50"), {}),
    "montecarlo": (("circuit", "montecarlo", "--tolerance", "5%", "--set", "meters=4", "--runs", "1000", "--require",
                    "reads"), {}),
}


def run(command, folder):
    """The CPU seconds of a command and its children, and what it wrote to standard error."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"works: {' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stderr


def main(words):
    timed = "--time" in words
    names = [word for word in words if word != "--time"] or list(WORKS)
    for name in names:
        if name not in WORKS:
            sys.exit(f"works: unknown work '{name}' (expected one of {', '.join(WORKS)})")
    for name in names:
        arguments, files = WORKS[name]
        with tempfile.TemporaryDirectory() as folder:
            for file, content in files.items():
                pathlib.Path(folder, file).write_text(content())
            command = [str(PROGRAM), *arguments]
            if timed:
                print(f"{name:<16} {run(command, folder)[0]:8.2f} s", flush=True)
            else:
                counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
                counts = re.findall(r"Collected : (\d+)", run(counting + command, folder)[1])
                print(f"{name:<16} {max(map(int, counts)) / 1e6:8.1f} M instructions", flush=True)
            for path in sorted(pathlib.Path(folder).glob("out/*")):
                print(f"    {path.name:<20} {path.stat().st_size / 1e6:8.1f} MB")


main(sys.argv[1:])
