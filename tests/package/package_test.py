"""What of the packages and the container can be checked without making them."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from container import Image, read_stages

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DOCKERFILE = read_stages((SOURCE / "Dockerfile").read_text())


class Commit(unittest.TestCase):
    """What `otbench --version` will say of sources that lie in a folder."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "inner/cmake").mkdir(parents=True)
        (self.folder / "inner/cmake/commit.txt").write_bytes((SOURCE / "cmake/commit.txt").read_bytes())

    def git(self, *arguments, folder):
        nobody = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
        return subprocess.run(["git", *nobody, *arguments], cwd=folder, check=True, capture_output=True).stdout

    def make_checkout(self, folder):
        self.git("init", folder=folder)
        self.git("add", ".", folder=folder)
        self.git("commit", "--no-gpg-sign", "-m", "all", folder=folder)
        return self.git("rev-parse", "HEAD", folder=folder).decode()[:12]

    def commit(self, **environment):
        header = self.folder / "commit.hpp"
        clean = {name: value for name, value in os.environ.items() if name != "OTBENCH_COMMIT"}
        subprocess.run(["cmake", "-D", f"SOURCE={self.folder / 'inner'}", "-D", f"HEADER={header}", "-P",
                        SOURCE / "cmake/write_commit.cmake"], check=True, env={**clean, **environment})
        return re.search(r'commit = "(.*)";', header.read_text())[1]

    def test_is_that_of_the_checkout(self):
        commit = self.make_checkout(self.folder / "inner")
        self.assertEqual(self.commit(), commit)
        (self.folder / "inner/cmake/commit.txt").write_text("$Format:%H$\nchanged\n")
        self.assertEqual(self.commit(), f"{commit}-dirty")

    def test_is_that_of_an_archive(self):
        (self.folder / "inner/.gitattributes").write_bytes((SOURCE / ".gitattributes").read_bytes())
        commit = self.make_checkout(self.folder / "inner")
        archive = self.git("archive", "HEAD", folder=self.folder / "inner")
        (self.folder / "unpacked").mkdir()
        subprocess.run(["tar", "-x"], cwd=self.folder / "unpacked", input=archive, check=True)
        (self.folder / "inner").rename(self.folder / "checkout")
        (self.folder / "unpacked").rename(self.folder / "inner")
        self.assertEqual(self.commit(), commit)

    def test_is_unknown_without_both_even_inside_another_checkout(self):
        self.assertEqual(self.commit(), "unknown")
        self.make_checkout(self.folder)
        self.assertEqual(self.commit(), "unknown")

    def test_is_what_a_variable_tells(self):
        self.assertEqual(self.commit(OTBENCH_COMMIT="abcdef"), "abcdef")


class Dockerfile(unittest.TestCase):
    def test_has_two_stages_with_steps_that_check_container_performs(self):
        self.assertEqual(list(DOCKERFILE), ["build", ""])
        for steps in DOCKERFILE.values():
            for instruction, _ in steps:
                self.assertTrue(hasattr(Image, f"perform_{instruction.lower()}"), instruction)

    def test_runs_the_program_without_rights_of_root(self):
        steps = dict(DOCKERFILE[""])
        self.assertNotIn(steps["USER"], ("root", "0"))
        self.assertEqual(steps["ENTRYPOINT"], '["otbench"]')

    def test_leaves_out_what_the_build_makes(self):
        left_out = (SOURCE / ".dockerignore").read_text().split()
        self.assertIn(".git", left_out)
        self.assertIn("build*", left_out)


if __name__ == "__main__":
    unittest.main()
