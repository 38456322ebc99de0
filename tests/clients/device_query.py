#!/usr/bin/python3
"""Reads meters through simulated otb-iot devices on a real mosquitto, and polls one of them into a real InfluxDB.

usage: device_query.py OTBENCH MOSQUITTO INFLUXD
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from influx_poll import Influx, free_port

# The device boots in real time; the first line that tells of a passed step says that it is ready.
SCENARIO = """
name: A device that stays
version: 1
pace: real
broker: mqtt://127.0.0.1:{port}
time-limit: 1h
devices:
  boiler: {{model: otb-iot, mac: 5c:cf:7f:0b:58:3b, {device}}}
bus:
  converter: {{{converter}}}
  cable: {{length: 20 m}}
  meters:
    heat: {{profile: itron-cf-echo-2, address: 1, values: {{energy: 12340 kWh}}}}
    pages: {{profile: abb-delta-meter, address: 2}}
steps:
  - wait: 1s
  - publish: trigger/ping
    expect: ok:pong
  - wait: 30min
"""


class Mosquitto:
    """A broker on a loopback port, a free one unless it is given."""

    def __init__(self, program, folder, port=None):
        self.port = port or free_port()
        configuration = folder / "mosquitto.conf"
        configuration.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\n")
        self.process = subprocess.Popen([program, "-c", configuration], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "running" in line:
                return
        raise AssertionError("mosquitto did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Device:
    def __init__(self, otbench, folder, port, device, converter):
        scenario = folder / "device.yaml"
        scenario.write_text(SCENARIO.format(port=port, device=device, converter=converter))
        self.process = subprocess.Popen([otbench, "run", scenario], stdout=subprocess.PIPE, text=True)
        self.told = ""
        for line in self.process.stdout:
            self.told += line
            if "ok:pong" in line:
                return
        raise AssertionError("the device did not start:\n" + self.told)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def read(otbench, address, device):
    return subprocess.run([otbench, "read", address, "--format", "json", "--from", device], capture_output=True, text=True)


def main():
    otbench, mosquitto, influxd = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        broker = Mosquitto(mosquitto, folder)
        reached = f"mqtt://127.0.0.1:{broker.port}/"
        try:
            serial = reached + "otb-iot/5ccf7f0b583b?serial=15,13,2400"
            with Device(otbench, folder, broker.port, "board: bare", "tx: boiler.gpio15, rx: boiler.gpio13"):
                check_energy(read(otbench, "1", serial))
                check_energy(read(otbench, "14273160", serial))
                pages = subprocess.run([otbench, "read", "2", "--raw", "--from", serial], capture_output=True, text=True)
                assert pages.returncode == 0 and len(pages.stdout.splitlines()) > 1, pages
                silent = read(otbench, "7", serial)
                assert silent.returncode == 1 and silent.stderr == "7: no answer\n", silent
                poll_into_influx(otbench, influxd, folder, serial)
            mezzanine = reached + "otb-iot/OTB_100077?mezzanine=2400"
            with Device(otbench, folder, broker.port, "board: otbiot, mezzanine: true", "port: boiler.mezzanine"):
                check_energy(read(otbench, "1", mezzanine))
                check_energy(read(otbench, "14273160", mezzanine))
            hat = reached + "espi/ESPI0077?hat=2400"
            with Device(otbench, folder, broker.port, "board: espi, hat: true", "port: boiler.hat"):
                check_energy(read(otbench, "1", hat))
                refused = read(otbench, "14273160", hat)
                assert refused.returncode == 3, refused
                assert re.match("otbench read: the M-Bus Master hat cannot send '1040fd3d16'", refused.stderr), refused
            gone = read(otbench, "1", hat)
            assert gone.returncode == 3 and "'get/mbus/baud' was not answered" in gone.stderr, gone
        finally:
            broker.stop()


def check_energy(result):
    assert result.returncode == 0 and not result.stderr, result
    energies = [r for r in json.loads(result.stdout)["records"] if r.get("quantity") == "energy"]
    assert energies and energies[0]["value"] == 12340000, result.stdout


def poll_into_influx(otbench, influxd, folder, device):
    influx = Influx(influxd, folder)
    plan = folder / "plan.yaml"
    plan.write_text(f"every: 1s\nbuses: {{cellar: {{from: '{device}', meters: {{heat: 1}}}}}}\n"
                    f"sinks: {{influx: 'http://127.0.0.1:{influx.port}/write?db=mbus', spool: {folder}/spool.lp}}\n")
    with influx:
        influx.query("CREATE DATABASE mbus")
        polled = subprocess.run([otbench, "poll", plan, "--rounds", "2"], capture_output=True, text=True)
        assert polled.returncode == 0 and not polled.stderr, polled
        energies = influx.query("SELECT value FROM mbus WHERE quantity = 'energy' AND meter = 'heat'")[0]["values"]
        assert [value for _, value in energies] == [12340000.0] * 2, energies


if __name__ == "__main__":
    main()
