#!/usr/bin/python3
"""The Job of docs/user/cluster.md: kubernetes_job_test.py PROGRAMS, the folder of the built programs.
Its pods run here one after another, with the variables that Kubernetes and the manifest give them."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
PAGE = (SOURCE / "docs/user/cluster.md").read_text()
JOB = yaml.safe_load(re.search(r"```yaml job\.yaml\n(.*?)```", PAGE, re.DOTALL)[1])


class KubernetesJob(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "scenarios").mkdir()
        for name in range(6):
            (self.folder / f"scenarios/{name}.yaml").write_text((SOURCE / "scenarios/library/ping.yaml").read_text())
        self.pod = JOB["spec"]["template"]["spec"]
        self.container = self.pod["containers"][0]

    def run_pod(self, index, more=()):
        """The container's command in a folder with scenarios, where the volume is mounted at results."""
        mount = self.container["volumeMounts"][0]["mountPath"]
        command = [word.replace(mount, str(self.folder / "results")) for word in self.container["command"]]
        variables = {each["name"]: each["value"] for each in self.container["env"]}
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True,
                              env={"PATH": f"{PROGRAMS}:/usr/bin:/bin:/usr/sbin", "JOB_COMPLETION_INDEX": str(index),
                                   **variables, **dict(more)})

    def merge(self):
        folders = sorted(str(path) for path in (self.folder / "results").glob("shard-*"))
        return subprocess.run([PROGRAMS / "otbench", "merge", *folders, "--out", self.folder / "all"], capture_output=True,
                              text=True)

    def test_is_an_indexed_job_of_as_many_pods_as_it_tells_them(self):
        self.assertEqual((JOB["apiVersion"], JOB["kind"]), ("batch/v1", "Job"))
        self.assertEqual(JOB["spec"]["completionMode"], "Indexed")
        self.assertIn(self.pod["restartPolicy"], ("Never", "OnFailure"))
        values = {each["name"]: each["value"] for each in self.container["env"]}
        self.assertEqual(values, {"JOB_COMPLETIONS": str(JOB["spec"]["completions"])})
        volumes = {each["name"] for each in self.pod["volumes"]}
        self.assertEqual({each["name"] for each in self.container["volumeMounts"]}, volumes)

    def test_its_pods_run_all_cases_once_and_a_missing_one_is_named(self):
        pods = JOB["spec"]["completions"]
        for index in range(pods - 1):
            result = self.run_pod(index)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        early = self.merge()
        self.assertNotEqual(early.returncode, 0)
        self.assertIn(f"{pods}/{pods}", early.stderr)
        self.assertEqual(self.run_pod(pods - 1).returncode, 0)
        whole = self.merge()
        self.assertEqual((whole.returncode, whole.stdout), (0, "6 passed\n"), whole.stderr)

    def test_a_pod_that_does_not_learn_their_number_says_so(self):
        result = self.run_pod(0, {"JOB_COMPLETIONS": ""}.items())
        self.assertEqual(result.returncode, 2)
        self.assertIn("JOB_COMPLETIONS", result.stderr)


if __name__ == "__main__":
    unittest.main()
