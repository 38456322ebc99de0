#!/usr/bin/python3
"""The files of share/ci, which jobs of GitHub and GitLab include: ci_files_test.py PROGRAMS, the folder of the built programs.
Their script lines run here as the systems run them."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
GOOD = SOURCE / "scenarios/library/ping.yaml"
FAILING = """\
version: 2
name: Fails
devices:
  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}
steps:
  - publish: get/info/chip_id
    expect: {status: nonsense}
"""


class Scripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_lines(self, lines, variables, path=f"{PROGRAMS}:/usr/bin:/bin:/usr/sbin"):
        """As both systems do it: bash, which ends with the first error."""
        return subprocess.run(["/bin/bash", "-eo", "pipefail", "-c", lines], cwd=self.folder, capture_output=True, text=True,
                              env={"PATH": path, "HOME": str(self.folder), **variables})


class Action(Scripts):
    def setUp(self):
        super().setUp()
        self.action = yaml.safe_load((SOURCE / "share/ci/action.yml").read_text())
        self.steps = self.action["runs"]["steps"]

    def run_step(self, scenarios, options="--broker internal", **more):
        variables = {"SCENARIOS": str(scenarios), "OPTIONS": options, "OUT": "out", "BENCH": str(PROGRAMS / "otbench"),
                     "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md")}
        self.assertEqual(set(self.steps[0]["env"]) - set(variables), set())
        return self.run_lines(self.steps[0]["run"], variables, **more)

    def test_is_a_composite_action_whose_inputs_are_described_and_used(self):
        self.assertEqual(self.action["runs"]["using"], "composite")
        for name, described in self.action["inputs"].items():
            self.assertIn("description", described)
            self.assertIn("${{ inputs.%s }}" % name, str(self.steps))
        self.assertTrue((SOURCE / "share/ci/../../bench").exists())

    def test_annotates_a_mistake_in_a_scenario_file(self):
        (self.folder / "broken.yaml").write_text(FAILING.replace("expect:", "expects:"))
        result = self.run_step("broken.yaml")
        self.assertEqual(result.returncode, 2)
        self.assertIn("::error file=broken.yaml,line=7,col=5::unknown key 'expects'", result.stdout)

    def test_runs_scenarios_and_keeps_their_results_in_any_case(self):
        result = self.run_step(GOOD)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue((self.folder / "out/report.html").exists())
        self.assertEqual(self.steps[1]["if"], "always()")
        self.assertEqual(self.steps[1]["with"]["path"], "${{ inputs.out }}")

    def test_annotates_failures_and_fails(self):
        (self.folder / "bad.yaml").write_text(FAILING)
        result = self.run_step("bad.yaml")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("::error file=bad.yaml", result.stdout + result.stderr)
        self.assertIn("Fails", (self.folder / "summary.md").read_text())

    def test_uses_its_own_checkout_where_otbench_is_not_installed(self):
        result = self.run_step(GOOD, path="/usr/bin:/bin:/usr/sbin")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue((self.folder / "out/junit.xml").exists())


class GitLab(Scripts):
    def setUp(self):
        super().setUp()
        self.jobs = yaml.safe_load((SOURCE / "share/ci/gitlab.yml").read_text())

    def run_job(self, name, **variables):
        job = self.jobs[name]
        return self.run_lines("\n".join(job["script"]), {**job.get("variables", {}), **variables})

    def test_runs_shards_and_merges_them(self):
        (self.folder / "scenarios").mkdir()
        for name in "ab":
            (self.folder / f"scenarios/{name}.yaml").write_text(GOOD.read_text())
        for index in "12":
            result = self.run_job(".otbench", OPTIONS="--broker internal", CI_NODE_INDEX=index, CI_NODE_TOTAL="2")
            self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(list(self.folder.glob(self.jobs[".otbench"]["artifacts"]["reports"]["junit"]))), 2)
        result = self.run_job(".otbench-merge")
        self.assertEqual((result.returncode, result.stdout), (0, "2 passed\n"), result.stderr)
        self.assertTrue((self.folder / "results/report.html").exists())


if __name__ == "__main__":
    unittest.main()
