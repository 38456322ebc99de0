#!/usr/bin/python3
"""Polls emulated meters into a real InfluxDB that is down at first: every reading arrives, and arrives once.

usage: influx_poll.py OTBENCH INFLUXD
"""

import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
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


class Version2(http.server.BaseHTTPRequestHandler):
    """What a server of InfluxDB 2.x takes: the path with organisation and bucket, and the token."""

    taken = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.taken.append((self.path, self.headers["Authorization"], body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def poll_into_version_2(poll, plan, endpoint, folder):
    server = http.server.HTTPServer(("127.0.0.1", 0), Version2)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/api/v2/write?org=home&bucket=mbus"
    plan.write_text(f"every: 2s\nbuses: {{cellar: {{from: {endpoint}, meters: {{heat: 5}}}}}}\n"
                    f"sinks: {{influx: '{url}', spool: {folder}/spool2.lp}}\n")
    subprocess.run(poll + ["1"], env={**os.environ, "OTBENCH_INFLUX_TOKEN": "secret"}, check=True)
    server.shutdown()
    (path, token, body), = Version2.taken
    assert (path, token) == ("/api/v2/write?org=home&bucket=mbus", "Token secret"), (path, token)
    assert "mbus,bus=cellar,meter=heat," in body, body


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
            poll_into_version_2(poll, plan, endpoint, folder)
        finally:
            meters.send_signal(signal.SIGTERM)
            meters.wait()


if __name__ == "__main__":
    main()
