"""Calls that let time run: their progress, and their cancellation."""

import json
import pathlib
import tempfile
import unittest

from client import Refused, connected, running, stdio_bench

# A device that publishes for as long as time runs, so that a year takes longer than any test.
BUSY = """
name: A device
version: 2
broker: internal
devices:
  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}
bus:
  converter: {tx: boiler.gpio15, rx: boiler.gpio13}
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
"""
FOREVER = "80000h"


class Running(unittest.TestCase):
    def setUp(self):
        bench = stdio_bench()
        self.bench = bench.__enter__()
        self.addCleanup(bench.__exit__, None, None, None)
        self.call = self.bench.call
        self.call("bench.load", text=BUSY)

    def send(self, method, request=None, **params):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.bench.send_line(json.dumps(message if request is None else {**message, "id": request}))

    def progress(self):
        """The next notification of progress."""
        while True:
            message = self.bench.read()
            self.assertNotIn("id", message)
            if message["method"] == "progress":
                return message["params"]

    def assert_cancelled(self, request):
        answer = self.bench.answer()
        self.assertEqual((answer["id"], answer["error"]["code"]), (request, 5), answer)
        data = answer["error"]["data"]
        self.assertEqual(self.call("time"), {key: data[key] for key in ("time_ns", "event")})
        return data

    def test_tells_its_progress_to_the_one_who_asked(self):
        start = self.call("time")["time_ns"]
        self.send("run.for", "long", duration=FOREVER, progress="my token")
        first, second = self.progress(), self.progress()
        self.assertEqual(set(first), {"token", "time_ns", "share"})
        self.assertEqual((first["token"], second["token"]), ("my token", "my token"))
        self.assertTrue(start < first["time_ns"] < second["time_ns"])
        self.assertTrue(0 < first["share"] < second["share"] < 1)
        self.assertAlmostEqual(first["share"], (first["time_ns"] - start) / (80000 * 3600e9), delta=1e-9)
        self.send("run.cancel")
        self.assert_cancelled("long")

    def test_is_silent_unless_asked(self):
        self.send("run.for", 1, duration=FOREVER, progress=7)
        self.progress()
        self.send("run.cancel")
        self.assert_cancelled(1)
        self.bench.notifications.clear()
        self.call("run.for", duration="1h")
        self.assertEqual(self.bench.notifications, [])

    def test_cancels_by_id_and_tells_so_first(self):
        self.send("run.until", "far", time=FOREVER, progress=1)
        self.progress()
        self.send("run.cancel", "end", id="far")
        answer = self.bench.answer()
        self.assertEqual((answer["id"], answer["result"]), ("end", {"cancelled": True}))
        self.assert_cancelled("far")
        self.assertEqual(self.call("run.cancel"), {"cancelled": False})
        self.assertEqual(self.call("run.cancel", id="far"), {"cancelled": False})

    def test_other_requests_keep_their_turn(self):
        self.send("run.for", "first", duration=FOREVER, progress=1)
        self.progress()
        self.send("time", "second")
        self.send("run.cancel", "wrong", id="second")
        self.send("run.cancel", "right", id="first")
        answers = [self.bench.answer() for _ in range(4)]
        self.assertEqual([answer["id"] for answer in answers], ["wrong", "right", "first", "second"])
        self.assertEqual([answer["result"]["cancelled"] for answer in answers[:2]], [False, True])
        self.assertEqual(answers[3]["result"], answers[2]["error"]["data"])

    def test_the_bench_goes_on_after_it(self):
        self.send("run.for", 1, duration=FOREVER, progress=1)
        self.progress()
        self.send("run.cancel")
        ended = self.assert_cancelled(1)
        self.assertEqual(self.call("run.for", duration="1s")["time_ns"], ended["time_ns"] + 1_000_000_000)
        self.assertTrue(self.call("step", step={"publish": "trigger/ping", "expect": "ok:pong"})["passed"])

    def test_a_step_is_left_and_those_behind_it_are_not_performed(self):
        steps = [{"note": "before"}, {"wait": FOREVER}, {"note": "behind"}]
        self.send("step", "steps", step=steps, progress="x")
        self.assertAlmostEqual(self.progress()["share"], 1 / 3)
        self.send("run.cancel")
        self.assert_cancelled("steps")
        notes = [event["text"] for event in self.call("events.since", kinds=["note"])["events"]]
        self.assertEqual(notes, ["before"])

    def test_a_cancelled_list_of_steps_tells_the_results_of_those_that_had_finished(self):
        steps = [{"publish": "trigger/ping", "expect": "ok:pong"}, {"expect-line": {"rx-level": "high"}}]
        finished = self.call("step", step=steps)
        self.send("step", "steps", step=[*steps, {"wait": FOREVER}, {"note": "behind"}], progress="x")
        self.progress()
        self.send("run.cancel")
        data = self.assert_cancelled("steps")

        def outcome(step):
            return step["title"], [(check["what"], check["got"]) for check in step["checks"]]

        self.assertEqual([outcome(step) for step in data["steps"]], [outcome(step) for step in finished["steps"]])
        self.assertTrue(data["steps"][0]["checks"][0]["passed"])
        self.assertIn("ok:pong", data["story"])
        self.assertLess(data["steps"][1]["ended_ns"], data["time_ns"])

    def test_a_call_that_is_cancelled_before_a_step_has_finished_tells_none(self):
        self.send("step", 1, step={"wait": FOREVER}, progress=1)
        self.progress()
        self.send("run.cancel")
        self.assertEqual(self.assert_cancelled(1)["steps"], [])
        self.send("run.for", 2, duration=FOREVER, progress=1)
        self.progress()
        self.send("run.cancel")
        self.assertEqual(set(self.assert_cancelled(2)), {"time_ns", "event"})

    def test_events_come_while_time_runs(self):
        self.call("events.subscribe", kinds=["step"])
        self.send("step", 1, step={"wait": FOREVER})
        event = self.bench.read()
        self.assertEqual((event["method"], event["params"]["kind"]), ("event", "step"))
        self.send("run.cancel")
        self.assert_cancelled(1)

    def test_another_token_is_refused(self):
        with self.assertRaises(Refused) as refused:
            self.call("run.for", duration="1s", progress=["x"])
        self.assertEqual(refused.exception.code, -32602)
        self.assertIn("invalid parameter 'progress' (expected a text or a whole number)", str(refused.exception))


class Loading(unittest.TestCase):
    def test_is_cancelled_and_leaves_no_bench(self):
        with stdio_bench() as bench:
            for repetition in range(3):  # the first one, and those that replace a bench, in another process
                bench.send_line(json.dumps({"jsonrpc": "2.0", "id": "load", "method": "bench.load", "params": {
                    "text": BUSY, "pace": "real", "progress": repetition}}))
                told = bench.read()
                self.assertEqual((told["method"], told["params"]["token"]), ("progress", repetition))
                bench.send_line('{"jsonrpc": "2.0", "id": "end", "method": "run.cancel", "params": {"id": "load"}}')
                self.assertEqual(bench.answer(), {"jsonrpc": "2.0", "id": "end", "result": {"cancelled": True}})
                error = bench.answer()
                self.assertEqual((error["id"], error["error"]), ("load", {"code": 5, "message": "cancelled"}))
                with self.assertRaises(Refused) as refused:
                    bench.call("time")
                self.assertEqual(refused.exception.code, 4)
                bench.notifications.clear()
                if repetition == 1:
                    self.assertEqual(bench.call("bench.load", text=BUSY)["name"], "A device")
                    self.assertTrue(bench.call("step", step={"publish": "trigger/ping", "expect": "ok:pong"})["passed"])

    def test_replaces_a_bench_whose_call_is_cancelled(self):
        with stdio_bench() as bench:
            bench.call("bench.load", text=BUSY)
            bench.send_line(json.dumps({"jsonrpc": "2.0", "id": "long", "method": "run.for", "params": {
                "duration": FOREVER, "progress": 1}}))
            self.assertEqual(bench.read()["method"], "progress")
            bench.send_line(json.dumps({"jsonrpc": "2.0", "id": "load", "method": "bench.load", "params": {"text": BUSY, "seed": 7}}))
            for request, meant in (("load", False), ("long", True)):
                bench.send_line(json.dumps({"jsonrpc": "2.0", "id": request, "method": "run.cancel", "params": {"id": request}}))
                self.assertEqual(bench.answer()["result"], {"cancelled": meant})
            self.assertEqual(bench.answer()["error"]["code"], 5)
            loaded = bench.answer()
            self.assertEqual((loaded["id"], loaded["result"]["seed"]), ("load", 7))
            bench.send_line(json.dumps({"jsonrpc": "2.0", "id": "again", "method": "reset"}))
            self.assertEqual(bench.answer()["result"]["seed"], 7)


class AtThePaceOfTheClock(unittest.TestCase):
    def test_another_client_ends_a_wait(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "bench.yaml"
            file.write_text(BUSY)
            address = f"unix:{folder}/bench"
            with running("serve", str(file), "--control", address), connected(address) as waits, connected(address) as ends:
                waits.send_line('{"jsonrpc": "2.0", "id": 1, "method": "step", "params": {"step": {"wait": "9h"}, "progress": 1}}')
                self.assertEqual(waits.read()["method"], "progress")
                self.assertEqual(ends.call("run.cancel", id=1), {"cancelled": False})
                self.assertEqual(ends.call("run.cancel"), {"cancelled": True})
                self.assertEqual(waits.answer()["error"]["code"], 5)
                self.assertGreater(ends.call("time")["time_ns"], 0)


if __name__ == "__main__":
    unittest.main()
