"""otbench check-gateway on the model of otb-iot: check_gateway_test.py OTBENCH"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

OTBENCH = sys.argv.pop(1)
TRIES = 3  # of cases whose verdict is another one, because machines may be busy

# The cases that the model fails, and the number of the defect that each shows.
RELEASED = {
    "broker-subscribe-qos": "Q1",
    "broker-restart-unnoticed": "Q24",
    "broker-joins-messages": "Q5",
    "broker-refuses": "Q4",
    "command-retained": "Q23",
    "command-behind-2-kilobytes": "Q68",
}
# Nothing corrects these: the firmware reads each TCP segment on its own, and keeps 255 bytes of an answer.
NOT_CORRECTED = {"broker-splits-message", "meter-longest"}


def check(*arguments):
    return subprocess.run([OTBENCH, "check-gateway", *arguments], capture_output=True, text=True)


def all_cases():
    return [line.split()[0] for line in check("--list").stdout.splitlines()]


def failures(cases, *options):
    """Those of `cases` that fail."""
    with tempfile.TemporaryDirectory() as out:
        command = ["--jobs", "8", "-o", out, *options]
        for case in cases:
            command += ["--case", case]
        done = check(*command)
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr)
        card = json.loads(pathlib.Path(out, "scorecard.json").read_text())
        return {case["name"] for case in card["cases"] if case["verdict"] != "pass"}


class OtbIot(unittest.TestCase):
    def fails_exactly(self, expected, *options):
        differing = all_cases()
        for _ in range(TRIES):
            failed = failures(differing, *options)
            differing = [case for case in differing if (case in failed) != (case in expected)]
            if not differing:
                break
        self.assertEqual(differing, [])

    def test_as_it_is_released_fails_the_cases_of_its_known_defects(self):
        self.fails_exactly({*RELEASED, *NOT_CORRECTED})

    def test_with_all_corrections_passes_what_can_be_corrected(self):
        self.fails_exactly(NOT_CORRECTED, "--word", "options=--fix all")

    def test_fails_cases_that_refer_to_the_defect_that_they_show(self):
        for case, quirk in RELEASED.items():
            self.assertIn(case, check("--list", "--case", quirk).stdout)


class CommandLine(unittest.TestCase):
    def refused(self, code, *arguments):
        done = check(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr

    def test_refuses_what_it_cannot_do_in_one_line(self):
        self.assertIn("unknown gateway 'nobody' (expected one of otb-iot, or a file NAME.yaml)",
                      self.refused(2, "--gateway", "nobody"))
        self.assertIn("--broker: invalid address '1883' (expected HOST:PORT", self.refused(2, "--broker", "1883"))
        self.assertIn("--device-endpoint: ", self.refused(2, "--device-endpoint", "usb"))
        self.assertIn("--word: invalid word 'id' (expected NAME=VALUE)", self.refused(2, "--word", "id"))
        self.assertIn("unknown case 'meter'", self.refused(2, "--case", "meter"))
        self.assertIn("the gateway ended with exit code 2: ",
                      self.refused(3, "--case", "meter-read", "--word", "options=--no-such-option"))

    def test_writes_a_scorecard_and_quotes_the_command_that_replays_a_case(self):
        with tempfile.TemporaryDirectory() as out:
            done = check("--case", "broker-subscribe-qos", "-o", out)
            self.assertEqual(done.returncode, 1)
            self.assertIn("replay:   otbench check-gateway --gateway otb-iot --case broker-subscribe-qos\n", done.stdout)
            page = pathlib.Path(out, "scorecard.html").read_text()
            self.assertIn("<b>A correct gateway:</b>", page)
            self.assertIn("SUBSCRIBE /otb-iot/5ccf7f0b583b (QoS 0)", page)
            junit = xml.etree.ElementTree.parse(pathlib.Path(out, "junit.xml"))
            self.assertEqual(len(junit.findall(".//failure")), 1)
            self.assertIn("0/1", pathlib.Path(out, "badge.svg").read_text())
            card = json.loads(pathlib.Path(out, "scorecard.json").read_text())
            self.assertEqual(card["gateway"], "otb-iot")
            packets = [note["packet"] for note in card["cases"][0]["mqtt"]]
            self.assertIn("SUBSCRIBE /otb-iot/5ccf7f0b583b (QoS 0)", packets)


if __name__ == "__main__":
    unittest.main()
