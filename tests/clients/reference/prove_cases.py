#!/usr/bin/python3
"""Proves every case of `otbench check-client` both ways: prove_cases.py OTBENCH TABLE [--exact].

The correct client passes every case; a client with one mistake fails the cases that the table lists for it, and passes
a few of the others; with --exact, all of the others.
A line of the table is a mistake, a colon, and its cases. A case with a question mark depends on the moment at which the
machine runs the client, and proves nothing. What differs from the table is run again, because machines may be busy.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
OTHERS = 2  # cases beside its own that each mistake is run on
SIDE_BY_SIDE = 4  # runs of otbench
TRIES = 3


def run(otbench, client, mistake, cases, *endpoint):
    """The verdict of each case."""
    limit = "30s" if any(case.startswith("scan") for case in cases) else "9s"
    with tempfile.TemporaryDirectory() as out:
        command = [otbench, "check-client", "--client", str(FOLDER / client), "--jobs", "12", "--run-limit", limit,
                   "-o", out, *endpoint]
        for case in cases:
            command += ["--case", case]
        done = subprocess.run(command, env={**os.environ, "MISTAKE": mistake}, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"{mistake or 'correct'}: exit code {done.returncode}: {done.stderr}")
        card = json.loads(pathlib.Path(out, "scorecard.json").read_text())
        return {case["name"]: case["verdict"] for case in card["cases"]}


def run_everywhere(otbench, client, mistake, cases):
    """The same, over TCP and, where a case needs a serial port, over a pty."""
    verdicts = run(otbench, client, mistake, cases)
    serial = [case for case, verdict in verdicts.items() if verdict == "not applicable"]
    return {**verdicts, **run(otbench, client, mistake, serial, "--pty")} if serial else verdicts


def missed(verdicts):
    return {name for name, verdict in verdicts.items() if verdict in ("fail", "informational")}


def all_cases(otbench):
    listed = subprocess.run([otbench, "check-client", "--list"], check=True, capture_output=True, text=True)
    return [line.split()[0] for line in listed.stdout.splitlines()]


def mistakes():
    listed = subprocess.run([sys.executable, "-S", "-B", FOLDER / "careless_client.py", "--list"], check=True,
                            capture_output=True, text=True)
    return listed.stdout.split()


def read_table(path):
    """By mistake: the cases that find it, and those that may."""
    table = {}
    for line in path.read_text().splitlines():
        mistake, _, cases = line.partition(":")
        if not line.startswith("#"):
            names = cases.split()
            table[mistake] = [c for c in names if c[0] != "?"], [c[1:] for c in names if c[0] == "?"]
    return table


def neighbours(index, own, cases):
    """Cases that a mistake is to pass, others for each mistake."""
    others = [case for case in cases if case not in own and not case.startswith("scan")]
    return [others[(index * 7 + step * 31) % len(others)] for step in range(OTHERS)]


def differences(otbench, mistake, own, chosen):
    """The cases whose verdict is not that of the table, after another try."""
    wrong = chosen
    for _ in range(TRIES):
        failed = missed(run_everywhere(otbench, "careless.yaml", mistake, wrong))
        wrong = [case for case in wrong if (case in own) != (case in failed)]
        if not wrong:
            break
    return [f"{mistake}: {'passed' if case in own else 'failed'} {case}" for case in wrong]


def correct_differences(otbench, cases):
    wrong = cases
    for _ in range(TRIES):
        verdicts = run_everywhere(otbench, "correct.yaml", "", wrong)
        wrong = [case for case in wrong if verdicts[case] != "pass"]
        if not wrong:
            break
    return [f"correct client: {verdicts[case]} {case}" for case in wrong]


def main():
    otbench, table_path, *options = sys.argv[1:]
    table = read_table(pathlib.Path(table_path))
    cases, names = all_cases(otbench), mistakes()
    complaints = [f"no row for the mistake {name}" for name in names if name not in table]
    complaints += [f"no mistake for the row {name}" for name in table if name not in names]
    complaints += [f"no mistake fails {case}" for case in cases if not any(case in own for own, _ in table.values())]
    jobs = []
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        jobs.append(pool.submit(correct_differences, otbench, cases))
        for index, mistake in enumerate(names):
            own, unsure = table.get(mistake, ([], []))
            judged = [case for case in cases if case not in unsure]
            chosen = judged if "--exact" in options else own + neighbours(index, own, judged)
            jobs.append(pool.submit(differences, otbench, mistake, own, chosen))
        for job in jobs:
            complaints += job.result()
    print("\n".join(complaints) or f"{len(cases)} cases proven by {len(names)} mistakes")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
