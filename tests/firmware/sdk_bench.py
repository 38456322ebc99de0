"""What tests of the ESP8266 SDK share: the compiler's wrapper, and runs of small firmwares."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv[1]).resolve()

HEAD = '#include "osapi.h"\n#include "mem.h"\n#include "user_interface.h"\n#include "espconn.h"\n#include "otbench.h"\n'
# The UART's registers that tests name.
UART = """
#define FIFO 0x60000000
#define INT_RAW 0x60000004
#define INT_ST 0x60000008
#define INT_ENA 0x6000000c
#define INT_CLR 0x60000010
#define STATUS 0x6000001c
#define CONF0 0x60000020
#define CONF1 0x60000024
static unsigned waiting(void) { return READ_PERI_REG(STATUS) & 0xff; }
"""
SCENARIO = """
name: Small
version: 1
broker: internal
devices:
  boiler: {{model: process, command: [{program}], mac: 5c:cf:7f:0b:58:3b{more}}}
steps:
  - wait: {wait}
"""


class SdkBench(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def compile(self, code, *options, exit_code=0):
        """Builds self.folder/fw of C code; what the wrapper says."""
        (self.folder / "fw.c").write_text(code, encoding="utf-8")
        done = subprocess.run([BUILD / "bin/otbench-sdk-cc", *options, "fw.c", "-o", "fw"], cwd=self.folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, exit_code, done.stdout)
        return done.stdout

    def bench(self, scenario, *options, exit_code=0):
        """Runs a scenario, and returns its events."""
        out = self.folder / "out"
        done = subprocess.run([BUILD / "bin/otbench", "run", scenario, "--broker", "internal", "--out", out, *options],
                              cwd=BUILD, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, exit_code, done.stdout)
        self.output = done.stdout
        return [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]

    def run_boot(self, wait="1ms", more="", exit_code=0):
        """Boots the firmware in a scenario that only waits, ready or not; the events of its own."""
        path = self.folder / "small.yaml"
        path.write_text(SCENARIO.format(program=self.folder / "fw", wait=wait, more=more), encoding="utf-8")
        return self.bench(path, exit_code=exit_code)

    def printed(self, steps, **config):
        """The lines that the firmware prints to UART 0 while the steps of a recorded case are played to it."""
        path = self.folder / "case.steps.json"
        case = {"name": "case", "description": "", "config": {"record_pins": [], **config}, "steps": steps}
        path.write_text(json.dumps(case), encoding="utf-8")
        done = subprocess.run([BUILD / "bin/otbench", "firmware", "trace", path, "--device", self.folder / "fw"], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return self.lines_of(json.loads(line) for line in done.stdout.splitlines())

    @staticmethod
    def lines_of(events):
        """The lines that went out of UART 0."""
        sent = b"".join(bytes.fromhex(event["hex"]) for event in events if event["kind"] == "uart_tx")
        return sent.decode("latin-1").splitlines()
