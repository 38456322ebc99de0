"""What compose.yaml starts, on this machine instead of in containers: compose_test.py OTBENCH MOSQUITTO"""

import json
import pathlib
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import paho.mqtt.client
import yaml

SOURCE = pathlib.Path(__file__).resolve().parents[2]
OTBENCH, MOSQUITTO = sys.argv[1:3]
del sys.argv[1:3]
SERVICES = yaml.safe_load((SOURCE / "compose.yaml").read_text())["services"]
FLOWS = json.loads((SOURCE / "share/compose/flows.json").read_text())
PATIENCE = 30  # seconds


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Compose(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, self.port = pathlib.Path(folder.name), free_port()

    def start(self, *command, **more):
        running = subprocess.Popen(command, text=True, **more)
        self.addCleanup(lambda: (running.terminate(), running.communicate()))
        return running

    def here(self, text):
        """`text` with the broker of this test for that of the network of containers, and files in their places here."""
        for inside, outside in (("mqtt://broker", f"mqtt://127.0.0.1:{self.port}"), ("listener 1883", f"listener {self.port} 127.0.0.1"),
                                ("/usr/share/otbench/", f"{SOURCE}/"), ("/tmp/control", str(self.folder / "control"))):
            text = text.replace(inside, outside)
        return text

    def command(self, service):
        """The command of a service, with mounted files in their places here."""
        words = shlex.split(self.here(SERVICES[service]["command"]))
        for volume in SERVICES[service].get("volumes", []):
            outside, inside, *_ = volume.split(":")
            copy = self.folder / pathlib.Path(inside).name
            copy.write_text(self.here((SOURCE / outside).read_text()))
            words = [str(copy) if word == inside else word for word in words]
        return words

    def is_healthy(self, service):
        kind, program, *arguments = SERVICES[service]["healthcheck"]["test"]
        self.assertEqual((kind, program), ("CMD", "otbench"))
        return subprocess.run([OTBENCH, *map(self.here, arguments)], capture_output=True).returncode == 0

    def start_broker(self):
        program, *arguments = self.command("broker")
        self.assertEqual(program, "mosquitto")
        self.start(MOSQUITTO, *arguments, stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while not listens(self.port) and time.monotonic() < end:
            time.sleep(0.02)

    def test_mounts_files_that_there_are(self):
        for name, service in SERVICES.items():
            for volume in service.get("volumes", []):
                self.assertTrue((SOURCE / volume.split(":")[0]).is_file(), name)

    def test_listens_on_loopback_only(self):
        for service in SERVICES.values():
            for port in service.get("ports", []):
                self.assertTrue(port.startswith("127.0.0.1:"))

    def test_publishes_what_its_bench_measures_on_topics_that_its_flow_shows(self):
        received = {}
        self.start_broker()
        subscriber = paho.mqtt.client.Client()
        subscriber.on_message = lambda client, none, message: received.setdefault(message.topic, message.payload.decode())
        subscriber.connect("127.0.0.1", self.port)
        subscriber.subscribe([(node["topic"], 1) for node in FLOWS if node["type"] == "mqtt in"])
        subscriber.loop_start()
        self.addCleanup(subscriber.loop_stop)
        self.assertFalse(self.is_healthy("bench"))
        bench = self.start(OTBENCH, *self.command("bench"), stdout=subprocess.PIPE)
        while bench.stdout.readline().strip() != "ready":
            self.assertIsNone(bench.poll())
        self.assertTrue(self.is_healthy("bench"))
        poll = subprocess.run([OTBENCH, *self.command("poll"), "--rounds", "1"], capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(poll.returncode, 0, poll.stderr)
        end = time.monotonic() + PATIENCE
        while not any("9730" in payload for payload in received.values()) and time.monotonic() < end:
            time.sleep(0.02)
        self.assertIn("/otb-iot/5ccf7f0b583b/status", received)
        self.assertTrue(any(topic.startswith("otbench/") and "9730" in payload for topic, payload in received.items()), received)


if __name__ == "__main__":
    unittest.main()
