#!/usr/bin/python3
"""An emulated program as the firmware of a device: the sample gateway for 32-bit x86, under qemu-user.

usage: emulated_test.py SOURCE_FOLDER BUILD_FOLDER
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILD = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
EMULATOR = "qemu-i386"


@unittest.skipUnless(shutil.which(EMULATOR), f"{EMULATOR} is missing (./bench setup firmware installs it)")
class EmulatedProgram(unittest.TestCase):
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
        subprocess.run(["gcc", "-m32", "-std=gnu99", "-static", f"-I{SOURCE}/sdk", "-o", program, SOURCE / "sdk/samples/serial_gateway.c",
                        SOURCE / "sdk/odp.c"], check=True)
        emulated = self.trace(f"{EMULATOR} {program}")
        self.assertIn("4d4d68", "".join(emulated))
        self.assertEqual(emulated, self.trace(BUILD / "bin/sample_gateway"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
