#!/usr/bin/python3
"""Changes entries of tables in the sources, rebuilds what is needed, and runs the tests that cover the table on one
change at a time; which one is in effect is chosen when the tests start, so that one build has all changes of a table.
A change that no test notices is a survivor: a test is missing. See CONTRIBUTING.md."""
import argparse
import collections
import contextlib
import itertools
import os
import pathlib
import random
import re
import signal
import subprocess
import sys

from mutants import mutants_of
from schema import CHOICE, with_choices
from tables import TABLES

TOP = pathlib.Path(__file__).resolve().parents[2]
TEST_LIMIT = 300  # seconds; a mutant that hangs counts as killed
SMALL = 4  # so many mutants that do not compile together are built one by one

KILLED, SURVIVED, UNBUILDABLE = "killed", "SURVIVED", "does not compile"


def succeeds(command, limit, mutant=None):
    """Whether `command` ends with status 0 within `limit` seconds; a hang is a failure."""
    chosen = {} if mutant is None else {"OTBENCH_MUTANT": str(mutant)}
    try:
        done = subprocess.run(command, cwd=TOP, timeout=limit, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, env={**os.environ, **chosen}, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def errors_of_build(build, table):
    """What the compiler says when the programs of a table do not build; None when they do."""
    command = ["ninja", "-C", build, "-k", "0", *table.programs, *table.needs]
    done = subprocess.run(command, cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    return done.stdout if done.returncode else None


def builds(build, table):
    return errors_of_build(build, table) is None


def passes(build, table, mutant=None):
    rounds = [table.first, table.tests] if table.first else [table.tests]
    if table.apart:
        names = "|".join(program.removeprefix("test_") for program in table.programs)
        return all(succeeds(["ctest", "--test-dir", build, "-R", rf"^({names})\.{tests}", "--stop-on-failure",
                             "-j", str(os.cpu_count())], TEST_LIMIT, mutant)
                   for tests in rounds)
    return all(succeeds([f"{build}/bin/{program}", "--gtest_brief=1", "--gtest_fail_fast", f"--gtest_filter={tests}"],
                        TEST_LIMIT, mutant)
               for tests in rounds for program in table.programs)


@contextlib.contextmanager
def sources_with(changed):
    """Replaces the contents of source files, a dictionary by path, and puts back what was there."""
    originals = {path: path.read_bytes() for path in changed}
    try:
        for path, text in changed.items():
            path.write_bytes(text.encode())
        yield
    finally:
        for path, original in originals.items():
            path.write_bytes(original)


def try_alone(build, table, mutant):
    """Builds one mutant by itself."""
    path = TOP / mutant.path
    with sources_with({path: mutant.applied_to(path.read_text(encoding="utf-8"))}):
        if not builds(build, table):
            return UNBUILDABLE
        return SURVIVED if passes(build, table) else KILLED


def sources_of_schema(build, numbered):
    """The source files with all mutants of `numbered`, which has their numbers."""
    header = TOP / build / "otbench_mutant.hpp"
    header.write_text(CHOICE, encoding="utf-8")
    by_path = collections.defaultdict(dict)
    for number, mutant in numbered.items():
        by_path[TOP / mutant.path][number] = mutant
    return {path: with_choices(path.read_text(encoding="utf-8"), header, mutants) for path, mutants in by_path.items()}


def blamed(errors, numbered):
    """The numbers of the mutants in the lines that the compiler names."""
    named = set(re.findall(r"(\S+?):(\d+):\d+: (?:error|  +required from)", errors))
    return {number for number, mutant in numbered.items() if (str(TOP / mutant.path), str(mutant.line)) in named}


def hard_to_build(build, table, numbered):
    """Those of `numbered` that do not compile as a choice: found by builds in which no line has more than one mutant, so
    that the compiler's errors tell them apart."""
    by_line = collections.defaultdict(list)
    for number, mutant in numbered.items():
        by_line[mutant.path, mutant.line].append(number)
    found = set()
    for numbers in itertools.zip_longest(*by_line.values()):
        batch = {number: numbered[number] for number in numbers if number is not None}
        with sources_with(sources_of_schema(build, batch)):
            found |= blamed(errors_of_build(build, table) or "", batch)
    return found


def try_together(build, table, numbered):
    """Results by number, from one build of the mutants that compile; where that does not do, they are built one by
    one."""
    with sources_with(sources_of_schema(build, numbered)):
        errors = errors_of_build(build, table)
        if errors is None and passes(build, table):
            for number in numbered:
                yield number, SURVIVED if passes(build, table, number) else KILLED
            return
    alone = hard_to_build(build, table, {number: numbered[number] for number in blamed(errors or "", numbered)})
    rest = [number for number in numbered if number not in alone]
    if len(rest) <= SMALL:
        alone, rest = set(numbered), []
    for number in sorted(alone):
        yield number, try_alone(build, table, numbered[number])
    if rest and alone:
        yield from try_together(build, table, {number: numbered[number] for number in rest})
    elif rest:
        for half in (rest[:len(rest) // 2], rest[len(rest) // 2:]):
            yield from try_together(build, table, {number: numbered[number] for number in half})


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
        numbered = dict(enumerate(sample(mutants_of(TOP, table), count, seed)))
        for number, result in try_together(build, table, numbered):
            results[result] += 1
            print(f"{result:<16} {table.name}: {numbered[number]}", flush=True)
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


if __name__ == "__main__":
    sys.exit(main())
