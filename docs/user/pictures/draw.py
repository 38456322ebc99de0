#!/usr/bin/python3
"""Draws the pictures of the tutorial from runs of its scenario.

usage: draw.py OTBENCH FOLDER           writes exchange.svg and long_cable.svg to FOLDER
       draw.py OTBENCH FOLDER --check   fails if the pictures in FOLDER are not those that would be written
"""

import bisect
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TUTORIAL = pathlib.Path(__file__).resolve().parents[1] / "tutorial.md"
WIDTH, LEFT, RIGHT = 760, 110, 20
PLOT = WIDTH - LEFT - RIGHT
THRESHOLD = 6.95  # V below mark: the meter's default receive-threshold
BLUE, RED, GREY, GREEN = "#1f5fa8", "#b03030", "#777777", "#2e7d32"


class Run:
    """The trace of a run: signals as (nanoseconds, value) pairs, and events."""

    def __init__(self, otbench, scenario, length):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "scenario.yaml"
            file.write_text(scenario.replace("length: 20 m", f"length: {length} m"))
            subprocess.run([otbench, "run", str(file), "--broker", "internal", "--out", folder], stdout=subprocess.DEVNULL, check=False)
            self.signals = read_vcd((pathlib.Path(folder) / "waves.vcd").read_text())
            self.events = [json.loads(line) for line in (pathlib.Path(folder) / "events.jsonl").read_text().splitlines()]

    def request(self):
        """When the request begins: the first octet that the software UART sends."""
        return next(event["t_ns"] for event in self.events if event["kind"] == "softuart_tx")

    def level(self, kind):
        """The level in a meter's events of this kind: 1 for mark."""
        return [(0, 1)] + [(e["t_ns"], 1 if e["level"] == "mark" else 0) for e in self.events if e["kind"] == kind]

    def current(self):
        """The settled current of the bus in milliamperes: 1.5 for mark, 16.5 for space (one unit load, space current 15 mA)."""
        return [(time, 1.5 if mark else 16.5) for time, mark in self.level("meter_current")]


def read_vcd(text):
    names, signals, time = {}, {}, 0
    for line in text.splitlines():
        if line.startswith("$var"):
            _, _, _, code, name, _ = line.split()
            names[code] = name
            signals[name] = []
        elif line.startswith("#"):
            time = int(line[1:])
        elif line.startswith("r"):
            value, code = line[1:].split()
            signals[names[code]].append((time, float(value)))
        elif line[:1] in "01" and line[1:] in names:
            signals[names[line[1:]]].append((time, float(line[0])))
    return signals


class Picture:
    def __init__(self, height, title):
        self.height, self.parts = height, []
        self.text(WIDTH / 2, 20, title, anchor="middle", size=15)

    def text(self, x, y, text, anchor="end", size=12, colour="#222222"):
        self.parts.append(f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{colour}">{text}</text>')

    def line(self, points, colour, dash=""):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.3"{dash}/>')

    def signal(self, signal, begin, end, top, height, low, high, colour, sloped=False):
        """Draws a signal, as steps or with straight lines between its values, cut off at `low` and `high`; of each two
        columns of pixels only the first, lowest, highest and last value."""

        def place(value):
            return top + height * (high - min(max(value, low), high)) / (high - low)

        first = max(bisect.bisect_right(signal, (begin, float("inf"))) - 1, 0)
        points, column, values = [], LEFT, [signal[first][1]]

        def close_column():
            kept = [values[0], min(values), max(values), values[-1]]
            points.extend((column, place(v)) for n, v in enumerate(kept) if n == 0 or v != kept[n - 1])

        for time, value in signal[first + 1:]:
            if time >= end:
                break
            x = LEFT + 2 * round(PLOT / 2 * (time - begin) / (end - begin))
            if x != column:
                close_column()
                if not sloped:
                    points.append((x, place(values[-1])))
                column, values = x, [] if sloped else values[-1:]
            values.append(value)
        close_column()
        points.append((LEFT + PLOT, place(values[-1])))
        self.line(points, colour)

    def axis(self, y, begin, end, step, unit, scale):
        self.line([(LEFT, y), (LEFT + PLOT, y)], GREY)
        for n in range(int((end - begin) / step) + 1):
            x = LEFT + PLOT * n * step / (end - begin)
            self.line([(x, y), (x, y + 4)], GREY)
            self.text(x, y + 17, f"{n * step / scale:g} {unit}", anchor="middle", colour=GREY)

    def svg(self):
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" font-family="sans-serif">\n'
                f'<rect width="{WIDTH}" height="{self.height}" fill="white"/>\n')
        return head + "\n".join(self.parts) + "\n</svg>\n"


def exchange(run):
    """A whole request and answer: voltage and current of the bus."""
    picture = Picture(270, "A request and its answer on the bus")
    begin = run.request() - 10_000_000
    end = begin + 520_000_000
    picture.signal(run.signals["bus_voltage"], begin, end, 45, 70, 20, 37, BLUE)
    picture.text(LEFT - 10, 85, "bus voltage")
    picture.signal(run.current(), begin, end, 150, 70, 0, 20, RED)
    picture.text(LEFT - 10, 190, "bus current")
    for value, y in (("35 V", 56), ("22 V", 110)):
        picture.text(LEFT - 10, y, value, colour=GREY)
    for value, y in (("16.5 mA", 165), ("1.5 mA", 218)):
        picture.text(LEFT - 10, y, value, colour=GREY)
    picture.text(LEFT + 18, 140, "request", anchor="start", colour=BLUE)
    picture.text(LEFT + 300, 140, "answer: 83 bytes", anchor="middle", colour=RED)
    picture.axis(235, begin, end, 100_000_000, "ms", 1e6)
    return picture.svg()


def long_cable(runs):
    """The first byte of the request, 10 hex, as the device sends it and as the meter receives it."""
    picture = Picture(80 + 165 * len(runs), "The first byte of the request: sent, on the bus, and received")
    for number, (length, run) in enumerate(runs):
        begin, top = run.request() - 400_000, 45 + 165 * number
        end = begin + 5_600_000
        mark = [v for t, v in run.signals["bus_voltage"] if t <= run.request()][-1]
        picture.text(8, top + 12, f"{length} m", anchor="start", size=14)
        picture.text(LEFT - 10, top + 20, "TX")
        picture.signal(run.signals["tx"], begin, end, top + 6, 18, 0, 1, GREY)
        picture.text(LEFT - 10, top + 70, "bus voltage")
        picture.signal(run.signals["bus_voltage"], begin, end, top + 34, 70, 20, 37, BLUE, sloped=True)
        y = top + 34 + 70 * (37 - (mark - THRESHOLD)) / 17
        picture.line([(LEFT, y), (LEFT + PLOT, y)], RED, "4 4")
        picture.text(LEFT + 0.44 * PLOT, y - 5, "the meter reads a space below", colour=RED)
        picture.text(LEFT - 10, top + 130, "meter")
        picture.signal(run.level("receiver_edge"), begin, end, top + 114, 18, 0, 1, GREEN)
    picture.axis(45 + 165 * len(runs), begin, end, 1_000_000, "ms", 1e6)
    return picture.svg()


def main():
    otbench, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    scenario = re.search(r"```yaml energy\.yaml\n(.*?)```", TUTORIAL.read_text(), re.S).group(1)
    short, long = Run(otbench, scenario, 20), Run(otbench, scenario, 500)
    pictures = {"exchange.svg": exchange(short), "long_cable.svg": long_cable([(20, short), (500, long)])}
    if "--check" not in sys.argv:
        for name, text in pictures.items():
            (folder / name).write_text(text)
        return 0
    outdated = [name for name, text in pictures.items() if (folder / name).read_text() != text]
    for name in outdated:
        print(f"{folder / name}: outdated (draw.py OTBENCH FOLDER writes it again)", file=sys.stderr)
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
