"""The methods of the control interface, and what becomes of requests that are wrong."""

import contextlib
import json
import os
import pathlib
import select
import signal
import socket
import subprocess
import tempfile
import unittest

from client import OTBENCH, SOURCE, Client, Refused, connected, running, stdio_bench

READ = "scenarios/library/cf_echo_2_read.yaml"
STREET = """
name: Two meters
version: 2
broker: internal
bus:
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
    power: {profile: kamstrup-382, address: 2}
"""


class Methods(unittest.TestCase):
    def setUp(self):
        bench = stdio_bench()
        self.bench = bench.__enter__()
        self.addCleanup(bench.__exit__, None, None, None)
        self.call = self.bench.call

    def test_describes_itself_as_in_the_manual(self):
        methods = subprocess.run([OTBENCH, "scenario", "methods"], check=True, capture_output=True, text=True).stdout
        manual = (SOURCE / "docs/user/control.md").read_text()
        self.assertIn("<!-- methods -->\n" + methods + "<!-- end of methods -->\n", manual,
                      "run 'otbench scenario methods' and put its output between the marks of docs/user/control.md")
        names = {method["name"] for method in self.call("rpc.describe")["methods"]}
        self.assertTrue({"version", "bench.load", "step", "shutdown"} <= names)

    def test_needs_a_bench(self):
        with self.assertRaises(Refused) as refused:
            self.call("time")
        self.assertEqual(refused.exception.code, 4)

    def test_a_file_with_mistakes_lists_them(self):
        with self.assertRaises(Refused) as refused:
            self.call("bench.load", text="name: x\nversion: 2\nbus: {meters: {a: {profile: nothing}, b: {}}}\n")
        self.assertEqual(refused.exception.code, 2)
        self.assertIn("bench.yaml:3:", str(refused.exception))
        self.assertGreater(len(refused.exception.data), 1)
        self.assertEqual(self.call("bench.load", text=STREET)["buses"], ["bus"])

    def test_no_broker_is_a_failure_of_the_environment(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        with self.assertRaises(Refused) as refused:
            self.call("bench.load", file="scenarios/library/ping.yaml", broker=f"mqtt://127.0.0.1:{port}")
        self.assertEqual(refused.exception.code, 3)
        self.assertEqual(self.call("bench.load", text=STREET)["name"], "Two meters")

    def test_time_runs_only_when_asked(self):
        start = self.call("bench.load", text=STREET)["time_ns"]
        self.assertEqual(self.call("time")["time_ns"], start)
        self.assertEqual(self.call("run.for", duration="2s")["time_ns"], start + 2_000_000_000)
        self.assertEqual(self.call("run.until", time="1min")["time_ns"], 60_000_000_000)
        self.assertEqual(self.call("run.until", time="1s")["time_ns"], 60_000_000_000)
        with self.assertRaises(Refused) as refused:
            self.call("run.for", duration="2")
        self.assertEqual(refused.exception.code, -32602)

    def test_runs_to_the_next_event(self):
        self.call("bench.load", file=READ)
        self.call("step", step={"publish": "trigger/ping"})
        before = self.call("time")
        after = self.call("run.step")
        self.assertTrue(after["happened"])
        self.assertGreater(after["event"], before["event"])
        self.assertEqual(self.call("events.since", id=before["event"] + 1)["events"][0]["t_ns"], after["time_ns"])

    def test_reads_and_sets_a_meter(self):
        self.call("bench.load", text=STREET)
        self.call("step", step={"meter": "heat", "set": {"energy": "1234 kWh"}})
        heat = self.call("meter.get", meter="heat")
        self.assertEqual(heat["values"]["energy"], "1234 kWh")
        self.assertEqual((heat["address"], heat["profile"]), (1, "itron-cf-echo-2"))
        with self.assertRaises(Refused) as refused:
            self.call("meter.get", meter="heta")
        self.assertIn("did you mean 'heat'?", str(refused.exception))

    def test_sets_a_meter_as_the_step_does(self):
        self.call("bench.load", text=STREET)
        self.assertEqual(self.call("meter.set", meter="heat", set={"energy": "1234 kWh", "mute": "yes"}), {})
        self.assertEqual(self.call("meter.get", meter="heat")["values"]["energy"], "1234 kWh")
        self.assertFalse(self.call("step", step={"read": "heat", "expect": {"energy": "1234 kWh"}})["passed"])
        settings = self.call("events.since", kinds=["meter_setting"])["events"]
        self.assertEqual({event["setting"]: event["value"] for event in settings},
                         {"energy": "1234 kWh", "mute": "yes"})
        for wrong, message in (({"enrgy": "1 kWh"}, "enrgy"), ({"energy": "1 l"}, "energy")):
            with self.assertRaises(Refused) as refused:
                self.call("meter.set", meter="heat", set={**wrong, "volume": "7 m3"})
            self.assertEqual(refused.exception.code, 2)
            self.assertIn(message, str(refused.exception))
        self.assertNotEqual(self.call("meter.get", meter="heat")["values"]["volume"], "7 m3")

    def test_a_checkpoint_brings_values_back(self):
        self.call("bench.load", text=STREET)
        before = self.call("meter.get", meter="heat")["values"]
        self.assertEqual(self.call("checkpoint.save", name="first"), {"meters": 2})
        self.call("step", step={"meter": "heat", "set": {"energy": "1 kWh", "volume": "7 m3"}})
        self.assertNotEqual(self.call("meter.get", meter="heat")["values"], before)
        self.call("checkpoint.restore", checkpoint="first")
        self.assertEqual(self.call("meter.get", meter="heat")["values"], before)

    def test_reset_builds_the_bench_anew(self):
        first = self.call("bench.load", text=STREET)
        self.call("step", step={"meter": "heat", "set": {"energy": "1 kWh"}})
        self.call("run.for", duration="1h")
        self.assertEqual(self.call("reset"), first)
        self.assertNotEqual(self.call("meter.get", meter="heat")["values"]["energy"], "1 kWh")

    def test_a_journal_of_frames_and_counters(self):
        self.call("bench.load", text=STREET)
        self.assertTrue(self.call("step", step={"read": "heat"})["passed"])
        frames = self.call("journal")["frames"]
        self.assertEqual([frame["kind"] for frame in frames], ["SND_NKE", "ACK", "REQ_UD2", "RSP_UD"])
        self.assertEqual([frame["from"] for frame in frames], ["master", "slave"] * 2)
        self.assertEqual(frames[2]["hex"], "107b017c16")
        self.assertEqual(frames[2]["address"], 1)
        verify = lambda **what: self.call("journal.verify", **what)
        self.assertTrue(verify(kind="SND_NKE", count=1, before="REQ_UD2")["passed"])
        self.assertEqual(verify(kind="SND_NKE", count=2, before="REQ_UD2"),
                         {"passed": False, "count": 1, "message": "1 SND_NKE before the first REQ_UD2 (expected 2)"})
        self.assertFalse(verify(kind="REQ_UD2", address=2)["passed"])
        self.assertEqual(self.call("counters")["meters"]["heat"]["REQ_UD2"], 1)
        self.call("counters.reset")
        self.assertEqual(self.call("counters")["meters"]["heat"], {})

    def test_names_that_cannot_be_are_refused_instead_of_counted_as_nothing(self):
        self.call("bench.load", file=READ)
        for method, what, complaint in (
                ("journal.verify", {"kind": "SND_NEK", "count": 0}, "unknown kind 'SND_NEK'; did you mean 'SND_NKE'?"),
                ("journal.verify", {"kind": "ACK", "before": "REQ"}, "unknown kind 'REQ'"),
                ("journal.verify", {"kind": "ACK", "bus": "north"}, "unknown bus 'north'"),
                ("journal", {"bus": "north"}, "unknown bus 'north'"),
                ("signal.get", {"signal": "bus volts"}, "unknown signal 'bus volts'; did you mean 'bus voltage'?"),
                ("signal.get", {"signal": "rx", "bus": "north"}, "unknown bus 'north'"),
                ("signal.get", {"signal": "boiler.gpio99"}, "unknown pin 'gpio99'"),
                ("meter.get", {"meter": "haet"}, "unknown meter 'haet'; did you mean 'heat'?")):
            with self.subTest(method=method, **what), self.assertRaises(Refused) as refused:
                self.call(method, **what)
            self.assertEqual(refused.exception.code, -32602)
            self.assertIn(complaint, str(refused.exception))

    def test_a_file_that_cannot_be_loaded_leaves_the_bench_as_it_is(self):
        self.call("bench.load", text=STREET)
        self.call("step", step={"meter": "heat", "set": {"energy": "1234 kWh"}})
        for wrong in ({"file": "/no/such/file.yaml"}, {"text": "name: x\nversion: 9\n"}, {}):
            with self.assertRaises(Refused):
                self.call("bench.load", **wrong)
        self.assertEqual(self.call("meter.get", meter="heat")["values"]["energy"], "1234 kWh")
        self.call("reset")
        self.assertNotEqual(self.call("meter.get", meter="heat")["values"]["energy"], "1234 kWh")

    def test_signals_and_lines(self):
        self.call("bench.load", file=READ)
        volts = self.call("signal.get", signal="bus voltage", since_ns=0)
        self.assertAlmostEqual(volts["value"], 22.3, delta=0.5)  # the device does not drive TX yet
        self.assertEqual(volts["points"][-1][1], volts["value"])
        self.assertEqual(self.call("signal.get", signal="rx")["value"], 1)
        self.assertAlmostEqual(self.call("bus.get", bus="bus")["space_v"], volts["value"], delta=0.1)
        self.call("bench.load", file=READ, record=False)
        with self.assertRaises(Refused):
            self.call("step", step={"expect-signal": "rx", "for": "1s", "edges": "0"})

    def test_notifies_of_events(self):
        self.call("bench.load", file=READ)
        self.call("events.subscribe", kinds=["bench_receive"])
        self.call("step", step={"publish": "trigger/ping", "expect": "ok:pong"})
        self.assertEqual([(n["method"], n["params"]["payload"]) for n in self.bench.notifications],
                         [("event", "ok:pong")])
        self.call("events.unsubscribe")
        self.call("step", step={"publish": "trigger/ping", "expect": "ok:pong"})
        self.assertEqual(len(self.bench.notifications), 1)
        with self.assertRaises(Refused):
            self.call("events.subscribe", kinds=["nothing"])

    def test_notifies_of_frames(self):
        self.call("bench.load", text=STREET)
        self.call("journal.subscribe")
        self.call("step", step={"read": "heat"})
        told = [(n["method"], n["params"]) for n in self.bench.notifications]
        self.assertEqual(told, [("frame", frame) for frame in self.call("journal")["frames"]])
        self.assertEqual(told[-1][1]["kind"], "RSP_UD")
        self.call("journal.unsubscribe")
        self.call("step", step={"read": "heat"})
        self.assertEqual(len(self.bench.notifications), len(told))

    def test_telling_of_frames_does_not_change_the_trace(self):
        steps = [{"read": "heat"}, {"wait": "1h"}, {"read": "power"}]
        with tempfile.TemporaryDirectory() as folder:
            for name in ("plain", "told"):
                self.call("bench.load", text=STREET, out=f"{folder}/{name}")
                if name == "told":
                    self.call("journal.subscribe")
                self.call("step", step=steps)
            self.call("bench.load", text=STREET)
            for file in ("events.jsonl", "waves.vcd", "bus.pcapng"):
                self.assertEqual(*[(pathlib.Path(folder) / name / file).read_bytes() for name in ("plain", "told")])

    def test_survives_hostile_lines(self):
        self.call("bench.load", text=STREET)
        deep = b'{"jsonrpc":"2.0","id":1,"method":"step","params":{"step":' + b"[" * 5000
        for line, code in ((b"x" * (3 << 20), -32700), (deep, -32700), (b"\xff\xfe\x00", -32700), (b"[]", -32600),
                           (b'{"jsonrpc":"2.0","id":1,"method":"step","params":{"step":3}}', -32602),
                           (b'{"jsonrpc":"2.0","id":1,"method":"step","params":{"step":"&a [*a]"}}', 2),
                           (b'{"jsonrpc":"2.0","id":1,"method":"step","params":{"step":{"wait":[[[[]]]]}}}', 2)):
            self.bench.send_line(line)
            self.assertEqual(self.bench.answer()["error"]["code"], code, line[:60])
        self.assertEqual(self.call("counters")["meters"]["heat"], {})

    def test_ends_with_its_input(self):
        self.call("bench.load", text=STREET)
        self.bench.send_line(json.dumps({"jsonrpc": "2.0", "id": "last", "method": "time"}))
        self.bench.requests.close()
        self.assertEqual(self.bench.answer()["id"], "last")
        self.assertEqual(self.bench.process.wait(timeout=20), 0)


class Sockets(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_clients_share_a_bench(self):
        address = f"unix:{self.folder}/bench"
        with running("run", "--control", address, "--control", "tcp:127.0.0.1:0") as program:
            tcp = program.lines[-1].split()[-1]
            with connected(address) as first, connected(tcp) as second:
                first.call("bench.load", text=STREET)
                self.assertEqual(second.call("bench.describe")["name"], "Two meters")
                second.call("step", step={"meter": "heat", "set": {"energy": "5 kWh"}})
                second.call("events.subscribe")
                self.assertEqual(first.call("meter.get", meter="heat")["values"]["energy"], "5 kWh")
                second.call("journal.subscribe")
                first.call("step", step={"read": "heat"})
                second.call("time")
                self.assertIn("RSP_UD", [told["params"].get("kind") for told in second.notifications])
                self.assertEqual(first.notifications, [])
                first.call("reset")
                self.assertEqual(second.call("time"), first.call("time"))
                first.call("shutdown")
            self.assertEqual(program.wait(timeout=20), 0)
        self.assertFalse((self.folder / "bench").exists())

    def test_a_client_that_leaves_takes_nothing_along(self):
        address = f"unix:{self.folder}/bench"
        with running("run", "--control", address) as program:
            with connected(address) as first:
                first.call("bench.load", text=STREET)
                first.call("events.subscribe")
                first.send_line(b'{"half')
            with connected(address) as second:
                self.assertTrue(second.call("step", step={"read": "heat"})["passed"])
            program.send_signal(signal.SIGTERM)
            self.assertEqual(program.wait(timeout=20), 0)

    def test_many_clients_are_served_and_too_many_are_refused(self):
        with contextlib.ExitStack() as stack:
            address = f"unix:{self.folder}/bench"
            program = stack.enter_context(running("run", "--control", address))
            clients = [stack.enter_context(connected(address)) for _ in range(64)]
            clients[0].call("bench.load", text=STREET)
            for client in clients:
                client.send_line(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "counters"}))
            answers = [client.answer() for client in clients]
            self.assertEqual({json.dumps(answer["result"]) for answer in answers}, {json.dumps(answers[0]["result"])})
            # Also when the file of the connection is closed.
            with self.assertRaises((EOFError, BrokenPipeError, ConnectionResetError)), connected(address) as one_more:
                one_more.call("version")
            self.assertEqual(clients[7].call("version")["protocol"], 1)
            self.assertIsNone(program.poll())

    def test_a_client_that_never_reads_is_disconnected_and_holds_up_nothing(self):
        address = f"unix:{self.folder}/bench"
        with running("run", "--control", address) as program, connected(address) as other, connected(address) as silent:
            other.call("bench.load", text=STREET)
            for _ in range(9):
                other.call("step", step={"read": "heat"})
            request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "events.since", "params": {"limit": 10000}})
            size = len(json.dumps(other.call("events.since", limit=10000)))
            for _ in range((85 << 20) // size + 1):  # more than waits for a client that does not read
                silent.send_line(request)
            hung_up = select.poll()
            hung_up.register(silent.socket, select.POLLRDHUP)
            while not hung_up.poll(0):
                self.assertEqual(other.call("meter.get", meter="heat")["address"], 1)
            self.assertEqual(other.call("meter.get", meter="heat")["address"], 1)
            self.assertIsNone(program.poll())

    def test_the_socket_is_its_owners(self):
        with running("run", "--control", f"unix:{self.folder}/bench"):
            self.assertEqual((self.folder / "bench").stat().st_mode & 0o077, 0)
            second = subprocess.run([OTBENCH, "run", "--control", f"unix:{self.folder}/bench"], capture_output=True,
                                    text=True)
        self.assertEqual(second.returncode, 3)
        self.assertIn("unix:", second.stderr)

    def test_refuses_a_browser(self):
        with running("run", "--control", "tcp:127.0.0.1:0") as program:
            host, _, port = program.lines[-1].split()[-1][len("tcp:"):].rpartition(":")
            with socket.create_connection((host, int(port))) as browser:
                body = b'{"jsonrpc":"2.0","id":1,"method":"shutdown"}\n'
                browser.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n\r\n" + body)
                answer = b"".join(iter(lambda: browser.recv(4096), b""))
            self.assertEqual(answer.count(b"\n"), 1)
            self.assertIn(b"-32700", answer)
            self.assertIsNone(program.poll())

    def test_other_machines_need_a_token(self):
        refused = subprocess.run([OTBENCH, "run", "--control", "tcp:0.0.0.0:0"], capture_output=True, text=True)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("OTBENCH_CONTROL_TOKEN", refused.stderr)
        environment = {**os.environ, "OTBENCH_CONTROL_TOKEN": "sesame"}
        with running("run", "--control", "tcp:0.0.0.0:0", env=environment) as program:
            port = program.lines[-1].rpartition(":")[2]
            with connected(f"tcp:127.0.0.1:{port}") as client:
                with self.assertRaises(Refused):
                    client.call("bench.load", text=STREET)
                with self.assertRaises(Refused):
                    client.call("authenticate", token="open")
                client.call("authenticate", token="sesame")
                self.assertEqual(client.call("bench.load", text=STREET)["name"], "Two meters")

    def test_refuses_other_endpoints(self):
        for endpoint, message in (("socket", "invalid control endpoint 'socket' (expected stdio, unix:PATH or "),
                                  ("tcp:localhost:1", "invalid address 'localhost:1' (expected a numeric address"),
                                  ("unix:" + "x" * 200, "(expected 1 to 107 bytes)")):
            refused = subprocess.run([OTBENCH, "run", "--control", endpoint], capture_output=True, text=True)
            self.assertEqual(refused.returncode, 2)
            self.assertIn(message, refused.stderr)


if __name__ == "__main__":
    unittest.main()
