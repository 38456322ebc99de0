"""SECURITY.md names what listens and what is started: each file of the sources that does such a thing is listed here, with the
words of the page about it."""

import pathlib
import re
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("app", "base", "bus", "check", "circuit", "firmware_model", "meters", "python/otbench", "runner", "sdk", "sim",
           "web/client")
LISTENS = r"acceptor(?:\(\))?\.listen\(|[ (!]::listen\(|posix_openpt\(|XMLRPCServer\("
STARTS = r"[ (!]::exec\w+\(|\bstart_child\([{p]|sim::run_command\([{w]|= run_command\((?:\{|command,)|process::child child(?:_ = process::child)?\{|" \
         r"child_ = process::child\{|subprocess\.\w+\(|\bspawn\(|^.\$cc. "

LISTENERS = {
    "python/otbench/robot.py": "python3 -m otbench.robot",
    "sim/host/broker/served_broker.cpp": "`otbench check-gateway`",
    "sim/host/control/control_front.cpp": "--control tcp:HOST:PORT",
    "sim/host/emulation/control_socket.cpp": "otbench emulate --control PATH",
    "sim/host/ports/pty_port.cpp": "a pseudo terminal of the user",
    "sim/host/ports/tcp_port.cpp": "tcp-listen:HOST:PORT",
    "sim/host/web/web_process.cpp": "--web HOST:PORT",
}
STARTERS = {
    "app/check/descriptions.cpp": "`probe`",
    "app/meters/exec.cpp": "`otbench exec -- CLIENT`",
    "app/run/firmware_check.cpp": "`otbench firmware check`",
    "app/run/run.cpp": "`otbench run --watch`",
    "app/trace/trace_waves.cpp": "`vcd2fst`",
    "python/otbench/client.py": "the Python package",
    "python/otbench/pytest_plugin.py": "the fixture `broker`",
    "python/otbench/robot.py": "keywords",
    "runner/steps/message/run_step.cpp": "what a step `run` names",
    "sdk/esp8266-nonos/otbench-sdk-cc": "`otbench-sdk-cc`",
    "sim/device/board_player.cpp": "`--power-on`",
    "sim/device/outside_device.cpp": "`power` of an external device",
    "sim/host/broker/mosquitto.cpp": "`mosquitto`",
    "sim/host/process/command.cpp": "",  # those that call it are listed
    "sim/host/process/companion_process.cpp": "a client or gateway under judgement",
    "sim/host/process/ngspice.cpp": "`ngspice`",
    "sim/host/process/peer_process.cpp": "`gdb`",
    "web/client/node.js": "the client for JavaScript",
}


def files_with(pattern):
    files = [file for folder in FOLDERS for file in (SOURCE / folder).rglob("*")
             if file.suffix in ("", ".c", ".cpp", ".js", ".py") and file.is_file()]
    return {str(file.relative_to(SOURCE)) for file in files if re.search(pattern, file.read_text(), re.M)}


class Security(unittest.TestCase):
    def check(self, pattern, known):
        self.assertEqual(files_with(pattern), set(known))
        page = (SOURCE / "SECURITY.md").read_text()
        for file, words in known.items():
            with self.subTest(file=file):
                self.assertIn(words, page)

    def test_names_what_listens(self):
        self.check(LISTENS, LISTENERS)

    def test_names_what_is_started(self):
        self.check(STARTS, STARTERS)


if __name__ == "__main__":
    unittest.main()
