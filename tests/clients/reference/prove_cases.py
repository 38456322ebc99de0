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
import typing

FOLDER = pathlib.Path(__file__).resolve().parent
OTHERS = 2  # cases beside its own that each mistake is run on
# Of each attempt, for clients that mostly wait: how many run side by side, and the limit of a run. The correct client takes
# at most 3 s, and has four times the limit to search. Later attempts do not disturb each other.
ATTEMPTS = ((6, "7s"), (2, "30s"), (1, "30s"))


class Proof(typing.NamedTuple):
    """A client, the cases that it is to fail, and those that are still to be run; it is to pass the others of them."""
    client: str
    mistake: str
    own: list
    cases: list

    def complaints(self):
        return [f"{self.mistake or 'correct client'}: {'passed' if case in self.own else 'failed'} {case}" for case in self.cases]


def run(otbench, client, mistake, cases, limit, *endpoint):
    """The verdict of each case."""
    with tempfile.TemporaryDirectory() as out:
        command = [otbench, "check-client", "--client", str(FOLDER / client), "--jobs", "16", "--run-limit", limit,
                   "-o", out, *endpoint]
        for case in cases:
            command += ["--case", case]
        done = subprocess.run(command, env={**os.environ, "MISTAKE": mistake}, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"{mistake or 'correct'}: exit code {done.returncode}: {done.stderr}")
        card = json.loads(pathlib.Path(out, "scorecard.json").read_text())
        return {case["name"]: case["verdict"] for case in card["cases"]}


def run_everywhere(otbench, client, mistake, cases, limit):
    """The same, over TCP and, where a case needs a serial port, over a pty. Searches take long, and run beside the others."""
    parts = [[case for case in cases if case.startswith("scan") is search] for search in (True, False)]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done = pool.map(lambda part: run(otbench, client, mistake, part, limit), filter(None, parts))
        verdicts = {case: verdict for part in done for case, verdict in part.items()}
    serial = [case for case, verdict in verdicts.items() if verdict == "not applicable"]
    return {**verdicts, **run(otbench, client, mistake, serial, limit, "--pty")} if serial else verdicts


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


def differing(otbench, proof, limit):
    """The proof with those of its cases whose verdict is another one."""
    verdicts = run_everywhere(otbench, proof.client, proof.mistake, proof.cases, limit)
    return proof._replace(cases=[case for case in proof.cases if (case in proof.own) == (verdicts[case] == "pass")])


def main():
    otbench, table_path, *options = sys.argv[1:]
    table = read_table(pathlib.Path(table_path))
    cases, names = all_cases(otbench), mistakes()
    complaints = [f"no row for the mistake {name}" for name in names if name not in table]
    complaints += [f"no mistake for the row {name}" for name in table if name not in names]
    complaints += [f"no mistake fails {case}" for case in cases if not any(case in own for own, _ in table.values())]
    open_proofs = [Proof("correct.yaml", "", [], cases)]
    for index, mistake in enumerate(names):
        own, unsure = table.get(mistake, ([], []))
        judged = [case for case in cases if case not in unsure]
        chosen = judged if "--exact" in options else own + neighbours(index, own, judged)
        open_proofs.append(Proof("careless.yaml", mistake, own, chosen))
    for side_by_side, limit in ATTEMPTS:
        with concurrent.futures.ThreadPoolExecutor(side_by_side) as pool:
            tried = pool.map(lambda proof: differing(otbench, proof, limit), open_proofs)
            open_proofs = [proof for proof in tried if proof.cases]
    complaints += [complaint for proof in open_proofs for complaint in proof.complaints()]
    print("\n".join(complaints) or f"{len(cases)} cases proven by {len(names)} mistakes")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
