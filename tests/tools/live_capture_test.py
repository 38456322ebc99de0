#!/usr/bin/python3
"""Wireshark's view of an emulation while it goes on: live_capture_test.py PROGRAMS"""

import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
OTBENCH = pathlib.Path(sys.argv.pop(1)).resolve() / "otbench"
WAIT = 60  # seconds, at most
EMULATE = [OTBENCH, "emulate", "itron-cf-echo-2@5,baud=9600", "--baud", "9600", "--on", "tcp-listen:127.0.0.1:0", "--pcap", "-"]
TSHARK = ["tshark", "-l", "-X", f"lua_script:{SOURCE}/share/wireshark/mbus.lua", "-i", "-"]


class LiveCapture(unittest.TestCase):
    def test_shows_frames_before_the_emulation_ends(self):
        with subprocess.Popen(EMULATE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as emulation:
            with subprocess.Popen([*TSHARK, "-c", "4"], stdin=emulation.stdout, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True) as tshark:
                endpoint = re.search(r"tcp-listen(:\S+)", emulation.stderr.readline())
                subprocess.run([OTBENCH, "read", "5", "--from", "tcp" + endpoint[1], "--baud", "9600"], check=True,
                               capture_output=True, timeout=WAIT)
                shown, _ = tshark.communicate(timeout=WAIT)
            self.assertIsNone(emulation.poll())
            emulation.terminate()
            emulation.communicate(timeout=WAIT)
        services = re.findall(r"M-Bus \d+ (\w+)", shown)
        self.assertEqual(services, ["SND_NKE", "E5", "REQ_UD2", "RSP_UD"], shown)


if __name__ == "__main__":
    unittest.main()
