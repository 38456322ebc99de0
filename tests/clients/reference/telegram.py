"""Decodes what meters answer (EN 13757-3). `decode` returns texts, one a value: number, unit, place."""

import struct
from decimal import Decimal

RECORD_LENGTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 6: 6, 7: 8, 9: 1, 10: 2, 11: 3, 12: 4, 14: 6}
ERROR_STATE = 3
MOST_EXTENSIONS = 10


class DecodeError(Exception):
    pass


def primary_unit(vif):
    """Unit and power of ten of a VIF of the primary table; a unit of None: a date, a text or unknown."""
    for first, count, unit, exponent in (
            (0x00, 8, "Wh", -3), (0x08, 8, "J", 0), (0x10, 8, "m3", -6), (0x18, 8, "kg", -3), (0x28, 8, "W", -3),
            (0x30, 8, "J/h", 0), (0x38, 8, "m3/h", -6), (0x40, 8, "m3/min", -7), (0x48, 8, "m3/s", -9),
            (0x50, 8, "kg/h", -3), (0x58, 4, "C", -3), (0x5C, 4, "C", -3), (0x60, 4, "K", -3), (0x64, 4, "C", -3),
            (0x68, 4, "bar", -3)):
        if first <= vif < first + count:
            return unit, exponent + vif - first
    if 0x20 <= vif < 0x28:
        return ("s", "min", "h", "d")[vif & 3], 0
    return None, 0


def extended_unit(vif):
    """The same for a VIF behind FD."""
    if 0x40 <= vif < 0x50:
        return "V", vif - 0x49
    if 0x50 <= vif < 0x60:
        return "A", vif - 0x5C
    return None, 0


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def left(self):
        return len(self.data) - self.at

    def take(self, count):
        if count > self.left():
            raise DecodeError("a record ends behind the telegram")
        self.at += count
        return self.data[self.at - count:self.at]

    def chain(self, first):
        """The extension bytes behind `first`, whose bit 7 announces the next one."""
        chain = []
        while first & 0x80:
            if len(chain) == MOST_EXTENSIONS:
                raise DecodeError("more than 10 extension bytes")
            first = self.take(1)[0]
            chain.append(first)
        return chain


class Decoder:
    """Each method is one rule; a careless decoder overrides some."""

    byte_order = "little"

    def integer(self, data):
        return int.from_bytes(data, self.byte_order, signed=True)

    def bcd(self, data):
        digits = (data if self.byte_order == "big" else data[::-1]).hex()
        sign = digits[0] == "f"
        try:
            return -int(digits[1:] or 0) if sign else int(digits)
        except ValueError:
            return None

    def text(self, data):
        return data[::-1].decode("latin-1")

    def date(self, data):
        if data == b"\xff\xff":
            return None
        low, high = data[-2], data[-1]
        day, month, year = low & 31, high & 15, (low >> 5) | ((high >> 4) << 3)
        return f"{2000 + year}-{month:02}-{day:02}"

    def date_time(self, data):
        minute, hour = data[0] & 63, data[1] & 31
        date = self.date(data[2:4])
        return date and f"{date}T{hour:02}:{minute:02}"

    def variable(self, reader):
        length = reader.take(1)[0]
        if length < 0xC0:
            return self.text(reader.take(length))
        if length < 0xD0:
            return self.bcd(reader.take(length - 0xC0))
        raise DecodeError(f"reserved LVAR {length:02x}")

    def unit_text(self, reader, vif, chain_of):
        """The text of VIF 7C or FC stands before the VIFEs or, if it does not fit there, behind them."""
        start = reader.at
        length = reader.take(1)[0]
        if vif & 0x80 and (length & 0x80 or length > 32 or not self.is_text(reader, length)):
            reader.at = start
            chain = chain_of(vif)
            return self.text(reader.take(reader.take(1)[0])), chain
        return self.text(reader.take(length)), chain_of(vif)

    @staticmethod
    def is_text(reader, length):
        text = reader.data[reader.at:reader.at + length]
        return len(text) == length and all(32 <= character < 127 for character in text)

    def shows_error_state(self):
        return False

    def number(self, dif, data):
        if dif == 5:
            return Decimal(repr(round(struct.unpack("<f" if self.byte_order == "little" else ">f", data)[0], 6)))
        return self.bcd(data) if dif >= 9 else self.integer(data)

    def value(self, dif, vif, extended, unit, exponent, reader):
        """The text of a record's value; None when it has none."""
        field = dif & 15
        if field == 13:
            value = self.variable(reader)
            return value if isinstance(value, str) else self.scaled(value, exponent)
        if field not in RECORD_LENGTHS:
            raise DecodeError(f"reserved DIF {dif:02x}")
        data = reader.take(RECORD_LENGTHS[field])
        if field == 0 or (dif >> 4 & 3 == ERROR_STATE and not self.shows_error_state()):
            return None
        if not extended and vif & 0x7F == 0x6C:
            return self.date(data)
        if not extended and vif & 0x7F == 0x6D:
            return self.date_time(data)
        return self.scaled(self.number(field, data), exponent)

    @staticmethod
    def scaled(number, exponent):
        if number is None:
            return None
        return format((Decimal(number).scaleb(exponent)).normalize() + 0, "f")

    def is_known(self, vif, chain):
        return True

    def record(self, dif, reader):
        reader.chain(dif)
        vif = reader.take(1)[0]
        if vif & 0x7F == 0x7C:
            unit, chain = self.unit_text(reader, vif, reader.chain)
            return self.value(dif, vif, True, unit, 0, reader), unit
        chain = reader.chain(vif)
        if vif == 0xFD and chain:
            unit, exponent = extended_unit(chain[0] & 0x7F)
        elif vif in (0xFB, 0xFF, 0xEF) or vif & 0x7F == 0x7F:
            unit, exponent = None, 0
        else:
            unit, exponent = primary_unit(vif & 0x7F)
        if not self.is_known(vif, chain):
            raise DecodeError(f"unknown VIF {vif:02x}")
        extended = vif in (0xFD, 0xFB)
        return self.value(dif, vif, extended, unit, exponent, reader), unit

    def records(self, data):
        """The values, and whether another telegram follows."""
        reader, lines = Reader(data), []
        try:
            while reader.left():
                dif = reader.take(1)[0]
                if dif in (0x0F, 0x1F):
                    return self.behind_manufacturer_data(lines, reader), dif == 0x1F
                if dif == 0x2F:
                    continue
                value, unit = self.record(dif, reader)
                if value is not None:
                    lines.append(f"{value} {unit or ''}".rstrip())
        except DecodeError as error:
            lines.append(f"# {error}")
        return lines, False

    def behind_manufacturer_data(self, lines, reader):
        return lines

    def fixed(self, data):
        if len(data) < 16:
            raise DecodeError("fixed data are shorter than 16 bytes")
        lines = [f"# id {data[3::-1].hex()}"]
        for unit, counter in ((data[6] & 63, data[8:12]), (data[7] & 63, data[12:16])):
            number = int(counter[::-1].hex()) if not data[5] & 1 else int.from_bytes(counter, "little")
            exponent, name = self.fixed_unit(unit)
            lines.append(f"{self.scaled(number, exponent)} {name}")
        return lines, False

    @staticmethod
    def fixed_unit(unit):
        for first, count, name, exponent in ((2, 9, "Wh", 0), (11, 9, "J", 3), (20, 9, "W", 0), (0x26, 9, "m3", -6)):
            if first <= unit < first + count:
                return exponent + unit - first, name
        return 0, ""

    def header(self, data):
        maker = int.from_bytes(data[4:6], "little")
        letters = "".join(chr((maker >> shift & 31) + 64) for shift in (10, 5, 0))
        return f"# id {data[3::-1].hex()} {letters} version {data[6]} medium {data[7]}"

    def encrypted(self, configuration):
        return configuration >> 8 & 31 != 0

    def variable_data(self, data, header_length, byte_order):
        if len(data) < header_length:
            raise DecodeError("the header is incomplete")
        self.byte_order = byte_order
        lines = [self.header(data)] if header_length == 12 else []
        configuration = int.from_bytes(data[header_length - 2:header_length], "little") if header_length else 0
        if self.encrypted(configuration):
            return lines + [f"# encrypted, mode {configuration >> 8 & 31}"], False
        values, more = self.records(data[header_length:])
        return lines + values, more

    def layouts(self):
        """By CI field: the length of the header, and the order of bytes."""
        return {0x72: (12, "little"), 0x76: (12, "big"), 0x78: (0, "little"), 0x7A: (4, "little")}

    def decode(self, ci, data):
        if ci in (0x73, 0x77):
            return self.fixed(data)
        if ci in self.layouts():
            return self.variable_data(data, *self.layouts()[ci])
        if ci == 0x70:
            raise DecodeError(f"application error {data.hex()}")
        raise DecodeError(f"unknown CI field {ci:02x}")
