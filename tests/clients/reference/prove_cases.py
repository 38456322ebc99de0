#!/usr/bin/python3
"""Proves every case of `otbench check-client` both ways: prove_cases.py OTBENCH TABLE [--exact] [--write].

The correct client passes every case; a client with one mistake fails the cases that the table lists for it, and passes
a few of the others. With --exact it is run on all cases and fails no other one. --write writes the table from that.
A line of the table is a mistake, a colon, and its cases.
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


def run(otbench, client, mistake, cases):
    """The verdict of each case."""
    with tempfile.TemporaryDirectory() as out:
        command = [otbench, "check-client", "--client", str(FOLDER / client), "--jobs", "12", "--run-limit", "20s", "-o", out]
        for case in cases:
            command += ["--case", case]
        done = subprocess.run(command, env={**os.environ, "MISTAKE": mistake}, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"{mistake or 'correct'}: exit code {done.returncode}: {done.stderr}")
        card = json.loads(pathlib.Path(out, "scorecard.json").read_text())
        return {case["name"]: case["verdict"] for case in card["cases"]}


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
    lines = (line.split(":") for line in path.read_text().splitlines() if line and not line.startswith("#"))
    return {mistake: cases.split() for mistake, cases in lines}


def write_table(path, table, head):
    rows = [f"{mistake}: {' '.join(cases)}" for mistake, cases in table.items()]
    path.write_text("\n".join([head, *rows]) + "\n")


def neighbours(index, own, cases):
    """Cases that a mistake is to pass, others for each mistake."""
    others = [case for case in cases if case not in own and "scan" not in case]
    return [others[(index * 7 + step * 31) % len(others)] for step in range(OTHERS)]


def complaints_about(otbench, mistake, own, cases):
    failed = missed(run(otbench, "careless.yaml", mistake, cases))
    found = []
    for case in sorted(set(own) - failed):
        found.append(f"{mistake}: passed {case}")
    for case in sorted(failed - set(own)):
        found.append(f"{mistake}: failed {case}")
    return found, sorted(failed, key=cases.index)


def main():
    otbench, table_path, *options = sys.argv[1:]
    table_path = pathlib.Path(table_path)
    exact, write = "--exact" in options or "--write" in options, "--write" in options
    table = read_table(table_path) if table_path.exists() else {}
    cases = all_cases(otbench)
    complaints = [f"correct client: {name}" for name in missed(run(otbench, "correct.yaml", "", []))]
    complaints += [f"no row for the mistake {name}" for name in mistakes() if name not in table and not write]
    jobs = []
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for index, mistake in enumerate(mistakes()):
            own = table.get(mistake, [])
            chosen = cases if exact else list(own) + neighbours(index, own, cases)
            jobs.append((mistake, pool.submit(complaints_about, otbench, mistake, own, chosen)))
        results = [(mistake, *job.result()) for mistake, job in jobs]
    if write:
        write_table(table_path, {mistake: failed for mistake, _, failed in results},
                    "# Mistakes of careless_client.py and the cases that find them; see prove_cases.py.")
    complaints += [complaint for _, found, _ in results for complaint in found if not write]
    found_by_some = {case for _, _, failed in results for case in failed}
    complaints += [f"no mistake fails {case}" for case in cases if case not in found_by_some]
    print("\n".join(complaints) or f"{len(cases)} cases proven by {len(results)} mistakes")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
