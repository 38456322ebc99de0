#!/usr/bin/python3
"""Whether a build with many mutants behaves as each of them alone: schema_test.py COMPILER"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from mutants import Field, Mutant
from schema import CHOICE, with_choices

SOURCE = """\
#include <cstdio>
template <int A, int B> int sum() { return A + B; }
template <int A, int B> int product() { return A * B; }
struct Row { const char* help; int (*make)(); int number; };
static constexpr Row rows[] = {
    {"one " "and more", sum<3, 4>, 5},
};
static constexpr const char* end = ".";
int main() { for (const Row& row : rows) std::printf("%s %d %d%s\\n", row.help, row.make(), row.number, end); }
"""
CHANGES = (('"one ', '"two "', "two and more 7 5."), ("sum<", "product", "one and more 12 5."),
           ("3, 4", "6", "one and more 10 5."), (" 4>", "8", "one and more 11 5."), ("5}", "9", "one and more 7 9."))
COMPILER = sys.argv.pop(1)


def mutant(where, text):
    """The change of the field at which `where` begins."""
    row = SOURCE.index("{\"one ")
    field = re.compile(r'"[^"]*"|\w+').search(SOURCE, SOURCE.index(where, row))
    return Mutant("table.cpp", 6, (Field(field.start(), field.end(), text),), f"{field.group()} becomes {text}")


class Schema(unittest.TestCase):
    def test_each_choice_does_what_its_change_does(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "mutant.hpp").write_text(CHOICE)
            numbered = {number: mutant(where, text) for number, (where, text, _) in enumerate(CHANGES)}
            (folder / "table.cpp").write_text(with_choices(SOURCE, folder / "mutant.hpp", numbered))
            subprocess.run([COMPILER, "-std=c++17", "-o", folder / "table", folder / "table.cpp"], check=True)
            for chosen, expected in [("-1", "one and more 7 5."),
                                     *((str(number), line) for number, (_, _, line) in enumerate(CHANGES))]:
                with self.subTest(chosen):
                    printed = subprocess.run([folder / "table"], env={**os.environ, "OTBENCH_MUTANT": chosen},
                                             stdout=subprocess.PIPE, text=True, check=True).stdout
                    self.assertEqual(printed.strip(), expected)


if __name__ == "__main__":
    unittest.main()
