"""Values of meters with their units."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Mapping, Tuple, Union

#: Factors to the base unit of each dimension.
_UNITS: Dict[str, Tuple[str, float]] = {
    "Wh": ("energy", 3600.0), "kWh": ("energy", 3.6e6), "MWh": ("energy", 3.6e9), "J": ("energy", 1.0),
    "kJ": ("energy", 1e3), "MJ": ("energy", 1e6), "GJ": ("energy", 1e9),
    "W": ("power", 1.0), "kW": ("power", 1e3), "MW": ("power", 1e6),
    "m3": ("volume", 1.0), "l": ("volume", 1e-3), "ml": ("volume", 1e-6),
    "m3/h": ("flow", 1.0), "l/h": ("flow", 1e-3), "l/min": ("flow", 0.06),
    "s": ("time", 1.0), "min": ("time", 60.0), "h": ("time", 3600.0), "d": ("time", 86400.0),
    "V": ("voltage", 1.0), "mV": ("voltage", 1e-3), "A": ("current", 1.0), "mA": ("current", 1e-3),
    "C": ("temperature", 1.0), "K": ("temperature difference", 1.0),
}
_TEXT = re.compile(r"\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?:\s+(\S+))?\s*")


class Quantity:
    """A number with its unit, equal to the same quantity in another unit.

    >>> Quantity.parse("9730 kWh")
    Quantity(9730, 'kWh')
    >>> Quantity.parse("9730 kWh") == "9.73 MWh"
    True
    >>> Quantity.parse("15.3 C") > Quantity(15, "C")
    True
    >>> float(Quantity(2, "h").to("min"))
    120.0
    >>> Quantity(1, "kWh") == Quantity(1, "m3")
    False
    """

    __slots__ = ("value", "unit")

    def __init__(self, value: float, unit: str = ""):
        self.value = value
        self.unit = unit

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """The quantity that a text such as ``"9730 kWh"`` is. Raises `ValueError` for any other text."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f"invalid quantity '{text}' (expected a number and a unit, such as 12 kWh)")
        number = match.group(1)
        return cls(int(number) if re.fullmatch(r"[-+]?\d+", number) else float(number), match.group(2) or "")

    def to(self, unit: str) -> float:
        """The number in another unit. Raises `ValueError` when it measures something else."""
        if unit == self.unit:
            return self.value
        dimension, factor = _UNITS.get(self.unit, (self.unit, 1.0))
        wanted, divisor = _UNITS.get(unit, (unit, 1.0))
        if dimension != wanted:
            raise ValueError(f"'{self}' cannot be converted to {unit}")
        return round(self.value * factor / divisor, 12)

    def _in_unit_of(self, other: Any) -> Tuple[float, float]:
        if isinstance(other, str):
            other = Quantity.parse(other)
        if isinstance(other, (int, float)):
            other = Quantity(other, self.unit)
        return float(self.to(other.unit)), float(other.value)

    def __eq__(self, other: object) -> bool:
        try:
            mine, theirs = self._in_unit_of(other)
        except (ValueError, AttributeError):
            return False
        return abs(mine - theirs) <= 1e-9 * max(abs(mine), abs(theirs))

    def __lt__(self, other: Any) -> bool:
        mine, theirs = self._in_unit_of(other)
        return mine < theirs

    def __gt__(self, other: Any) -> bool:
        mine, theirs = self._in_unit_of(other)
        return mine > theirs

    def __le__(self, other: Any) -> bool:
        return not self > other

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def __hash__(self) -> int:
        dimension, factor = _UNITS.get(self.unit, (self.unit, 1.0))
        return hash((dimension, round(self.value * factor, 6)))

    def __float__(self) -> float:
        return float(self.value)

    def __str__(self) -> str:
        return f"{self.value} {self.unit}".rstrip()

    def __repr__(self) -> str:
        return f"Quantity({self.value!r}, {self.unit!r})"


Value = Union[Quantity, str]


def value_of(text: str) -> Value:
    """A quantity where the text has a unit, else the text.

    >>> value_of("12 kWh"), value_of("14273160"), value_of("value during error state")
    (Quantity(12, 'kWh'), '14273160', 'value during error state')
    """
    match = _TEXT.fullmatch(text)
    return Quantity.parse(text) if match is not None and match.group(2) else text


class Reading(Mapping[str, Value]):
    """What a meter's telegram says: values by name.

    >>> reading = Reading([{"name": "id", "value": "14273160"}, {"name": "energy", "value": "9730 kWh"}])
    >>> reading["id"], reading["energy"] > "9 MWh"
    ('14273160', True)
    """

    def __init__(self, lines: List[Dict[str, str]]):
        self._values = {line["name"]: value_of(line["value"]) for line in lines}

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Reading({self._values!r})"
