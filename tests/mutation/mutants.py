"""Finds the rows of a table in the sources, and makes mutants of them."""
import dataclasses
import re

FIELD = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,{}()<>?:;"]+(?:::[^\s,{}()<>?:;"]+)*')
INTEGER = re.compile(r"-?(0[xX][0-9A-Fa-f]+|\d+)")
REAL = re.compile(r"-?(\d+\.\d*|\d+(\.\d*)?e-?\d+)")
COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//.*')
NAME = re.compile(r"&?[A-Za-z_]\w*(::[A-Za-z_]\w*)*")


@dataclasses.dataclass(frozen=True)
class Field:
    start: int
    end: int
    text: str


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One change of a source file: what replaces which characters."""
    path: str
    line: int
    changes: tuple  # of Field: where, and what comes there

    what: str

    def applied_to(self, source):
        for change in sorted(self.changes, key=lambda change: -change.start):
            source = source[:change.start] + change.text + source[change.end:]
        return source

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"


def fields_of(match):
    row = COMMENT.sub(lambda found: found[1] or "", match.group())  # a comment ends its line: what is before stays in place
    return [Field(match.start() + field.start(), match.start() + field.end(), field.group())
            for field in FIELD.finditer(row)]


def other_number(text):
    """The number with its last digit changed, or ten times as much, or 1 for 0.0; None for other text."""
    if INTEGER.fullmatch(text):
        if text.lower().startswith("0x"):
            return f"0x{int(text, 16) ^ 1:0{len(text) - 2}X}"
        return str(int(text) + 1)
    if not REAL.fullmatch(text):
        return None
    return f"{float(text) * 10:g}" if float(text) else "1.0"


def scope_of(name):
    return name.rpartition("::")[0]


def is_text(field):
    return field.text.startswith('"')


def number_mutants(rows):
    """Each number, changed."""
    for row in rows:
        for field in row:
            if (text := other_number(field.text)) is not None:
                yield (Field(field.start, field.end, text),), f"{field.text} becomes {text}"


def texts_beside(row, field):
    return [other.text for other in row if other is not field]


def text_mutants(rows, texts):
    """The first `texts` strings of a row, exchanged with those of the next one, unless nothing else differs."""
    named = [row for row in rows if any(is_text(field) for field in row)]
    for row, following in zip(named, named[1:]):
        for one, other in list(zip(filter(is_text, row), filter(is_text, following)))[:texts]:
            beside = texts_beside(row, one)
            if one.text != other.text and not (beside and beside == texts_beside(following, other)):
                yield ((Field(one.start, one.end, other.text), Field(other.start, other.end, one.text)),
                       f"{one.text} and {other.text} change places")


def name_mutants(rows):
    """Each name in a row, replaced by the next different one of its kind: of the same scope, or at the same place."""
    for number, row in enumerate(rows):
        for place, field in enumerate(row):
            if is_text(field) or not NAME.fullmatch(field.text):
                continue
            scope = scope_of(field.text)
            for other in rows[number + 1:] + rows[:number]:
                candidates = other if scope else other[place:place + 1]
                found = [candidate for candidate in candidates
                         if NAME.fullmatch(candidate.text) and scope_of(candidate.text) == scope
                         and candidate.text != field.text]
                if found:
                    yield (Field(field.start, field.end, found[0].text),), f"{field.text} becomes {found[0].text}"
                    break


def mutants_of(top, table):
    """All mutants of a table, in the order of its files and rows."""
    found = []
    for pattern in table.files:
        for path in sorted(top.glob(pattern)):
            source = path.read_text(encoding="utf-8")
            rows = [fields_of(match) for match in re.finditer(table.row, source, re.MULTILINE)]
            changes = [*number_mutants(rows), *text_mutants(rows, table.texts), *name_mutants(rows)]
            found += [Mutant(str(path.relative_to(top)), source.count("\n", 0, edits[0].start) + 1, edits, what)
                      for edits, what in changes]
    return sorted(found, key=lambda mutant: (mutant.path, mutant.line))
