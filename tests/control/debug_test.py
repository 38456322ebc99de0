"""`otbench run --debug-on-error --control`: a run that stops at a step that fails, for clients."""

import contextlib
import pathlib
import subprocess
import tempfile
import unittest

from client import OTBENCH, Client, Refused, connected

SCENARIO = """name: A
version: 2
broker: internal
bus:
  meters: {heat: {profile: itron-cf-echo-2, address: 1, values: {energy: 9730 kWh}}}
steps:
  - {read: heat, save: {e: energy}}
  - check: 1 == 2
  - note: behind
  - read: heat
    expect: {energy: 1 kWh}
teardown:
  - note: cleared
"""


class Debug(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "a.yaml").write_text(SCENARIO)

    @contextlib.contextmanager
    def stdio_run(self, *options):
        process = subprocess.Popen([OTBENCH, "run", "a.yaml", "--debug-on-error", "--control", "stdio", *options],
                                   cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        client = Client(process.stdin, process.stdout)
        client.process = process
        try:
            yield client
        finally:
            process.kill()
            for stream in (process.stdin, process.stdout, process.stderr):
                stream.close()
            process.wait()

    def end_of(self, run):
        """The exit code and what the run reported."""
        run.process.stdin.close()
        return run.process.wait(timeout=60), run.process.stderr.read().decode()

    def test_a_failed_step_holds_the_run_and_the_interface_answers(self):
        with self.stdio_run() as run:
            failure = run.call("run.failure")
            self.assertEqual(failure["step"]["title"], "check 1 == 2")
            self.assertEqual((failure["step"]["file"], failure["step"]["line"]), ("a.yaml", 8))
            self.assertIn("FAIL", failure["story"])
            self.assertEqual(run.call("variables"), {"e": "9730 kWh"})
            self.assertEqual(run.call("meter.get", meter="heat")["values"]["energy"], "9730 kWh")
            self.assertEqual(len(run.call("journal", kind="REQ_UD2")["frames"]), 1)
            points = run.call("signal.get", signal="bus voltage", since_ns=0)["points"]
            self.assertGreater(len(points), 100)
            self.assertEqual(run.call("events.since", id=1, limit=1)["events"][0]["kind"], "run")
            self.assertEqual(run.call("time")["time_ns"], failure["time_ns"])

    def test_further_steps_work_on_the_same_bench_and_do_not_count(self):
        with self.stdio_run() as run:
            run.call("run.failure")
            self.assertFalse(run.call("step", step={"read": "heat", "expect": {"energy": "1 kWh"}})["passed"])
            self.assertTrue(run.call("step", step="{meter: heat, set: {energy: 10 kWh}}")["passed"])
            self.assertTrue(run.call("step", step={"note": "${e}"})["passed"])
            before = run.call("time")["time_ns"]
            self.assertEqual(run.call("run.for", duration="2s")["time_ns"], before + 2_000_000_000)
            run.call("run.continue")
            second = run.call("run.failure")
            energies = [check["got"] for check in second["step"]["checks"] if check["what"] == "energy"]
            self.assertEqual(energies, ["10 kWh"])
            run.call("run.continue")
            code, report = self.end_of(run)
            self.assertEqual(code, 1)
            self.assertIn("failed: 5 of 5 steps, ", report)

    def test_shutdown_skips_the_rest_but_for_the_teardown(self):
        with self.stdio_run("--out", "out") as run:
            run.call("run.failure")
            run.call("shutdown")
            code, report = self.end_of(run)
            self.assertEqual(code, 1)
            self.assertIn("note cleared", report)
            self.assertNotIn("note behind", report)
            self.assertIn("2 skipped", report)
        self.assertTrue((self.folder / "out/report.html").exists())
        self.assertIn('"kind":"run"', (self.folder / "out/events.jsonl").read_text().splitlines()[0])

    def test_the_end_of_the_input_ends_the_run_too(self):
        with self.stdio_run() as run:
            code, report = self.end_of(run)
            self.assertEqual(code, 1)
            self.assertIn("note cleared", report)
            self.assertNotIn("note behind", report)

    def test_each_scenario_of_a_run_stops(self):
        (self.folder / "b.yaml").write_text(SCENARIO.replace("name: A", "name: B").replace("1 == 2", "1 == 3"))
        with self.stdio_run("b.yaml") as run:
            titles = []
            for _ in range(4):  # the next request follows at once, and is answered when the next step has failed
                titles.append(run.call("run.failure")["step"]["title"])
                run.call("run.continue")
            self.assertEqual(titles, ["check 1 == 2", "read heat", "check 1 == 3", "read heat"])
            self.assertEqual(self.end_of(run)[0], 1)

    def test_refuses_another_bench_and_a_continue_that_has_no_run(self):
        with self.stdio_run() as run:
            for method in ("bench.load", "reset"):
                with self.assertRaisesRegex(Refused, "the bench is that of a run"):
                    run.call(method, **({"text": SCENARIO} if method == "bench.load" else {}))
        process = subprocess.run([OTBENCH, "run", "a.yaml", "--control", "stdio"], cwd=self.folder, capture_output=True,
                                 input=b'{"jsonrpc": "2.0", "id": 1, "method": "run.continue"}\n')
        self.assertIn(b"no step has failed (expected otbench run --debug-on-error --control)", process.stdout)

    def test_a_run_without_a_failure_ends_by_itself(self):
        (self.folder / "a.yaml").write_text(SCENARIO.replace("1 == 2", "1 == 1").replace("1 kWh", "9730 kWh"))
        process = subprocess.run([OTBENCH, "run", "a.yaml", "--debug-on-error", "--control", "unix:" +
                                  str(self.folder / "socket")], cwd=self.folder, capture_output=True, timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertIn(b"passed: 5 of 5 steps", process.stdout)
        self.assertFalse((self.folder / "socket").exists())

    def test_clients_of_a_socket_come_while_it_runs(self):
        path = self.folder / "socket"
        with subprocess.Popen([OTBENCH, "run", "a.yaml", "--debug-on-error", "--control", f"unix:{path}"],
                              cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            self.assertEqual(process.stdout.readline().decode(), f"  control unix:{path}\n")
            with connected(f"unix:{path}") as first, connected(f"unix:{path}") as second:
                self.assertEqual(first.call("run.failure")["step"]["title"], "check 1 == 2")
                self.assertEqual(second.call("variables"), {"e": "9730 kWh"})
                second.call("shutdown")
            self.assertIn(b"note cleared", process.stdout.read())
            self.assertEqual(process.wait(timeout=60), 1)


if __name__ == "__main__":
    unittest.main()
