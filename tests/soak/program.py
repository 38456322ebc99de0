"""The program under soak: its memory and files, those of its child processes included, and how it ends."""

import os
import re
import signal
import subprocess


class Failure(Exception):
    """What the one line says."""


class Program:
    """Starts otbench with these arguments and waits for 'ready'. `ports` are the TCP ports at which it takes M-Bus clients;
    `lines` what it printed before."""

    def __init__(self, what, arguments):
        self.what = what
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stdout:
            if line == "ready\n":
                break
            self.lines.append(line.rstrip("\n"))
        else:
            raise Failure(f"{what} did not begin: {self.process.stderr.read().strip()}")
        self.ports = [int(found) for found in re.findall(r"tcp-listen:127\.0\.0\.1:(\d+)", "\n".join(self.lines))]

    def processes(self):
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [pid, *map(int, file.read().split())]

    def memory_kb(self):
        return sum(memory_kb(pid) for pid in self.processes())

    def files(self):
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in self.processes())

    def stop(self):
        """What it said on standard error."""
        self.process.send_signal(signal.SIGTERM)
        try:
            said = self.process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            raise Failure(f"{self.what} does not stop") from None
        if self.process.returncode != 0:
            raise Failure(f"{self.what} ended with code {self.process.returncode}: {said.strip()}")
        return said.strip()


def memory_kb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
