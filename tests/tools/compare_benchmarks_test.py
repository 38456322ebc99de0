"""What `./bench benchmark --compare` says about two folders of results."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

COMPARE = pathlib.Path(__file__).resolve().parents[2] / "benchmarks/compare.py"


class Compare(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def save(self, name, **times):
        """A folder of results with these CPU times in microseconds, of which twice as much has passed."""
        runs = [{"name": run, "cpu_time": time, "real_time": 2 * time, "time_unit": "us"} for run, time in times.items()]
        (self.folder / name).mkdir()
        (self.folder / name / "codec.json").write_text(json.dumps({"benchmarks": runs}))

    def compare(self, *arguments):
        command = [sys.executable, COMPARE, self.folder / "before", self.folder / "after", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_names_what_got_slower_first(self):
        self.save("before", json=10, csv=10, xml=10)
        self.save("after", json=9.5, csv=15, xml=5)
        run = self.compare()
        lines = run.stdout.splitlines()
        self.assertEqual(run.returncode, 1)
        self.assertRegex(lines[0], r"^ +1\.50 +10 us -> +15 us +codec/csv +slower$")
        self.assertRegex(lines[1], r"^ +0\.95 .*codec/json$")
        self.assertRegex(lines[2], r"^ +0\.50 .*codec/xml +faster$")
        self.assertEqual(lines[3], "1 of 3 got slower by more than 10%")

    def test_takes_the_share_that_counts_as_slower(self):
        self.save("before", json=10)
        self.save("after", json=15)
        self.assertEqual(self.compare("0.6").returncode, 0)

    def test_takes_elapsed_time_where_other_processes_do_the_work(self):
        self.save("before", **{"run/real_time": 10, "json": 10})
        self.save("after", **{"run/real_time": 10, "json": 10})
        self.assertRegex(self.compare().stdout, "20 us -> +20 us +codec/run/real_time\n")

    def test_lists_benchmarks_of_one_folder_only(self):
        self.save("before", json=10, old=1)
        self.save("after", json=10, new=1)
        run = self.compare()
        self.assertEqual(run.returncode, 0)
        self.assertIn("only before: codec/old", run.stdout)
        self.assertIn("only after: codec/new", run.stdout)

    def test_refuses_folders_without_a_common_benchmark(self):
        self.save("before", json=10)
        self.save("after", csv=10)
        run = self.compare()
        self.assertEqual(run.returncode, 2)
        self.assertRegex(run.stderr, "^compare.py: no benchmark is in both '.*before' and '.*after'\n$")


if __name__ == "__main__":
    unittest.main()
