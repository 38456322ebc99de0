"""Steps over the control interface do what the same steps of a scenario file do: the same trace, byte for byte."""

import pathlib
import subprocess
import tempfile
import unittest

import yaml

from client import OTBENCH, SOURCE, Refused, stdio_bench

# Not these: they need a device or broker outside, or steps that another file has.
LIBRARY = sorted((SOURCE / "scenarios/library").glob("*.yaml"))


def steps_of(path):
    """The steps of a scenario, each with its line; nothing when they are not all in the file."""
    root = yaml.compose(path.read_text())
    found = []
    for wanted in ("setup", "steps", "teardown"):
        for key, value in root.value:
            if key.value == wanted:
                found += [(yaml.load(yaml.serialize(step), yaml.BaseLoader), step.start_mark.line + 1)
                          for step in value.value]
    return found


def bench_only(path):
    """The text of a scenario without its steps, every line where it was."""
    root = yaml.compose(path.read_text())
    lines = path.read_text().splitlines()
    for key, value in root.value:
        if key.value in ("setup", "steps", "teardown"):
            for line in range(key.start_mark.line, value.end_mark.line):
                lines[line] = ""
    return "\n".join(lines) + "\n"


def topics_of(step):
    expect = step.get("expect-message") or step.get("expect")
    return [expect["topic"]] if isinstance(expect, dict) and "topic" in expect else []


class Steps(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_file(self, scenario):
        out = self.folder / "file" / pathlib.Path(scenario).stem
        subprocess.run([OTBENCH, "run", scenario, "--out", out], check=True, cwd=SOURCE, capture_output=True)
        return out

    def assert_same_trace(self, out, expected, names=("events.jsonl", "waves.vcd", "bus.pcapng")):
        for name in names:
            if (expected / name).exists():
                self.assertEqual((out / name).read_bytes(), (expected / name).read_bytes(), name)

    def test_same_trace_as_the_file(self):
        self.assertGreater(len(LIBRARY), 15)
        with stdio_bench() as bench:
            for path in LIBRARY:
                scenario = str(path.relative_to(SOURCE))
                with self.subTest(scenario=scenario):
                    out = self.folder / path.stem
                    bench.call("bench.load", file=scenario, out=str(out))
                    for step, line in steps_of(path):
                        self.assertTrue(bench.call("step", step=step, line=line)["passed"], step)
                    bench.call("bench.load", text=NOTHING)  # closes the files of the bench before
                    self.assert_same_trace(out, self.run_file(scenario))

    def test_same_trace_without_steps_in_the_text(self):
        path = SOURCE / "scenarios/library/cf_echo_2_read.yaml"
        scenario = "scenarios/library/cf_echo_2_read.yaml"
        with stdio_bench() as bench:
            bench.call("bench.load", text=bench_only(path), name=scenario, out=str(self.folder / "text"))
            for step, line in steps_of(path):
                self.assertTrue(bench.call("step", step=step, line=line)["passed"], step)
            bench.call("shutdown")
            self.assertEqual(bench.process.wait(timeout=20), 0)
        self.assert_same_trace(self.folder / "text", self.run_file(scenario))

    def test_trace_does_not_depend_on_questions_between_steps(self):
        path = SOURCE / "scenarios/library/cf_echo_2_read.yaml"
        scenario = "scenarios/library/cf_echo_2_read.yaml"
        with stdio_bench() as bench:
            bench.call("bench.load", file=scenario, out=str(self.folder / "asked"))
            for step, line in steps_of(path):
                bench.call("meter.get", meter="heat")
                bench.call("signal.get", signal="bus voltage", since_ns=0)  # has more points written to waves.vcd
                bench.call("journal")
                bench.call("events.since")
                bench.call("step", step=step, line=line)
            bench.call("shutdown")
        self.assert_same_trace(self.folder / "asked", self.run_file(scenario), ("events.jsonl", "bus.pcapng"))

    def test_a_failed_check_is_a_result_with_a_story(self):
        with stdio_bench() as bench:
            bench.call("bench.load", file="scenarios/library/ping.yaml")
            result = bench.call("step", step={"publish": "trigger/ping", "expect": "ok:pang"})
            self.assertFalse(result["passed"])
            self.assertEqual(result["steps"][0]["checks"][0]["got"], "ok:pong")
            self.assertIn("FAIL  publish trigger/ping", result["story"])
            self.assertTrue(bench.call("step", step={"publish": "trigger/ping", "expect": "ok:pong"})["passed"])

    def test_a_step_is_checked_before_it_is_performed(self):
        with stdio_bench() as bench:
            bench.call("bench.load", file="scenarios/library/ping.yaml")
            before = bench.call("time")
            for step, message in (({"publsh": "x"}, "unknown step 'publsh'; did you mean 'publish'?"),
                                  ({"wait": "5"}, "a duration needs a unit"),
                                  ({"pin": "boiler.gpio4", "level": "${nothing}"}, "")):
                with self.assertRaises(Refused) as refused:
                    bench.call("step", step=step)
                self.assertEqual(refused.exception.code, 2)
                self.assertIn(message, str(refused.exception))
            self.assertEqual(bench.call("time"), before)

    def test_programs_are_not_run_without_leave(self):
        with stdio_bench() as bench:
            bench.call("bench.load", text=NOTHING)
            with self.assertRaises(Refused) as refused:
                bench.call("step", step={"run": ["touch", str(self.folder / "ran")]})
            self.assertIn("--allow-commands", str(refused.exception))
        self.assertFalse((self.folder / "ran").exists())

    def test_steps_share_variables_and_labels(self):
        with stdio_bench() as bench:
            bench.call("bench.load", file="scenarios/library/waves_and_frames.yaml")
            bench.call("step", step="- let: {a: '2'}")
            bench.call("step", step={"let": {"b": "a * 3"}})
            self.assertEqual(bench.call("variables"), {"a": "2", "b": "6"})

    def test_a_saved_number_leaves_what_stands_beside_it_in_a_step_of_one_line(self):
        with stdio_bench() as bench:
            bench.call("bench.load", file="scenarios/library/waves_and_frames.yaml")
            bench.call("step", step="- let: {n: '2'}")
            step = "publish: trigger/ping\nexpect:\n  prefix: ok:pong\n  within: ${n} s\n"  # two values in the same column
            result = bench.call("step", step=step, line=7)
            self.assertTrue(result["passed"], result["story"])


NOTHING = """
name: Nothing
version: 2
broker: internal
bus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}
"""

if __name__ == "__main__":
    unittest.main()
