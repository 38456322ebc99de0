#!/usr/bin/python3
"""Changes one entry of a table in the sources at a time, rebuilds what is needed and runs the tests that cover it.
A change that no test notices is a survivor: a test is missing. See CONTRIBUTING.md."""
import argparse
import os
import pathlib
import random
import signal
import subprocess
import sys

from mutants import mutants_of
from tables import TABLES

TOP = pathlib.Path(__file__).resolve().parents[2]
TEST_LIMIT = 300  # seconds; a mutant that hangs counts as killed
BUILD_LIMIT = 1800

KILLED, SURVIVED, UNBUILDABLE = "killed", "SURVIVED", "does not compile"


def succeeds(command, limit):
    """Whether `command` ends with status 0 within `limit` seconds; a hang is a failure."""
    try:
        done = subprocess.run(command, cwd=TOP, timeout=limit, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def builds(build, table):
    return succeeds(["ninja", "-C", build, *table.programs, *table.needs], BUILD_LIMIT)


def passes(build, table):
    if table.apart:
        names = "|".join(program.removeprefix("test_") for program in table.programs)
        return succeeds(["ctest", "--test-dir", build, "-R", rf"^({names})\.", "--stop-on-failure",
                         "-j", str(os.cpu_count())], TEST_LIMIT)
    options = ["--gtest_brief=1", "--gtest_fail_fast", f"--gtest_filter={table.tests}"]
    return all(succeeds([f"{build}/bin/{program}", *options], TEST_LIMIT) for program in table.programs)


def try_mutant(build, table, mutant):
    path = TOP / mutant.path
    original = path.read_bytes()
    try:
        path.write_bytes(mutant.applied_to(original.decode()).encode())
        if not builds(build, table):
            return UNBUILDABLE
        return SURVIVED if passes(build, table) else KILLED
    finally:
        path.write_bytes(original)


def sample(mutants, count, seed):
    """`count` of them (all for None), the same for the same seed, in the order of the source."""
    if count is None or count >= len(mutants):
        return mutants
    chosen = random.Random(seed).sample(range(len(mutants)), count)
    return [mutants[i] for i in sorted(chosen)]


def list_tables(tables):
    """Prints how many mutants there are of each table; 1 when a table has none, since then its pattern is out of date."""
    status = 0
    for table in tables:
        count = len(mutants_of(TOP, table))
        print(f"{table.name:<14} {count:>4} mutants, tested by {', '.join(table.programs)}")
        if count == 0:
            print(f"{table.name}: no row found (expected rows in {', '.join(table.files)})", file=sys.stderr)
            status = 1
    return status


def run(build, tables, count, seed):
    for table in tables:
        if not builds(build, table) or not passes(build, table):
            print(f"{table.name}: the tests fail without a mutant; see ./bench test", file=sys.stderr)
            return 3
    results = {KILLED: 0, SURVIVED: 0, UNBUILDABLE: 0}
    for table in tables:
        for mutant in sample(mutants_of(TOP, table), count, seed):
            result = try_mutant(build, table, mutant)
            results[result] += 1
            print(f"{result:<16} {table.name}: {mutant}", flush=True)
        builds(build, table)
    print(", ".join(f"{number} {result.lower()}" for result, number in results.items()))
    return 1 if results[SURVIVED] else 0


def parse_arguments():
    def number(text):
        if text == "all":
            return None
        if not text.isdigit() or int(text) == 0:
            raise argparse.ArgumentTypeError(f"invalid number of mutants '{text}' (expected 1 or more, or all)")
        return int(text)

    names = [table.name for table in TABLES]
    parser = argparse.ArgumentParser(prog="bench mutate", description=__doc__)
    parser.add_argument("count", nargs="?", type=number, default=5, metavar="N",
                        help="mutants of each table, or all (default: 5)")
    parser.add_argument("--table", action="append", choices=names, help="only this table; may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are chosen (default: 1)")
    parser.add_argument("--build", default="build", help="the build folder (default: build)")
    parser.add_argument("--list", action="store_true", help="list the tables and the number of their mutants")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    # Without this a terminated run would leave its mutant in the source file.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    tables = [table for table in TABLES if not arguments.table or table.name in arguments.table]
    if arguments.list:
        return list_tables(tables)
    try:
        return run(arguments.build, tables, arguments.count, arguments.seed)
    except KeyboardInterrupt:
        return 130


sys.exit(main())
