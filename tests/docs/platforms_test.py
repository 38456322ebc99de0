#!/usr/bin/python3
"""The recipes of docs/user/other-platforms.md, with a stand-in for the program of each platform: it has the command line of the
recipe, opens the port that the recipe gives it, and finds the broker where the recipe says.

usage: platforms_test.py OTBENCH MOSQUITTO
"""

import pathlib
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

import run_commands

SOURCE = pathlib.Path(__file__).resolve().parents[2]
OTBENCH, MOSQUITTO = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
del sys.argv[1:3]
PAGE = (SOURCE / "docs/user/other-platforms.md").read_text(encoding="utf-8")
STAND_IN = f"exec /usr/bin/python3 {SOURCE}/tests/docs/stand_in_platform.py"
PATIENCE_S = 60


class Platforms(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port = server.getsockname()[1]

    def here(self, text):
        """With the link and the broker of this test for those of the page."""
        return text.replace("/tmp/boiler-uart", str(self.folder / "uart")).replace("127.0.0.1:1883", f"127.0.0.1:{self.port}")

    def start(self, *command):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=self.folder, text=True)
        self.addCleanup(lambda: (running.terminate(), running.communicate()))
        return running

    def start_broker(self):
        broker = self.start(MOSQUITTO, "-p", str(self.port))
        while broker.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
        self.fail("mosquitto ended")

    def put_program(self, path, code):
        """A program where the platform puts it."""
        program = self.folder / path
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n" + self.here(code) + "\n", encoding="utf-8")
        program.chmod(0o755)

    def run_recipe(self, name):
        """The scenario that the page has under this name."""
        block = next(block for block in run_commands.blocks_of(PAGE) if block.info == ["yaml", name])
        (self.folder / name).write_text(self.here("\n".join(block.lines)) + "\n", encoding="utf-8")
        done = subprocess.run([OTBENCH, "run", name, "--out", "out"], cwd=self.folder, text=True, timeout=PATIENCE_S,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        log = self.folder / "out/device-boiler.log"
        self.assertEqual(done.returncode, 0, done.stdout + (log.read_text(encoding="utf-8") if log.exists() else ""))
        self.assertIn("passed: ", done.stdout)

    def test_zephyr_has_a_port_and_a_broker_that_are_fixed_when_it_is_built(self):
        self.start_broker()
        self.put_program("build/zephyr/zephyr.exe", f'[ "$*" = -rt ] && {STAND_IN} /tmp/boiler-uart 127.0.0.1 {self.port}')
        self.run_recipe("zephyr.yaml")

    def test_esp_idf_finds_port_and_broker_in_its_environment(self):
        # mqtt://USER:PASSWORD@HOST:PORT, as the platform's client takes it
        self.put_program("build/gateway.elf", 'words=$(echo "$MQTT_URL" | sed -n "s|^mqtt://\\(.*\\):\\(.*\\)@\\(.*\\):\\(.*\\)$|\\3 \\4 \\1 \\2|p")\n'
                         f'[ $# = 0 ] && {STAND_IN} "$UART_PORT" $words')
        self.run_recipe("esp-idf.yaml")

    def test_esphome_has_a_fixed_port_and_no_broker(self):
        self.put_program(".esphome/build/boiler/.pioenvs/boiler/program", f"[ $# = 0 ] && {STAND_IN} /tmp/boiler-uart")
        self.run_recipe("esphome.yaml")

    def test_renode_has_a_pty_of_its_own_and_the_same_broker_as_the_bench(self):
        # A second bench with the model stands in for the emulated firmware; its end of the line is the pty that Renode makes.
        self.start_broker()
        (self.folder / "firmware.yaml").write_text(
            "name: Firmware\nversion: 1\npace: real\ntime-limit: 24h\ndevices:\n"
            f"  boiler: {{model: otb-iot, mac: 5c:cf:7f:0b:58:3b, uart: {{on: 'pty:{self.folder}/uart'}}}}\nsteps:\n  - {{publish: trigger/ping, expect: ok:pong}}\n  - wait: 10min\n", encoding="utf-8")
        firmware = self.start(OTBENCH, "run", "firmware.yaml", "--broker", f"mqtt://127.0.0.1:{self.port}")
        while "ok:pong" not in firmware.stdout.readline():
            self.assertIsNone(firmware.poll())
        words = shlex.split(self.here(next(line for line in PAGE.splitlines() if "external:serial:/tmp/boiler-uart" in line)))
        self.assertEqual(words[:2], ["$", "otbench"])
        done = subprocess.run([OTBENCH, *words[2:]], cwd=SOURCE, text=True, timeout=PATIENCE_S, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main()
