"""The control interface of `otbench emulate`: its methods, meters and buses that come and go, and `otbench ctl`."""

import contextlib
import json
import pathlib
import socket
import struct
import subprocess
import tempfile
import unittest

from client import OTBENCH, Refused, connected, running

METER = {"profile": "itron-cf-echo-2"}


def request(address):
    """A REQ_UD2."""
    return bytes([0x10, 0x5B, address, 0x5B + address, 0x16])


def initialize(address):
    """An SND_NKE."""
    return bytes([0x10, 0x40, address, 0x40 + address, 0x16])


class Line:
    """A client of a bus on TCP."""

    def __init__(self, endpoint):
        host, _, port = endpoint[len("tcp-listen:"):].rpartition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def receive(self, count):
        octets = b""
        while len(octets) < count and (part := self.socket.recv(count - len(octets))):
            octets += part
        return octets

    def answers(self, address):
        self.send(initialize(address))
        return self.receive(1) == b"\xe5"


class Emulation(unittest.TestCase):
    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.control = str(self.folder / "control")
        self.program = stack.enter_context(
            running("emulate", "itron-cf-echo-2@1,name=heat", "--on", "tcp-listen:127.0.0.1:0", "--control", self.control,
                    "--control", "tcp:127.0.0.1:0", "--pcap", str(self.folder / "bus.pcapng")))
        self.endpoint = self.program.lines[0]
        self.tcp = self.program.lines[1].split()[1]
        self.bench = stack.enter_context(connected(f"unix:{self.control}"))
        self.call = self.bench.call

    def ctl(self, *arguments, code=0):
        done = subprocess.run([OTBENCH, "ctl", *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout + done.stderr

    def assert_refused(self, code, message, method, **parameters):
        with self.assertRaises(Refused) as refused:
            self.call(method, **parameters)
        self.assertEqual(refused.exception.code, code)
        self.assertIn(message, str(refused.exception))

    def test_reads_and_sets_a_meter_as_a_bench_does(self):
        self.assertEqual(self.call("bench.describe")["meters"],
                         {"heat": {"address": 1, "bus": "bus", "profile": "itron-cf-echo-2"}})
        self.call("meter.set", meter="heat", set={"energy": "9800 kWh", "mute": "yes"})
        heat = self.call("meter.get", meter="heat")
        self.assertEqual((heat["values"]["energy"], heat["address"]), ("9800 kWh", 1))
        self.assert_refused(2, "enrgy", "meter.set", meter="heat", set={"volume": "7 m3", "enrgy": "1 kWh"})
        self.assertNotEqual(self.call("meter.get", meter="heat")["values"]["volume"], "7 m3")
        self.assert_refused(-32602, "unknown meter 'heta'; did you mean 'heat'?", "meter.get", meter="heta")

    def test_a_meter_is_added_and_removed(self):
        with Line(self.endpoint) as line:
            self.call("meter.add", name="second", **{"as": {**METER, "address": 7, "values": {"energy": "5 kWh"}}})
            self.assertTrue(line.answers(7))
            self.assertEqual(self.call("counters")["meters"]["second"]["SND_NKE"], 1)
            last = self.call("meter.remove", meter="second")
            self.assertEqual((last["values"]["energy"], last["counters"]["SND_NKE"]), ("5 kWh", 1))
            line.send(initialize(7) + initialize(1))
            self.assertEqual(line.receive(1), b"\xe5")  # of the one at 1
        self.assertNotIn("second", self.call("bench.describe")["meters"])
        self.call("meter.add", name="second", **{"as": "{profile: itron-cf-echo-2}"})
        self.assertEqual(self.call("meter.get", meter="second")["address"], 2)

    def test_names_and_addresses_that_exist_are_refused(self):
        self.assert_refused(2, "meter 'heat' exists already", "meter.add", name="heat", **{"as": {**METER, "address": 2}})
        self.assert_refused(2, "address 1 is that of 'heat' (expected a free address, or shares-address)", "meter.add",
                            name="twin", **{"as": {**METER, "address": 1}})
        self.assert_refused(-32602, "unknown bus 'cellar'", "meter.add", name="x", bus="cellar", **{"as": METER})
        self.assert_refused(2, "unknown key 'profle'", "meter.add", name="x", **{"as": {"profle": "y"}})
        self.call("meter.add", name="twin", **{"as": {**METER, "address": 1, "shares-address": "yes"}})
        self.assertEqual(set(self.call("bench.describe")["meters"]), {"heat", "twin"})

    def test_a_meter_is_removed_while_it_answers(self):
        with Line(self.endpoint) as line:
            self.call("meter.add", name="second", **{"as": {**METER, "address": 7}})
            line.send(request(7))
            self.assertEqual(line.receive(1), b"\x68")
            self.call("meter.remove", meter="second")
            line.send(initialize(1))
            rest = line.receive(1)
            while rest and rest[-1:] != b"\xe5":  # what was on its way, and perhaps half a byte
                rest += line.receive(1)
            self.assertLess(len(rest), 80)

    def test_a_bus_is_added_and_removed(self):
        added = self.call("bus.add", name="cellar",
                          **{"as": {"on": "tcp-listen:127.0.0.1:0", "meters": {"cold": {**METER, "address": 3}}}})
        with Line(added["endpoints"][0]) as line:
            self.assertTrue(line.answers(3))
            self.assertEqual(self.call("bench.describe")["endpoints"], [self.endpoint, *added["endpoints"]])
            self.assert_refused(2, "bus 'cellar' exists already", "bus.add", name="cellar",
                                **{"as": {"on": "tcp-listen:127.0.0.1:0", "meters": {}}})
            self.assert_refused(3, added["endpoints"][0], "bus.add", name="attic",
                                **{"as": {"on": added["endpoints"][0], "meters": {}}})
            self.assert_refused(2, "meter name 'heat' is used twice", "bus.add", name="attic",
                                **{"as": {"on": "pty", "meters": {"heat": METER}}})
            self.assertEqual(self.call("bench.describe")["buses"], ["bus", "cellar"])
            line.send(request(3))
            self.assertEqual(line.receive(1), b"\x68")
            self.call("bus.remove", bus="cellar")
            line.receive(300)  # to the end of the connection
        with self.assertRaises(ConnectionRefusedError):
            Line(added["endpoints"][0])
        self.assertEqual(self.call("bench.describe")["buses"], ["bus"])
        self.assert_refused(-32602, "unknown bus 'cellar'", "bus.remove", bus="cellar")
        with Line(self.endpoint) as line:
            self.assertTrue(line.answers(1))

    def test_frames_of_a_bus_that_is_added_are_captured(self):
        added = self.call("bus.add", name="cellar", **{"as": {"on": "tcp-listen:127.0.0.1:0", "meters": {"cold": METER}}})
        for endpoint in (self.endpoint, *added["endpoints"]):
            with Line(endpoint) as line:
                self.assertTrue(line.answers(1))
        self.call("shutdown")
        self.program.wait(timeout=20)
        capture = (self.folder / "bus.pcapng").read_bytes()
        interfaces, packets, at = 0, [], 0
        while at < len(capture):
            kind, size, number = struct.unpack_from("<III", capture, at)
            if kind == 1:
                interfaces += 1
            elif kind == 6:
                self.assertLess(number, interfaces)
                packets.append(number)
            at += size
        self.assertEqual((interfaces, packets), (2, [0, 0, 1, 1]))

    def test_tcp_takes_requests_and_refuses_a_browser(self):
        with connected(self.tcp) as client:
            self.assertEqual(client.call("version")["program"], "otbench emulate")
        host, _, port = self.tcp[len("tcp:"):].rpartition(":")
        with socket.create_connection((host, int(port)), timeout=30) as browser:
            browser.sendall(b"POST / HTTP/1.1\r\n\r\n" + b'{"jsonrpc":"2.0","id":1,"method":"shutdown"}\n')
            answer = b"".join(iter(lambda: browser.recv(4096), b""))
        self.assertIn(b"-32700", answer)
        self.assertIsNone(self.program.poll())

    def test_only_this_machine_controls_it(self):
        for endpoint in ("tcp:0.0.0.0:0", "tcp:localhost:1", "stdio:"):
            done = subprocess.run([OTBENCH, "emulate", "itron-cf-echo-2", "--on", "pty", "--control", endpoint],
                                  capture_output=True, text=True, timeout=30)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("--control: invalid", done.stderr)

    def test_shutdown_is_answered_and_ends_the_program(self):
        self.assertEqual(self.call("shutdown"), {})
        self.assertEqual(self.program.wait(timeout=20), 0)

    # otbench ctl

    def test_ctl_keeps_its_commands(self):
        for where in (["--control", self.control], ["--control", f"unix:{self.control}"], ["--control", self.tcp], [self.tcp]):
            self.assertEqual(self.ctl(*where, "list"), "heat 1 14273160 itron-cf-echo-2\n")
            self.assertEqual(self.ctl(*where, "set", "heat", "energy=5 kWh"), "")
            self.assertEqual(self.ctl(*where, "get heat energy"), "energy=5 kWh\n")
            self.assertIn("unknown command 'lsit'; did you mean 'list'?", self.ctl(*where, "lsit", code=2))
        self.assertEqual(self.ctl("--control", self.control, "counters"), "heat\n")

    def test_the_old_protocol_is_answered_from_the_same_table(self):
        with socket.socket(socket.AF_UNIX) as stream:
            stream.settimeout(30)
            stream.connect(self.control)
            with stream.makefile("rwb") as file:
                file.write(b"list\nget nothing\n")
                file.flush()
                self.assertEqual([file.readline() for _ in range(3)],
                                 [b"heat 1 14273160 itron-cf-echo-2\n", b"ok\n",
                                  b"error: unknown meter 'nothing' (expected one of heat)\n"])

    def test_ctl_calls_methods(self):
        self.assertEqual(json.loads(self.ctl(self.tcp, "meter.set", "meter=heat", "set.energy=12 MWh", "set.mute=yes")), {})
        heat = json.loads(self.ctl("--json", "--control", self.control, "meter.get", "meter=heat"))
        self.assertEqual(heat["values"]["energy"], "12 MWh")
        self.ctl(self.tcp, "meter.add", "name=b", "as={profile: itron-cf-echo-2, address: 9}")
        self.assertEqual(set(json.loads(self.ctl(self.tcp, "counters"))["meters"]), {"heat", "b"})
        names = {method["name"] for method in json.loads(self.ctl(self.tcp, "rpc.describe"))["methods"]}
        self.assertTrue({"meter.add", "bus.add", "command"} <= names)

    def test_ctl_says_what_is_wrong(self):
        for arguments, code, message in (
                ([self.tcp, "meter.get", "meter"], 2, "invalid parameter 'meter' (expected KEY=VALUE)"),
                ([self.tcp, "meter.get", "metr=heat"], 2, "missing parameter 'meter'"),
                ([self.tcp, "meter.set", "meter=heat", "set=energy"], 2, "invalid set 'energy' (expected JSON: object)"),
                ([self.tcp], 2, "no method given"),
                (["version"], 2, "no endpoint given (expected unix:PATH or tcp:127.0.0.1:PORT before the method"),
                (["tcp:nowhere", "version"], 2, "invalid address 'nowhere'"),
                ([f"unix:{self.folder}/none", "version"], 3, "none: No such file or directory")):
            with self.subTest(arguments=arguments):
                self.assertIn(message, self.ctl(*arguments, code=code))


class Bench(unittest.TestCase):
    def test_ctl_controls_a_bench(self):
        with tempfile.TemporaryDirectory() as folder:
            address = f"unix:{folder}/bench"
            with running("run", "--control", address, "scenarios/library/read_without_device.yaml") as program:
                ctl = lambda *words: subprocess.run([OTBENCH, "ctl", "--json", address, *words], capture_output=True,
                                                    text=True)
                self.assertEqual(ctl("step", "step={read: heat}", "line=7").returncode, 0)
                self.assertEqual(ctl("step", "step={read: heat, expect: {energy: 1 kWh}}").returncode, 1)
                events = json.loads(ctl("events.since", "kinds=step,run", "limit=2").stdout)["events"]
                self.assertEqual([event["kind"] for event in events], ["run", "step"])
                self.assertEqual(ctl("journal.verify", "kind=SND_NKE", "count=9").returncode, 1)
                unknown = ctl("lsit")
                self.assertEqual(unknown.returncode, 2)
                self.assertIn("unknown method 'lsit'", unknown.stderr)
                self.assertEqual(ctl("shutdown").returncode, 0)
                self.assertEqual(program.wait(timeout=20), 0)


if __name__ == "__main__":
    unittest.main()
