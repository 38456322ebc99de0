#!/usr/bin/python3
"""Polls 50 meters into a real InfluxDB and a real mosquitto while meters fall silent, both servers restart and the poll
itself is interrupted: poll.py OTBENCH INFLUXD MOSQUITTO [SECONDS [SEED]]

In the end every reading is in every sink, once: JSON lines, CSV and InfluxDB hold the same readings and the same gaps, each
meter is there once for every round, and the broker has the last reading of each meter.

What happens follows from the seed. Exit code 0 and one line of figures; 1 with one line that says what failed.
"""

import collections
import csv
import datetime
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import paho.mqtt.subscribe

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))
from device_query import Mosquitto  # noqa: E402
from influx_poll import Influx  # noqa: E402

BUSES, METERS = 5, 10
BAUD = 9600
SILENT = 3  # meters at a time
LONG = 300  # seconds; a run of this length or more polls less often


class Failure(Exception):
    """What the one line says."""


def require(condition, complaint):
    if not condition:
        raise Failure(complaint)


def fleet():
    lines = ["buses:"]
    for bus in range(BUSES):
        lines += [f"  b{bus}:", '    on: "tcp-listen:127.0.0.1:0"', f"    baud: {BAUD}", "    meters:"]
        lines += [
            f"      m{bus}-{address}: {{profile: itron-cf-echo-2, address: {address}, baud: {BAUD}}}"
            for address in range(1, METERS + 1)
        ]
    return "\n".join(lines) + "\n"


class Meters:
    def __init__(self, otbench, folder):
        self.otbench, self.control = otbench, folder / "control"
        (folder / "fleet.yaml").write_text(fleet())
        self.process = subprocess.Popen(
            [otbench, "emulate", folder / "fleet.yaml", "--control", self.control],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.endpoints = []
        for line in self.process.stdout:
            if line == "ready\n":
                break
            self.endpoints.append(line.strip().replace("tcp-listen:", "tcp:"))
        require(len(self.endpoints) == BUSES, "the emulation did not begin")

    def set(self, name, setting):
        subprocess.run([self.otbench, "ctl", "--control", self.control, "set", name, setting], check=True)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Poll:
    """The program under test; its files go on where they were when it is started again."""

    def __init__(self, otbench, folder, endpoints, every, influx, broker):
        self.otbench, self.folder = otbench, folder
        buses = "".join(
            f"  b{bus}:\n    from: {endpoint}\n    baud: {BAUD}\n    meters: {{"
            + ", ".join(f"m{bus}-{address}: {address}" for address in range(1, METERS + 1)) + "}\n"
            for bus, endpoint in enumerate(endpoints)
        )
        (folder / "plan.yaml").write_text(
            f"every: {every}s\nattempts: 1\nbuses:\n{buses}sinks:\n  csv: {folder}/r.csv\n  json-lines: {folder}/r.jsonl\n"
            f"  influx: 'http://127.0.0.1:{influx}/write?db=mbus'\n  spool: {folder}/spool.lp\n"
            f"  mqtt: 'mqtt://127.0.0.1:{broker}'\n  home-assistant: no\n"
        )
        self.starts = 0
        self.start()

    def start(self, *more):
        self.starts += 1
        self.process = subprocess.Popen([self.otbench, "poll", self.folder / "plan.yaml", *more],
                                        stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        require(self.process.wait(60) == 0, f"the poll ended with code {self.process.returncode}")

    def last_round(self):
        self.start("--rounds", "1")
        require(self.process.wait(120) == 0, "the last round did not read every meter")


def disturb(chance, seconds, meters, influx, start_broker, broker, poll):
    """Lets meters, servers and the poll fail in turns for so long. Returns what happened, counted, and the broker."""
    happened = collections.Counter()
    silent = []
    end = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.5, 1.5) * min(seconds / 20, 10))
        turn += 1
        happened["silent meters"] += 1
        silent.append(f"m{chance.randrange(BUSES)}-{chance.randint(1, METERS)}")
        meters.set(silent[-1], "mute=yes")
        if len(silent) > SILENT:
            meters.set(silent.pop(0), "mute=no")
        if turn % 4 == 1:
            happened["restarts of InfluxDB"] += 1
            influx.__exit__()
            time.sleep(chance.uniform(0.5, 3))
            influx.__enter__()
        elif turn % 4 == 2:
            happened["restarts of the broker"] += 1
            broker.stop()
            time.sleep(chance.uniform(0.5, 3))
            broker = start_broker(broker.port)
        elif turn % 4 == 3:
            happened["restarts of the poll"] += 1
            poll.stop()
            poll.start()
    for name in set(silent):
        meters.set(name, "mute=no")
    return happened, broker


def stored(folder, influx):
    """Readings and gaps by meter in each sink: the seconds at which each was taken, sorted."""
    readings, gaps = collections.defaultdict(list), collections.Counter()
    for line in (folder / "r.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if "gap" in entry:
            gaps[entry["meter"]] += 1
        else:
            readings[entry["meter"]].append(entry)
    in_csv = collections.defaultdict(list)
    gaps_in_csv = collections.Counter()
    with open(folder / "r.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["id"]:
                gaps_in_csv[row["meter"]] += 1
            elif row["quantity"] == "energy":
                in_csv[row["meter"]].append(row["received"])
    in_influx = {}
    for series in influx.query("SELECT value FROM mbus WHERE quantity = 'energy' GROUP BY meter"):
        in_influx[series["tags"]["meter"]] = [moment for moment, _ in series["values"]]
    gaps_in_influx = collections.Counter()
    for series in influx.query("SELECT count(reason) FROM mbus_gap GROUP BY meter"):
        gaps_in_influx[series["tags"]["meter"]] = series["values"][0][1]
    return readings, gaps, in_csv, gaps_in_csv, in_influx, gaps_in_influx


def seconds_of(moment):
    return round(datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")[:19] + "+00:00").timestamp())


def check(folder, influx, broker, poll):
    require(not (folder / "spool.lp").read_text(), "points still wait in the spool")
    readings, gaps, in_csv, gaps_in_csv, in_influx, gaps_in_influx = stored(folder, influx)
    names = [f"m{bus}-{address}" for bus in range(BUSES) for address in range(1, METERS + 1)]
    rounds = [len(readings[name]) + gaps[name] for name in names]
    require(max(rounds) - min(rounds) < poll.starts, f"meters were asked {min(rounds)} to {max(rounds)} times")
    for name in names:
        taken = [entry["received"] for entry in readings[name]]
        require(len(in_csv[name]) == len(taken), f"{name}: {len(in_csv[name])} readings in CSV of {len(taken)}")
        moments = sorted(map(seconds_of, in_influx.get(name, [])))
        require(moments == sorted(taken), f"{name}: {len(moments)} readings in InfluxDB of {len(taken)}")
        require(gaps_in_csv[name] == gaps[name], f"{name}: {gaps_in_csv[name]} gaps in CSV of {gaps[name]}")
        require(gaps_in_influx[name] == gaps[name], f"{name}: {gaps_in_influx[name]} gaps in InfluxDB of {gaps[name]}")
    require(sum(gaps.values()) > 0, "no meter fell silent in a round")
    topics = [f"otbench/b{name[1]}/{name}" for name in names]
    messages = paho.mqtt.subscribe.simple(topics, qos=1, msg_count=len(topics), hostname="127.0.0.1", port=broker.port)
    for message in messages:
        name = message.topic.rsplit("/", 1)[1]
        require(json.loads(message.payload) == readings[name][-1], f"{name}: the broker does not have the last reading")
    return max(rounds), sum(map(len, readings.values())), sum(gaps.values())


def soak(otbench, influxd, mosquitto, seconds, seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        meters = Meters(otbench, folder)
        influx = Influx(influxd, folder)
        broker = poll = None
        try:
            influx.__enter__()
            influx.query("CREATE DATABASE mbus")
            broker = Mosquitto(mosquitto, folder)
            every = 30 if seconds >= LONG else 5
            poll = Poll(otbench, folder, meters.endpoints, every, influx.port, broker.port)
            happened, broker = disturb(chance, seconds, meters, influx,
                                       lambda port: Mosquitto(mosquitto, folder, port), broker, poll)
            poll.stop()
            poll.last_round()
            rounds, readings, gaps = check(folder, influx, broker, poll)
            counted = ", ".join(f"{count} {what}" for what, count in sorted(happened.items()))
            print(f"{rounds} rounds, {readings} readings, {gaps} gaps, each once in every sink; {counted}")
        finally:
            if poll:
                poll.process.kill()
                poll.process.wait()
            if broker:
                broker.stop()
            influx.__exit__()
            meters.stop()


def main():
    otbench, influxd, mosquitto, *more = sys.argv[1:]
    seconds = float(more[0]) if more else 1800
    seed = int(more[1]) if len(more) > 1 else 1
    try:
        soak(otbench, influxd, mosquitto, seconds, seed)
    except Failure as failure:
        sys.exit(f"soak of a poll, seed {seed}: {failure}")


if __name__ == "__main__":
    main()
