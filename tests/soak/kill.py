"""Benches that are killed: kill.py OTBENCH PROGRAM [TIMES]

Starts a run with the program as the firmware of a device, kills the bench with signal 9 at a different moment each time, and
looks whether anything that it started is still there a while later. Exit code 0; 1 with one line that says what was left.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

SCENARIO = """
name: Killed
version: 1
broker: internal
pace: real
devices:
  boiler: {{model: process, command: [{program}], mac: 5c:cf:7f:0b:58:3b}}
steps:
  - wait: 1h
"""
PATIENCE = 10.0  # s, for processes to start and to end


def descendants(of):
    """Process ids of all that a process started, as far as they run."""
    parents = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] not in "ZX":
            parents[int(stat.parent.name)] = int(fields[1])
    found = {of}
    while True:
        more = {process for process, parent in parents.items() if parent in found} - found
        if not more:
            return found - {of}
        found |= more


def identity(process):
    """The same process has the same; None when it has ended."""
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (process, fields[19]) if fields[0] not in "ZX" else None


def wait_until(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit(what)
        time.sleep(0.005)


def kill_one(otbench, scenario, program, time_number):
    bench = subprocess.Popen([otbench, "run", scenario], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def runs_program():
        return any(os.path.realpath(f"/proc/{process}/exe") == program for process in descendants(bench.pid))

    wait_until(runs_program, f"time {time_number}: {program} did not start")
    time.sleep(time_number % 20 * 0.005)
    started = [identity(process) for process in descendants(bench.pid)]
    bench.send_signal(signal.SIGKILL)
    bench.wait()
    wait_until(lambda: not any(who and identity(who[0]) == who for who in started),
               f"time {time_number}: a process outlived the bench")


def main():
    otbench, program = (os.path.realpath(word) for word in sys.argv[1:3])
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "killed.yaml"
        scenario.write_text(SCENARIO.format(program=program), encoding="utf-8")
        for number in range(times):
            kill_one(otbench, scenario, program, number)
    print(f"{times} of {times} benches that were killed left nothing running")


if __name__ == "__main__":
    main()
