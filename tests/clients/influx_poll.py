#!/usr/bin/python3
"""Polls emulated meters into a real InfluxDB that is down at first: every reading arrives, and arrives once.

usage: influx_poll.py OTBENCH INFLUXD
"""

import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

CONFIGURATION = """
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "{folder}/meta"
[data]
dir = "{folder}/data"
wal-dir = "{folder}/wal"
[http]
bind-address = "127.0.0.1:{port}"
log-enabled = false
[monitor]
store-enabled = false
"""
TIME_LIMIT = 60  # seconds for InfluxDB to start


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Influx:
    def __init__(self, program, folder):
        self.program, self.folder, self.port = program, pathlib.Path(folder), free_port()

    def __enter__(self):
        (self.folder / "influx.conf").write_text(CONFIGURATION.format(folder=self.folder, port=self.port))
        self.process = subprocess.Popen([self.program, "-config", self.folder / "influx.conf"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + TIME_LIMIT
        while True:
            try:
                return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping").close()
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < end and self.process.poll() is None, "InfluxDB did not start"
                time.sleep(0.1)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def query(self, text):
        data = urllib.parse.urlencode({"db": "mbus", "q": text}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/query", data) as answer:
            return json.load(answer)["results"][0].get("series", [])


def main():
    otbench, influxd = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        meters = subprocess.Popen([otbench, "emulate", "itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"],
                                  stdout=subprocess.PIPE, text=True)
        influx = Influx(influxd, folder)
        try:
            endpoint = meters.stdout.readline().strip().replace("tcp-listen:", "tcp:")
            plan = folder / "plan.yaml"
            plan.write_text(f"every: 2s\nbuses: {{cellar: {{from: {endpoint}, meters: {{heat: 5}}}}}}\n"
                            f"sinks: {{influx: 'http://127.0.0.1:{influx.port}/write?db=mbus', spool: {folder}/spool.lp}}\n")
            poll = [otbench, "poll", plan, "--rounds"]
            down = subprocess.run(poll + ["2"], stderr=subprocess.PIPE, text=True)
            assert down.returncode == 0 and "the readings wait" in down.stderr, down
            with influx:
                influx.query("CREATE DATABASE mbus")
                up = subprocess.run(poll + ["1"], stderr=subprocess.PIPE, text=True)
                assert up.returncode == 0 and not up.stderr, up
                assert not (folder / "spool.lp").read_text(), "the spool is empty after delivery"
                energies = influx.query("SELECT value FROM mbus WHERE quantity = 'energy' AND meter = 'heat'")[0]["values"]
                assert [value for _, value in energies] == [9730000.0] * 3, energies
                assert len({time for time, _ in energies}) == 3, energies
        finally:
            meters.send_signal(signal.SIGTERM)
            meters.wait()


if __name__ == "__main__":
    main()
