"""A bench that stays up: real time, a broker that restarts, an end by a signal."""

import contextlib
import json
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import paho.mqtt.client

from brokers import free_port, mosquitto
from client import OTBENCH, SOURCE, connected, running

PING = "scenarios/library/ping.yaml"
DEVICE = "/otb-iot/5ccf7f0b583b"
COUNTING = """
name: A meter that counts
version: 2
broker: internal
bus:
  meters:
    heat: {profile: itron-cf-echo-2, address: 1, values: {energy: 1000 kWh + 1 kWh every 1 h}}
"""


def answers_ping(port):
    """Whether the device answers over a broker, as any client sees it."""
    client = paho.mqtt.client.Client()
    answers = []
    client.on_message = lambda _client, _data, message: answers.append(message.payload)
    client.connect("127.0.0.1", port)
    client.subscribe(f"{DEVICE}/status")
    deadline, asked = time.monotonic() + 40, 0.0
    while b"ok:pong" not in answers and time.monotonic() < deadline:
        if time.monotonic() > asked + 1:
            client.publish(DEVICE, "trigger/ping")
            asked = time.monotonic()
        client.loop(0.1)
    client.disconnect()
    return b"ok:pong" in answers


class Serve(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_devices_stay_on_a_broker_that_restarts(self):
        port = free_port()
        with contextlib.ExitStack() as first:
            first.enter_context(mosquitto(port))
            with running("serve", PING, "--broker", f"mqtt://127.0.0.1:{port}") as program:
                self.assertIn(f"  broker mqtt://127.0.0.1:{port}", program.lines)
                self.assertIn(f"  device boiler: commands {DEVICE}, status {DEVICE}/status", program.lines)
                self.assertTrue(answers_ping(port))
                first.close()
                time.sleep(12)  # longer than a scenario would wait for it
                with mosquitto(port):
                    self.assertTrue(answers_ping(port))
                    program.send_signal(signal.SIGTERM)
                    self.assertEqual(program.wait(timeout=20), 0)

    def test_ends_while_the_broker_is_away(self):
        port = free_port()
        with contextlib.ExitStack() as first:
            first.enter_context(mosquitto(port))
            with running("serve", PING, "--broker", f"mqtt://127.0.0.1:{port}") as program:
                first.close()
                time.sleep(0.5)
                program.send_signal(signal.SIGTERM)
                self.assertEqual(program.wait(timeout=20), 0)

    def test_the_trace_is_complete_after_the_end(self):
        out = self.folder / "trace"
        with running("serve", PING, "--out", str(out)) as program:
            program.send_signal(signal.SIGINT)
            self.assertEqual(program.wait(timeout=20), 0)
        events = [json.loads(line) for line in (out / "events.jsonl").read_text().splitlines()]
        self.assertEqual(events[0]["kind"], "run")
        self.assertEqual([event["id"] for event in events], list(range(1, len(events) + 1)))

    def test_time_runs_with_the_wall_clock(self):
        file = self.folder / "counting.yaml"
        file.write_text(COUNTING)
        with running("serve", str(file), "--control", f"unix:{self.folder}/bench"):
            with connected(f"unix:{self.folder}/bench") as bench:
                start, began = bench.call("time")["time_ns"], time.monotonic()
                time.sleep(1)
                passed = (bench.call("time")["time_ns"] - start) / 1e9
                self.assertAlmostEqual(passed, time.monotonic() - began, delta=0.5)
                self.assertEqual(bench.call("meter.get", meter="heat")["values"]["energy"], "1000 kWh")

    def test_a_year_of_values_passes_in_less_than_an_hour_while_bytes_keep_their_speed(self):
        file = self.folder / "counting.yaml"
        file.write_text(COUNTING)
        with running("serve", str(file), "--pace", "x10000", "--control", f"unix:{self.folder}/bench"):
            with connected(f"unix:{self.folder}/bench") as bench:
                bench.call("step", step={"read": "heat"})
                frames = bench.call("journal")["frames"]
                answer = next(frame for frame in frames if frame["kind"] == "RSP_UD")
                seconds = (answer["end_ns"] - answer["start_ns"]) / 1e9
                self.assertAlmostEqual(seconds, len(answer["hex"]) / 2 * 11 / 2400, delta=0.02)

                def hours():
                    """Of the values; the 8,760 of a year take 53 minutes."""
                    return bench.call("time")["time_ns"] / 3.6e12 * 10_000

                before = hours()
                counted = float(bench.call("meter.get", meter="heat")["values"]["energy"].split()[0]) - 1000
                self.assertLessEqual(before - 1, counted)
                self.assertLessEqual(counted, hours() + 1)
                self.assertGreater(counted, 2)

    def test_the_unit_is_one_that_systemd_takes(self):
        unit = (SOURCE / "share/systemd/otbench@.service").read_text()
        self.assertIn("ExecStart=/usr/bin/otbench serve /etc/otbench/%i.yaml", unit)
        file = self.folder / "otbench@street.service"

        def complaints(text):
            file.write_text(text.replace("/usr/bin/otbench", OTBENCH))
            return subprocess.run(["systemd-analyze", "verify", "--man=no", str(file)], capture_output=True, text=True)

        self.assertEqual(complaints(unit).stderr, "")
        self.assertIn("Unknown key", complaints(unit.replace("Restart=", "Reload=")).stderr)

    def test_bad_files_and_options(self):
        broken = self.folder / "broken.yaml"
        broken.write_text("name: x\nversion: 2\nbus: {meter: {}}\n")
        for arguments, code, message in (([str(broken)], 2, "broken.yaml:3:7"),
                                         (["nothing.yaml"], 2, "nothing.yaml"),
                                         ([PING, "--pace", "x0.5"], 2, "invalid pace 'x0.5' (expected real, or a"),
                                         ([PING, "--broker", f"mqtt://127.0.0.1:{free_port()}"], 3, "broker mqtt://")):
            with self.subTest(arguments=arguments):
                result = subprocess.run([OTBENCH, "serve", *arguments], capture_output=True, text=True, cwd=SOURCE)
                self.assertEqual((result.returncode, result.stdout), (code, ""))
                self.assertIn(message, result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
