#!/usr/bin/python3
"""A program for another processor as the firmware of a device: the sample gateway, built for ARM, under qemu-user.

usage: foreign_test.py SOURCE_FOLDER BUILD_FOLDER
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILD = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
COMPILER, EMULATOR = "arm-linux-gnueabihf-gcc", "qemu-arm"


@unittest.skipUnless(shutil.which(COMPILER) and shutil.which(EMULATOR),
                     f"{COMPILER} or {EMULATOR} is missing (./bench setup firmware installs them)")
class ForeignProgram(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def trace(self, device):
        """The events of the library's main scenario with this program as its device."""
        out = self.folder / "out"
        done = subprocess.run([BUILD / "bin/otbench", "run", SOURCE / "scenarios/library/cf_echo_2_read.yaml", "--broker", "internal",
                               "--device", f"boiler={device}", "--out", out],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        return (out / "events.jsonl").read_text(encoding="utf-8").splitlines()

    def test_gives_the_trace_of_the_same_program_for_this_machine(self):
        program = self.folder / "gateway"
        subprocess.run([COMPILER, "-std=gnu99", "-static", f"-I{SOURCE}/sdk", "-o", program, SOURCE / "sdk/samples/serial_gateway.c",
                        SOURCE / "sdk/odp.c"], check=True)
        foreign = self.trace(f"{EMULATOR} {program}")
        self.assertIn("4d4d68", "".join(foreign))
        self.assertEqual(foreign, self.trace(BUILD / "bin/sample_gateway"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
