"""What docs/user/serve.md promises people with brokers of their own: TLS, Home Assistant. Node-RED is in tests/web/node_red."""

import getpass
import json
import pathlib
import subprocess
import tempfile
import threading
import unittest

import paho.mqtt.client

from brokers import free_port, mosquitto
from client import OTBENCH, SOURCE, running

PING = "scenarios/library/ping.yaml"
DEVICE = "/otb-iot/5ccf7f0b583b"
WAIT = 60  # for messages that must come, also on a busy machine

# Keys of an MQTT sensor in discovery, https://www.home-assistant.io/integrations/sensor.mqtt/ and of a device there.
SENSOR_KEYS = {
    "availability", "availability_mode", "availability_template", "availability_topic", "default_entity_id", "device",
    "device_class", "enabled_by_default", "encoding", "entity_category", "entity_picture", "expire_after", "force_update",
    "icon", "json_attributes_template", "json_attributes_topic", "last_reset_value_template", "name", "object_id",
    "options", "payload_available", "payload_not_available", "platform", "qos", "state_class", "state_topic",
    "suggested_display_precision", "unique_id", "unit_of_measurement", "value_template"}
DEVICE_KEYS = {
    "configuration_url", "connections", "hw_version", "identifiers", "manufacturer", "model", "model_id", "name",
    "serial_number", "suggested_area", "sw_version", "via_device"}
# Units that a class of sensors takes, https://developers.home-assistant.io/docs/core/entity/sensor/#available-device-classes
UNITS = {
    "apparent_power": {"mVA", "VA", "kVA"},
    "current": {"A", "mA"},
    "duration": {"d", "h", "min", "s", "ms", "µs"},
    "energy": {"J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh", "cal", "kcal", "Mcal", "Gcal"},
    "frequency": {"Hz", "kHz", "MHz", "GHz"},
    "gas": {"L", "m³", "ft³", "CCF", "MCF"},
    "power": {"mW", "W", "kW", "MW", "GW", "TW"},
    "pressure": {"cbar", "bar", "hPa", "mmHg", "inHg", "kPa", "mbar", "Pa", "psi", "mPa"},
    "reactive_power": {"mvar", "var", "kvar"},
    "temperature": {"°C", "°F", "K"},
    "voltage": {"V", "mV", "µV", "kV", "MV"},
    "volume": {"L", "mL", "gal", "fl. oz.", "m³", "ft³", "CCF", "MCF"},
    "volume_flow_rate": {"m³/h", "m³/min", "m³/s", "ft³/min", "L/h", "L/min", "L/s", "gal/min", "mL/s"},
    "water": {"L", "gal", "m³", "ft³", "CCF", "MCF"},
}
TOTALS = {"energy", "gas", "water"}  # these have no state class 'measurement'


class Subscriber:
    """The messages on some topics, from the time on at which the broker has taken the subscriptions."""

    def __init__(self, port, *topics, ca=None):
        self.messages = []
        self.changed = threading.Condition()
        self.client = paho.mqtt.client.Client()
        if ca is not None:
            self.client.tls_set(ca_certs=str(ca))
        self.client.on_connect = lambda client, *_: [client.subscribe(topic) for topic in topics]
        self.client.on_message = self.take
        self.subscribed = 0
        self.client.on_subscribe = self.count
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        with self.changed:
            self.changed.wait_for(lambda: self.subscribed == len(topics), WAIT)

    def count(self, *_):
        with self.changed:
            self.subscribed += 1
            self.changed.notify_all()

    def take(self, _client, _data, message):
        with self.changed:
            self.messages.append((message.topic, message.payload))
            self.changed.notify_all()

    def wait_for(self, condition):
        with self.changed:
            return self.changed.wait_for(lambda: condition(self.messages), WAIT)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


class Integrations(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def subscriber(self, *arguments, **options):
        subscriber = Subscriber(*arguments, **options)
        self.addCleanup(subscriber.close)
        return subscriber

    def answers_ping(self, port, ca=None):
        """Whether the device answers; asked until the subscription stands."""
        subscriber = self.subscriber(port, f"{DEVICE}/status", ca=ca)
        for _ in range(WAIT):
            subscriber.client.publish(DEVICE, "trigger/ping")
            with subscriber.changed:
                if subscriber.changed.wait_for(lambda: (f"{DEVICE}/status", b"ok:pong") in subscriber.messages, 1):
                    return True
        return False

    # TLS

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.folder)

    def certify(self, address):
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        self.openssl("req", "-x509", *key, "-subj", "/CN=authority", "-keyout", "ca.key", "-out", "ca.pem")
        self.openssl("req", *key, "-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr")
        (self.folder / "server.ext").write_text(f"subjectAltName={address}\n")
        self.openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile",
                     "server.ext", "-days", "2", "-out", "server.pem")

    def tls_broker(self, port):
        return mosquitto(port, f"user {getpass.getuser()}", f"listener {port} 127.0.0.1", "allow_anonymous true",
                         f"certfile {self.folder}/server.pem", f"keyfile {self.folder}/server.key")

    def test_serves_over_tls_and_survives_a_restart_of_the_broker(self):
        self.certify("IP:127.0.0.1")
        port, ca = free_port(), self.folder / "ca.pem"
        with self.tls_broker(port) as first:
            with running("serve", PING, "--broker", f"mqtts://127.0.0.1:{port}?ca={ca}") as program:
                self.assertIn(f"  broker mqtts://127.0.0.1:{port}", program.lines)
                self.assertTrue(self.answers_ping(port, ca))
                first.terminate()
                first.wait(timeout=20)
                with self.tls_broker(port):
                    self.assertTrue(self.answers_ping(port, ca))
                    self.assertIsNone(program.poll())

    def test_a_certificate_that_is_not_trusted_ends_serve_with_the_reason(self):
        self.certify("DNS:elsewhere.example")
        port = free_port()
        with self.tls_broker(port):
            for url in (f"mqtts://127.0.0.1:{port}?ca={self.folder}/ca.pem", f"mqtts://127.0.0.1:{port}"):
                done = subprocess.run([OTBENCH, "serve", PING, "--broker", url], capture_output=True, text=True, cwd=SOURCE,
                                      timeout=WAIT)
                self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)
                self.assertIn(f"broker mqtts://127.0.0.1:{port}: its certificate is not ", done.stderr)

    # Home Assistant

    def announced(self, port, profiles):
        meters = [f"{profile}@{address}" for address, profile in enumerate(profiles, 1)]
        with running("emulate", *meters, "--on", "tcp-listen:127.0.0.1:0") as program:
            plan = {"every": "1min", "buses": {"cellar": {"from": program.lines[0].replace("tcp-listen", "tcp"), "meters": {
                f"m{address}": address for address in range(1, len(profiles) + 1)}}}, "sinks": {
                    "mqtt": f"mqtt://127.0.0.1:{port}"}}
            (self.folder / "plan.yaml").write_text(json.dumps(plan))
            subprocess.run([OTBENCH, "poll", "plan.yaml", "--rounds", "1"], check=True, cwd=self.folder, capture_output=True,
                           timeout=5 * WAIT)
        seen = self.subscriber(port, "homeassistant/#", "end")
        seen.client.publish("end", "")  # behind the retained messages
        self.assertTrue(seen.wait_for(lambda messages: any(topic == "end" for topic, _ in messages)))
        return {topic: json.loads(payload) for topic, payload in seen.messages if topic != "end"}

    def check_sensor(self, topic, sensor):
        self.assertRegex(topic, r"^homeassistant/sensor/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+/config$")
        self.assertLessEqual(set(sensor), SENSOR_KEYS)
        self.assertLessEqual(set(sensor["device"]), DEVICE_KEYS)
        self.assertTrue(sensor["device"]["identifiers"])
        self.assertIn(sensor.get("availability_mode", "latest"), ("all", "any", "latest"))
        for each in sensor["availability"]:
            self.assertLessEqual(set(each), {"topic", "payload_available", "payload_not_available", "value_template"})
        unit, kind, state = (sensor.get(key) for key in ("unit_of_measurement", "device_class", "state_class"))
        self.assertIn(state, (None, "measurement", "total", "total_increasing"))
        if kind is not None:
            self.assertIn(unit, UNITS[kind])
        if kind in TOTALS:
            self.assertNotEqual(state, "measurement")
        self.assertRegex(sensor["value_template"], r"^\{\{ value_json\.records\[\d+\]\.value \}\}$")

    def test_announces_sensors_as_home_assistant_documents_them(self):
        profiles = [line.split()[0] for line in subprocess.run(
            [OTBENCH, "profiles", "list"], check=True, capture_output=True, text=True).stdout.splitlines() if line.strip()]
        wanted = [name for name in ("itron-cf-echo-2", "kamstrup-382") if name in profiles]
        self.assertEqual(len(wanted), 2)
        port = free_port()
        with mosquitto(port):
            sensors = self.announced(port, wanted)
        self.assertGreater(len(sensors), 10)
        for topic, sensor in sensors.items():
            with self.subTest(topic=topic):
                self.check_sensor(topic, sensor)
        self.assertEqual(len({sensor["unique_id"] for sensor in sensors.values()}), len(sensors))
        self.assertLessEqual({"energy", "power"}, {sensor.get("device_class") for sensor in sensors.values()})


if __name__ == "__main__":
    unittest.main()
