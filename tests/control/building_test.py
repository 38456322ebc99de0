"""Meters and buses that come and go on a bench that a scenario describes."""

import json
import pathlib
import socket
import tempfile
import unittest

from client import Refused, connected, running, stdio_bench

STREET = """
name: A street
version: 2
broker: internal
buses:
  house:
    cable: {length: 20 m}
    meters:
      heat: {profile: itron-cf-echo-2, address: 1}
  shed:
    meters:
      power: {profile: kamstrup-382, address: 1}
"""
WIRED = """
name: A device with a heat meter
version: 2
broker: internal
devices:
  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}
bus:
  converter: {model: otb-iot-level-converter, tx: boiler.gpio15, rx: boiler.gpio13}
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
"""
COLD = {"profile": "itron-cf-echo-2", "address": 7, "values": {"energy": "9810 kWh"}}


class Building(unittest.TestCase):
    def setUp(self):
        bench = stdio_bench()
        self.bench = bench.__enter__()
        self.addCleanup(bench.__exit__, None, None, None)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def call(self, method, **parameters):
        if "as_" in parameters:
            parameters["as"] = parameters.pop("as_")
        return self.bench.call(method, **parameters)

    def read(self, meter, **expect):
        return self.call("step", step={"read": meter, **({"expect": expect} if expect else {})}, line=1)

    def assert_refused(self, code, message, method, **parameters):
        with self.assertRaises(Refused) as refused:
            self.call(method, **parameters)
        self.assertEqual(refused.exception.code, code, str(refused.exception))
        self.assertIn(message, str(refused.exception))

    def events(self, *kinds):
        return self.call("events.since", kinds=kinds)["events"]

    # Meters

    def test_a_meter_is_added_read_and_removed(self):
        self.call("bench.load", text=STREET)
        self.assertEqual(self.call("meter.add", name="cold", bus="house", as_=COLD), {})
        self.assertEqual(self.call("bench.describe")["meters"]["cold"],
                         {"bus": "house", "profile": "itron-cf-echo-2", "address": 7})
        self.call("run.for", duration="3s")
        self.assertTrue(self.read("cold", energy="9810 kWh")["passed"])
        self.assertTrue(self.read("heat")["passed"])
        self.assertTrue(self.call("step", step={"scan": "primary", "bus": "house", "expect": ["heat", "cold"]})["passed"])
        last = self.call("meter.remove", meter="cold")
        self.assertEqual((last["values"]["energy"], last["counters"]["REQ_UD2"]), ("9810 kWh", 2))
        self.assertNotIn("cold", self.call("bench.describe")["meters"])
        self.assert_refused(2, "unknown meter 'cold'", "step", step={"read": "cold"})
        self.assert_refused(-32602, "unknown meter 'cold'", "meter.get", meter="cold")
        self.assertTrue(self.call("step", step={"scan": "primary", "bus": "house", "expect": ["heat"]})["passed"])

    def test_what_a_removed_meter_did_is_kept(self):
        self.call("bench.load", text=STREET)
        self.call("meter.add", name="cold", bus="house", as_=COLD)
        self.call("run.for", duration="3s")
        self.read("cold")
        frames = self.call("journal", bus="house")["frames"]
        self.call("checkpoint.save", name="before")
        self.call("meter.remove", meter="cold")
        counters = self.call("counters")
        self.assertNotIn("cold", counters["meters"])
        self.assertEqual(counters["removed"]["cold"]["REQ_UD2"], 1)
        self.assertEqual(self.call("journal", bus="house")["frames"], frames)
        self.assertEqual(self.call("checkpoint.restore", checkpoint="before"), {"meters": 2})
        self.call("meter.add", name="cold", bus="house", as_=COLD)
        self.assertEqual((self.call("counters")["meters"]["cold"], self.call("counters")["removed"]), ({}, {}))

    def test_events_tell_who_came_and_went(self):
        self.call("bench.load", text=STREET)
        self.call("meter.add", name="cold", bus="house", as_={**COLD, "faults": {"mute": "yes"}})
        self.call("meter.remove", meter="cold")
        self.assertEqual([(event["kind"], event["source"], event["bus"]) for event in self.events("meter_added", "meter_removed")],
                         [("meter_added", "cold", "house"), ("meter_removed", "cold", "house")])
        self.assertEqual(self.events("transceiver")[-1]["source"], "cold")
        self.assertEqual([event["setting"] for event in self.events("meter_setting")], ["mute"])

    def test_the_line_bears_the_current_of_a_meter_while_it_is_there(self):
        self.call("bench.load", text=STREET)
        self.read("heat")
        before = self.call("bus.get", bus="house")["idle_ma"]
        self.call("meter.add", name="cold", bus="house", as_={**COLD, "unit-loads": 2})
        self.call("run.for", duration="3s")
        self.assertAlmostEqual(self.call("bus.get", bus="house")["idle_ma"], before + 3.0, delta=0.05)
        self.call("meter.remove", meter="cold")
        self.call("run.for", duration="3s")
        self.assertAlmostEqual(self.call("bus.get", bus="house")["idle_ma"], before, delta=0.01)

    def test_a_meter_is_removed_while_it_answers(self):
        self.call("bench.load", text=STREET)
        self.call("meter.add", name="cold", bus="house", as_=COLD)
        self.call("run.for", duration="3s")
        self.call("frame.send", hex="10 40 07 47 16", bus="house")
        self.call("run.for", duration="200ms")
        self.call("frame.send", hex="10 5b 07 62 16", bus="house")
        self.call("run.for", duration="150ms")
        self.assertIn("space", [event["level"] for event in self.events("meter_current")])
        self.call("meter.remove", meter="cold")
        edges = [event for event in self.events("meter_current") if event["source"] == "cold"]
        self.assertEqual(edges[-1]["level"], "mark")
        self.call("run.for", duration="2s")
        self.assertEqual([event for event in self.events("meter_current") if event["source"] == "cold"], edges)
        self.assertTrue(self.read("heat")["passed"])

    def test_a_meter_answers_a_device(self):
        self.call("bench.load", text=WIRED)
        self.call("meter.add", name="cold", as_={**COLD, "address": 2})
        self.call("run.for", duration="3s")
        for command in ("tx/15", "rx/13", "speed/2400", "enable"):
            self.call("step", step={"publish": f"set/config/serial/{command}", "expect": "ok"})
        self.call("step", step={"publish": "trigger/serial/send/1040024216", "expect": "ok"})
        self.call("run.for", duration="1s")
        self.assertEqual(self.call("counters")["meters"]["cold"].get("SND_NKE"), 1)

    def test_several_of_a_kind_are_added_at_once_or_not_at_all(self):
        self.call("bench.load", text=STREET)
        self.call("meter.add", name="flat", bus="shed", as_={"profile": "itron-cf-echo-2", "address": 10, "count": 3})
        self.assertEqual([name for name in self.call("bench.describe")["meters"] if name.startswith("flat")],
                         ["flat-1", "flat-2", "flat-3"])
        self.assert_refused(2, "address 10 is that of 'flat-1'", "meter.add", name="door", bus="shed",
                            as_={"profile": "itron-cf-echo-2", "address": 9, "count": 3})
        self.assertEqual(len(self.call("bench.describe")["meters"]), 5)

    def test_meters_that_cannot_be_are_refused(self):
        self.call("bench.load", text=STREET)
        before = self.call("bench.describe")
        for code, message, parameters in (
                (2, "meter 'heat' exists already (expected another name)", {"name": "heat", "bus": "house", "as_": COLD}),
                (2, "'shed' is the name of a bus (expected another name)", {"name": "shed", "bus": "house", "as_": COLD}),
                (2, "address 1 is that of 'heat' (expected a free address, or shares-address)",
                 {"name": "twin", "bus": "house", "as_": {**COLD, "address": 1}}),
                (-32602, "unknown bus 'hous'; did you mean 'house'?", {"name": "cold", "bus": "hous", "as_": COLD}),
                (-32602, "unknown bus 'bus'", {"name": "cold", "as_": COLD}),
                (2, "cold:1:2: unknown key 'profle'", {"name": "cold", "bus": "house", "as_": {"profle": "x", **COLD}}),
                (2, "did you mean 'itron-cf-echo-2'?", {"name": "cold", "bus": "house", "as_": {**COLD, "profile": "itron-cf-echo"}}),
                (2, "unknown value 'enrgy'", {"name": "cold", "bus": "house", "as_": {**COLD, "values": {"enrgy": "1 kWh"}}}),
                (2, "invalid name 'a b'", {"name": "a b", "bus": "house", "as_": COLD}),
                (2, "'address'", {"name": "cold", "bus": "house", "as_": "{profile: itron-cf-echo-2}"}),
                (-32602, "missing parameter 'as'", {"name": "cold", "bus": "house"})):
            with self.subTest(**parameters):
                self.assert_refused(code, message, "meter.add", **parameters)
        self.assert_refused(-32602, "unknown meter 'haet'; did you mean 'heat'?", "meter.remove", meter="haet")
        self.assertEqual(self.call("bench.describe"), before)
        self.call("meter.add", name="twin", bus="house", as_={**COLD, "address": 1, "shares-address": True})

    # Buses

    def test_a_bus_is_added_used_and_removed(self):
        self.call("bench.load", text=STREET)
        self.assertEqual(self.call("bus.add", name="cellar", as_={"cable": {"length": "50 m"}, "meters": {"cold": COLD}}),
                         {"endpoints": []})
        self.assertEqual(self.call("bench.describe")["buses"], ["house", "shed", "cellar"])
        self.call("run.for", duration="3s")
        self.assertTrue(self.read("cold", energy="9810 kWh")["passed"])
        self.assertGreater(self.call("signal.get", signal="bus voltage", bus="cellar")["value"], 20)
        self.call("meter.add", name="warm", bus="cellar", as_={**COLD, "address": 8})
        self.assert_refused(2, "bus 'cellar' has meters: cold, warm (expected meter.remove before)", "bus.remove", bus="cellar")
        frames = self.call("journal", bus="cellar")["frames"]
        self.assertEqual([frame["kind"] for frame in frames], ["SND_NKE", "ACK", "REQ_UD2", "RSP_UD"])
        for meter in ("cold", "warm"):
            self.call("meter.remove", meter=meter)
        self.assertEqual(self.call("bus.remove", bus="cellar"), {})
        self.assertEqual(self.call("bench.describe")["buses"], ["house", "shed"])
        self.assertEqual(self.call("journal", bus="cellar")["frames"], frames)
        self.assert_refused(-32602, "unknown bus 'cellar'", "bus.get", bus="cellar")
        self.call("run.for", duration="1min")
        self.assertTrue(self.read("heat")["passed"])
        self.assertEqual([(event["kind"], event["source"]) for event in self.events("bus_added", "bus_removed")],
                         [("bus_added", "cellar"), ("bus_removed", "cellar")])
        self.call("bus.add", name="cellar", as_={"meters": {"cold": COLD}})
        self.call("run.for", duration="3s")
        self.assertTrue(self.read("cold")["passed"])

    def test_the_first_of_several_buses_is_removed_and_the_others_stay(self):
        self.call("bench.load", text=STREET)
        self.call("meter.remove", meter="heat")
        self.call("bus.remove", bus="house")
        self.assertTrue(self.read("power")["passed"])
        self.call("meter.add", name="cold", as_=COLD)
        self.call("run.for", duration="3s")
        self.assertTrue(self.read("cold")["passed"])
        self.assertTrue(self.call("step", step={"cable": {"leak": "100 ohm"}})["passed"])

    def test_buses_that_cannot_be_are_refused(self):
        self.call("bench.load", text=STREET)
        before = self.call("bench.describe")
        for code, message, parameters in (
                (2, "bus 'house' exists already (expected another name)", {"name": "house", "as_": {}}),
                (2, "'heat' is the name of a meter (expected another name)", {"name": "heat", "as_": {"meters": {}}}),
                (2, "meter 'heat' exists already", {"name": "cellar", "as_": {"meters": {"heat": COLD}}}),
                (2, "unknown key 'metres'", {"name": "cellar", "as_": {"metres": {}}}),
                (2, "(expected 'pace: real')", {"name": "cellar", "as_": {"bridge": {"on": "pty", "as": "master"}}})):
            with self.subTest(**parameters):
                self.assert_refused(code, message, "bus.add", **parameters)
        self.assert_refused(-32602, "unknown bus 'huose'; did you mean 'house'?", "bus.remove", bus="huose")
        self.assertEqual(self.call("bench.describe"), before)

    def test_a_bus_with_a_device_stays(self):
        self.call("bench.load", text=WIRED)
        self.call("meter.remove", meter="heat")
        self.assert_refused(2, "bus 'bus' is wired to device 'boiler' (expected a bus without a device)", "bus.remove", bus="bus")

    def test_a_bench_that_begins_without_a_bus_gets_one(self):
        self.call("bench.load", text="name: Nothing yet\nversion: 2\nbroker: internal\ndevices:\n"
                                     "  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}\n", out=str(self.folder))
        self.call("bus.add", name="cellar", as_={"meters": {"cold": COLD}})
        self.call("run.for", duration="3s")
        self.assertTrue(self.read("cold")["passed"])
        self.call("shutdown")
        self.assertIn("cellar", (self.folder / "waves.vcd").read_text())
        self.assertGreater((self.folder / "bus.pcapng").stat().st_size, 300)

    # The trace

    def changes(self, out):
        """What happens to a bench, and its trace."""
        with stdio_bench() as bench:
            self.bench = bench
            self.call("bench.load", text=STREET, out=str(out))
            self.read("heat")
            self.call("meter.add", name="cold", bus="house", as_={**COLD, "distance": "10 m"})
            self.call("bus.add", name="cellar", as_={"meters": {"warm": COLD}})
            self.call("run.for", duration="3s")
            for meter in ("cold", "heat", "warm"):
                self.assertTrue(self.read(meter)["passed"])
            self.call("meter.remove", meter="heat")
            self.assertTrue(self.read("cold")["passed"])
            self.call("meter.remove", meter="warm")
            self.call("bus.remove", bus="cellar")
            self.call("run.for", duration="1s")
            self.call("shutdown")
            bench.process.wait(timeout=20)
        return {file: (out / file).read_bytes() for file in ("events.jsonl", "waves.vcd", "bus.pcapng")}

    def test_the_same_calls_give_the_same_trace(self):
        first, second = self.changes(self.folder / "first"), self.changes(self.folder / "second")
        self.assertEqual(first, second)
        waves = first["waves.vcd"].decode()
        header = waves.partition("$enddefinitions")[0]
        self.assertIn("$scope module cellar $end", header)
        codes = {line.split()[3] for line in header.splitlines() if line.startswith("$var")}
        used = {line.split()[-1] if line[0] in "rs" else line[1:] for line in waves.partition("$dumpvars")[2].splitlines()
                if line[:1] in ("0", "1", "r", "s")}
        self.assertEqual(used, codes)
        self.assertFalse(list(self.folder.rglob("*.before")))

    def test_a_meter_that_comes_behaves_as_one_of_the_file(self):
        def answers(text, added):
            """What master and meters say to each other."""
            with stdio_bench() as bench:
                self.bench = bench
                self.call("bench.load", text=text)
                if added:
                    self.call("meter.add", name="cold", as_=COLD)
                self.call("run.until", time="10s")
                self.assertTrue(self.read("cold")["passed"])
                self.assertTrue(self.read("heat")["passed"])
                return [{key: frame[key] for key in ("from", "kind", "hex")} for frame in self.call("journal")["frames"]]
        one = STREET.partition("  shed:")[0]
        both = one + "      cold: " + json.dumps(COLD) + "\n"
        self.assertEqual(answers(one, True), answers(both, False))

    def test_reset_brings_back_the_bench_of_the_file(self):
        loaded = self.call("bench.load", text=STREET)
        self.call("meter.add", name="cold", bus="house", as_=COLD)
        self.call("bus.add", name="cellar", as_={"meters": {}})
        self.assertEqual(self.call("reset"), loaded)


class InRealTime(unittest.TestCase):
    def test_a_bus_with_an_endpoint_comes_and_goes(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "bench.yaml"
            file.write_text(STREET.replace("broker: internal", "broker: internal\npace: real"))
            address = f"unix:{folder}/bench"
            with running("serve", str(file), "--control", address), connected(address) as bench:
                call = bench.call
                described = {"bridge": {"on": "tcp-listen:127.0.0.1:0", "as": "master"}, "meters": {"cold": {**COLD, "address": 3}}}
                endpoint, = call("bus.add", name="cellar", **{"as": described})["endpoints"]
                port = int(endpoint.split()[0].rpartition(":")[2])
                self.assertIn(endpoint, call("bench.describe")["endpoints"])
                with self.assertRaises(Refused) as refused:
                    call("bus.add", name="attic", **{"as": {"bridge": {"on": f"tcp-listen:127.0.0.1:{port}", "as": "master"}}})
                self.assertEqual(refused.exception.code, 3)
                self.assertEqual(call("bench.describe")["buses"], ["house", "shed", "cellar"])
                with socket.create_connection(("127.0.0.1", port), timeout=30) as master:
                    for _ in range(20):  # until it has started
                        master.sendall(bytes.fromhex("1040034316"))
                        master.settimeout(1)
                        try:
                            received = master.recv(16)
                        except TimeoutError:
                            continue
                        if received.endswith(b"\xe5"):
                            break
                    self.assertTrue(received.endswith(b"\xe5"))
                    call("meter.remove", meter="cold")
                    call("bus.remove", bus="cellar")
                    master.settimeout(30)
                    while master.recv(16):
                        pass
                with self.assertRaises(ConnectionRefusedError):
                    socket.create_connection(("127.0.0.1", port), timeout=30)
                self.assertNotIn(endpoint, call("bench.describe")["endpoints"])
                self.assertEqual(call("bench.describe")["buses"], ["house", "shed"])


if __name__ == "__main__":
    unittest.main()
