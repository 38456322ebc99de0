"""Puts many mutants into one build: each change becomes a choice that OTBENCH_MUTANT makes when the program starts."""
import collections
import re

from mutants import Field

CHOICE = """\
#pragma once
#include <cstdlib>
inline bool otbench_mutant(int number) {
    static const int chosen = [] {
        const char* text = std::getenv("OTBENCH_MUTANT");
        return text != nullptr ? std::atoi(text) : -1;
    }();
    return chosen == number;
}
"""
# The compiler cannot evaluate a choice, so a table with choices is const, not constexpr.
CONSTANT = re.compile(r"\bconstexpr const\b")
BEFORE = """\
#include "{header}"
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnarrowing"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wfloat-conversion"
#pragma GCC diagnostic ignored "-Wignored-qualifiers"
#define constexpr const
#define static_assert(...)
#line {line}
"""
AFTER = """
#undef constexpr
#undef static_assert
#pragma GCC diagnostic pop
"""
TEMPLATE_NAME = re.compile(r"(?:\w+::)*\w+$")
MORE_LITERALS = re.compile(r'(?:\s*"(?:[^"\\]|\\.)*")*')


def expression_around(source, field):
    """What a choice can stand for: the whole `name<…>` when the field is that name or an argument, a string literal with
    those that continue it, else the field."""
    if source[field.start] == '"':
        return part(source, field.start, MORE_LITERALS.match(source, field.end).end())
    line_end = source.find("\n", field.end)
    if source[field.end] == "<":
        return part(source, field.start, source.index(">", field.end, line_end) + 1)
    line_start = source.rfind("\n", 0, field.start) + 1
    opening = source.rfind("<", line_start, field.start)
    closing = source.find(">", field.end, line_end)
    if opening < 0 or closing < 0 or ">" in source[opening:field.start] or '"' in source[opening:field.start]:
        return field
    name = TEMPLATE_NAME.search(source, line_start, opening)
    return part(source, name.start(), closing + 1) if name else field


def part(source, start, end):
    return Field(start, end, source[start:end])


def with_choices(source, header, numbered):
    """`source` with all the mutants of `numbered`, a dictionary from their numbers."""
    choices = collections.defaultdict(list)
    for number, mutant in numbered.items():
        for change in mutant.changes:
            place = expression_around(source, change)
            text = source[place.start:change.start] + change.text + source[change.end:place.end]
            choices[place.start, place.end].append((number, text))
    for (start, end), alternatives in sorted(choices.items(), reverse=True):
        tests = "".join(f"otbench_mutant({number}) ? {text} : " for number, text in alternatives)
        source = f"{source[:start]}({tests}{source[start:end]}){source[end:]}"
    body = source.rfind("\n#include ")
    body = source.index("\n", body + 1) + 1
    line = source.count("\n", 0, body) + 1
    return source[:body] + BEFORE.format(header=header, line=line) + CONSTANT.sub("const", source[body:]) + AFTER
