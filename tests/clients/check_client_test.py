"""The command line of otbench check-client, and clients that it does not start: check_client_test.py OTBENCH"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import unittest

OTBENCH = sys.argv.pop(1)
READER = pathlib.Path(__file__).resolve().parent / "rfc2217_reader.py"
ATTACHED = 12  # seconds in which a client can come, also on a busy machine
REFERENCE = pathlib.Path(__file__).resolve().parent / "reference"


def check(*arguments):
    return subprocess.run([OTBENCH, "check-client", *arguments], capture_output=True, text=True)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def read_when_open(where, *prefix):
    """Reads the meter at 1 with the correct client, once the line is there."""
    end = time.monotonic() + ATTACHED
    while time.monotonic() < end:
        done = subprocess.run([*prefix, sys.executable, "-S", "-B", REFERENCE / "correct_client.py", where, "9600", "read",
                               "1"], capture_output=True)
        if done.returncode == 0:
            return
        time.sleep(0.05)
    raise TimeoutError("the line did not open")


class CommandLine(unittest.TestCase):
    def refused(self, code, *arguments):
        done = check(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr

    def test_lists_a_case_a_line(self):
        lines = check("--list").stdout.splitlines()
        self.assertGreater(len(lines), 60)
        self.assertEqual(len({line.split()[0] for line in lines}), len(lines))

    def test_selects_by_name_by_part_and_by_field_problem(self):
        self.assertEqual(len(check("--list", "--case", "link-echo").stdout.splitlines()), 1)
        self.assertIn("scan-four", check("--list", "-k", "SCAN").stdout)
        by_problem = check("--list", "--case", "F31").stdout.splitlines()
        self.assertEqual([line.split()[0] for line in by_problem], ["scan-hex-digits", "scan-manufacturers"])

    def test_judges_nothing_by_a_client_that_cannot_be_started(self):
        done = check("--cmd", "no-such-client {address}", "-k", "courtesy")
        self.assertEqual((done.returncode, done.stdout), (3, ""))

    def test_refuses_what_it_cannot_do_in_one_line(self):
        self.assertIn("expected one of --client, --cmd and --attach", self.refused(2))
        self.assertIn("unknown client 'nobody' (expected one of ", self.refused(2, "--client", "nobody"))
        self.assertIn("unknown case 'link-ecco'; did you mean 'link-echo'? (otbench check-client --list)",
                      self.refused(2, "--cmd", "true", "--case", "link-address-250", "--case", "link-ecco"))
        self.assertIn("no case matches -k (otbench check-client --list)", self.refused(2, "--cmd", "true", "-k", "nothing"))
        self.assertIn("unknown placeholder '{adress}'", self.refused(2, "--cmd", "x {adress}", "--case", "link-echo"))
        self.assertIn("cannot start the client: no-such-client 1",
                      self.refused(3, "--cmd", "no-such-client {address}", "--case", "link-echo"))

    def test_lists_the_descriptions_that_come_along_and_whether_they_were_tried(self):
        lines = {line.split()[0]: line for line in check("--list-clients").stdout.splitlines()}
        self.assertEqual(set(lines), {"gombus", "jmbus", "libmbus", "libmbus-serial", "node-mbus", "pymeterbus", "wmbusmeters"})
        self.assertIn(" tried with libmbus 0.9.0 ", lines["libmbus"])
        self.assertIn(" untried ", lines["jmbus"])

    def test_says_what_a_client_needs_that_is_not_installed(self):
        done = subprocess.run([OTBENCH, "check-client", "--client", "libmbus", "--case", "link-echo"],
                              env={**os.environ, "PATH": "/nowhere"}, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr),
                         (3, "otbench check-client: client 'libmbus' is not installed (expected mbus-tcp-request-data and "
                             "the other programs of libmbus in PATH)\n"))

    def test_reaches_a_client_by_rfc_2217(self):
        done = check("--rfc2217", "--cmd", f"/usr/bin/python3 {READER} {{host}} {{port}} {{address}}", "--expect",
                     "telegram:([0-9a-f]+)", "--case", "link-address-250", "--case", "link-frames-sound", "-v")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("2 passed, 0 failed", done.stdout)

    def test_ends_a_client_that_does_not_end(self):
        done = check("--cmd", "sleep 60", "--case", "link-echo", "--run-limit", "300ms")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"got:      was ended after \d+\.\d s\n")

    def test_ends_a_client_that_floods_its_output(self):
        done = check("--cmd", "yes 9730", "--case", "link-echo")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"got:      was ended after \d+\.\d s, because it printed too much\n")

    def test_refuses_a_folder_that_it_cannot_write_before_it_runs_a_case(self):
        done = check("--cmd", "true", "-o", "/proc/card")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("otbench check-client: cannot write to /proc/card: ", done.stderr)

    def test_quotes_the_command_that_replays_a_case(self):
        done = check("--cmd", "echo '9'; exit 1", "--expect", r"regex:(\d+)", "--case", "link-echo")
        self.assertIn("replay:   otbench check-client --cmd 'echo '\\''9'\\''; exit 1' --expect 'regex:(\\d+)' --tcp "
                      "--case link-echo\n", done.stdout)

    def test_quotes_the_endpoint_that_replaces_that_of_a_description(self):
        done = check("--client", str(REFERENCE / "careless.yaml"), "--pty", "--case", "link-echo")
        self.assertIn("/careless.yaml --pty --case link-echo\n", done.stdout)


class AttachedClient(unittest.TestCase):
    def verdicts(self, endpoint, act, seconds):
        with tempfile.TemporaryDirectory() as folder:
            running = subprocess.Popen([OTBENCH, "check-client", "--attach", endpoint, "--attach-time", f"{seconds}s",
                                        "--case", "link-reset-first", "-o", folder], stdout=subprocess.DEVNULL)
            act()
            self.assertEqual(running.wait(), 0)
            card = json.loads(pathlib.Path(folder, "scorecard.json").read_text())
            return {case["name"]: case["verdict"] for case in card["cases"]}

    def test_at_a_port_is_judged_by_its_frames(self):
        where = f"127.0.0.1:{free_port()}"
        self.assertEqual(self.verdicts(f"tcp-listen:{where}", lambda: read_when_open(where), ATTACHED),
                         {"link-reset-first": "pass"})

    def test_at_a_pty_is_judged_by_its_frames(self):
        with tempfile.TemporaryDirectory() as folder:
            line = f"{folder}/line"
            self.assertEqual(self.verdicts(f"pty:{line}", lambda: read_when_open(line, OTBENCH, "exec", "--"), ATTACHED),
                             {"link-reset-first": "pass"})

    def test_that_does_not_come_is_not_judged(self):
        self.assertEqual(self.verdicts(f"tcp-listen:127.0.0.1:{free_port()}", lambda: None, 1),
                         {"link-reset-first": "not applicable"})


if __name__ == "__main__":
    unittest.main()
