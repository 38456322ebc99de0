#!/usr/bin/python3
"""Files of results against the descriptions of their formats, and on a full disk: results_test.py PROGRAMS"""

import collections
import json
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import unittest

import jsonschema

SOURCE = pathlib.Path(__file__).resolve().parents[2]
OTBENCH = pathlib.Path(sys.argv.pop(1)).resolve() / "otbench"
LIBRARY = SOURCE / "scenarios/library"
FAILING = """\
version: 2
name: Fails
parameters: {ms: [1, 2]}
devices:
  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}
steps:
  - publish: get/info/chip_id
    expect: {status: nonsense, within: "${ms}00 ms"}
"""


def otbench(*arguments, **more):
    return subprocess.run([OTBENCH, *arguments], capture_output=True, text=True, **more)


class Results(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name) / "out"
        self.file = pathlib.Path(folder.name) / "fails.yaml"
        self.file.write_text(FAILING)

    def run_otbench(self, *arguments, code=0, **more):
        result = otbench("run", *arguments, "--broker", "internal", "--out", self.out, **more)
        self.assertEqual(result.returncode, code, result.stderr)
        return result


class Summary(Results):
    def setUp(self):
        super().setUp()
        schema = json.loads((SOURCE / "docs/summary.schema.json").read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        self.validator = jsonschema.Draft7Validator(schema)

    def summary(self):
        summary = json.loads((self.out / "summary.json").read_text())
        self.assertEqual([error.message for error in self.validator.iter_errors(summary)], [])
        return summary

    def test_is_as_its_schema_says_for_passed_failed_skipped_and_expected_results(self):
        self.run_otbench(LIBRARY, SOURCE / "scenarios/defects", SOURCE / "scenarios/bridges", self.file, code=1)
        self.assertEqual({result["verdict"] for result in self.summary()["results"]},
                         {"passed", "failed", "skipped", "expected failure"})

    def test_of_a_shard_names_it(self):
        self.run_otbench(self.file, "--shard", "2/2", code=1)
        shard = self.summary()["shard"]
        self.assertEqual((shard["index"], shard["count"]), (2, 2))
        self.assertRegex(shard["plan"], "^[0-9a-f]{16}$")
        self.assertEqual(self.summary()["results"][0]["parameters"], {"ms": "2"})

    def test_with_unknown_missing_or_invalid_keys_breaks_the_schema(self):
        self.run_otbench(self.file, "--shard", "1/2", code=1)
        for change in (lambda s: s.update(extra=1), lambda s: s["results"][0].pop("path"),
                       lambda s: s["results"][0]["steps"][0]["checks"][0].update(passed="yes"), lambda s: s["shard"].update(index=0)):
            summary = self.summary()
            change(summary)
            self.assertFalse(self.validator.is_valid(summary))


class Report(Results):
    def test_on_a_full_disk_fails_with_a_line_that_names_the_file(self):
        self.run_otbench(LIBRARY / "ping.yaml")
        sizes = {path.name: path.stat().st_size for path in self.out.iterdir()}
        size = sizes["report.html"] // 2  # the time that a run takes changes its reports by a few bytes
        self.assertEqual([name for name in sizes if sizes[name] > size], ["report.html"])

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        (self.out / "report.html").unlink()
        result = self.run_otbench(LIBRARY / "ping.yaml", code=3, preexec_fn=limit)
        self.assertIn("report.html", result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertEqual([path.name for path in self.out.iterdir() if "report.html" in path.name], [])


class Perfetto(Results):
    """The Trace Event Format, as Perfetto's JSON importer reads it."""

    def setUp(self):
        super().setUp()
        self.run_otbench(LIBRARY / "cf_echo_2_read.yaml")
        result = otbench("trace", "perfetto", self.out, "-o", self.out / "trace.json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.events = json.loads((self.out / "trace.json").read_text())["traceEvents"]

    def of(self, phase):
        return [event for event in self.events if event["ph"] == phase]

    def test_has_the_fields_that_each_phase_needs(self):
        number = (int, float)
        fields = {"M": {"args": dict}, "X": {"ts": number, "dur": number, "tid": int}, "C": {"ts": number, "args": dict},
                  "s": {"ts": number, "id": int, "tid": int}, "f": {"ts": number, "id": int, "tid": int, "bp": str}}
        for event in self.events:
            for name, kind in {"name": str, "pid": int, **fields[event["ph"]]}.items():
                self.assertIsInstance(event[name], kind, event)
        self.assertTrue(all(event["dur"] > 0 for event in self.of("X")))
        self.assertTrue(all(isinstance(value, number) for event in self.of("C") for value in event["args"].values()))

    def test_names_each_process_and_track_before_its_slices(self):
        named = set()
        for event in self.events:
            if event["ph"] == "M":
                named.add((event["name"], event["pid"], event["tid"] if event["name"] == "thread_name" else None))
            if event["ph"] == "X":
                self.assertIn(("process_name", event["pid"], None), named)
                self.assertIn(("thread_name", event["pid"], event["tid"]), named)

    def test_has_an_end_for_each_flow_in_a_slice_and_not_before_its_begin(self):
        slices = collections.defaultdict(list)
        for event in self.of("X"):
            slices[event["pid"], event["tid"]].append((event["ts"], event["ts"] + event["dur"]))
        ends = {event["id"]: event for event in self.of("f")}
        starts = {event["id"]: event for event in self.of("s")}
        self.assertGreater(len(starts), 100)
        self.assertEqual(set(starts), set(ends))
        for end in ends.values():
            self.assertTrue(any(begin <= end["ts"] <= to for begin, to in slices[end["pid"], end["tid"]]), end)


if __name__ == "__main__":
    unittest.main()
