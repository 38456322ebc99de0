"""The same client with one mistake: careless_client.py MISTAKE WHERE BAUD ACTION ARGUMENT…; --list prints the mistakes."""

import sys
import time

import telegram
from correct_client import FCB, REQ_UD2, SELECTED, SND_NKE, Client, Failure, short_frame
from port import Port

MISTAKES = {}


def mistake(cls):
    """Registers a class by its name: NoReset becomes no-reset."""
    name = "".join("-" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("-")
    MISTAKES[name] = cls
    return cls


def decoder_mistake(cls):
    """The same for a decoder."""
    return mistake(type(cls.__name__, (Client,), {"decoder": cls}))


@mistake
class NoReset(Client):
    """Sends SND_NKE to 253 only."""

    def before_reading(self, address):
        return self.reset_link(SELECTED)

    def tries_reset(self):
        return False


@mistake
class FcbStartsClear(Client):
    def first_fcb(self):
        return 0


@mistake
class FcbNeverToggles(Client):
    def next_fcb(self, fcb):
        return fcb


@mistake
class FcbTogglesOnRepetition(Client):
    def fcb_of_repetition(self, fcb):
        return fcb ^ FCB


@mistake
class NoRepetition(Client):
    tries = 1

    def reset_tries(self):
        return 1

    def command_tries(self):
        return 1


@mistake
class EndlessRepetition(Client):
    tries = 30

    def reset_tries(self):
        return 6


@mistake
class Impatient(Client):
    """Waits 50 ms whatever the speed is."""

    scan_allowance = 0

    def answer_time(self, attempt):
        return 0.05


@mistake
class NoAllowance(Client):
    """Knows no gateway, and no meter that is late."""

    allowances = (0.02,)


@mistake
class EndlessPatience(Client):
    allowances = (30,)


@mistake
class TakesEcho(Client):
    """Takes its own bytes for an answer, which it cannot decode."""

    def without_echo(self, sent, heard):
        if heard.startswith(sent):
            raise Failure(f"unexpected answer {sent.hex()}")
        return heard


@mistake
class TakesEchoForAnswer(Client):
    """Any byte is an acknowledgement, and any end of an exchange a success."""

    def without_echo(self, sent, heard):
        return heard

    def report(self, failure):
        if not self.heard:
            super().report(failure)


@mistake
class NoResynchronisation(Client):
    """A frame begins with the first byte."""

    def data_frame(self, heard):
        frame = super().data_frame(heard)
        return frame if frame is not None and heard.startswith(frame) else None


@mistake
class FirstBytesOnly(Client):
    """Takes the first 16 bytes for the whole answer."""

    def data_frame(self, heard):
        return super().data_frame(heard[:16])


@mistake
class EndsAtStopByte(Client):
    """A frame ends with the first byte 16."""

    def data_frame(self, heard):
        return super().data_frame(heard[:heard.index(0x16) + 1] if 0x16 in heard else heard)


@mistake
class StartsAtAnyStartByte(Client):
    """A byte 68 begins a new frame."""

    def data_frame(self, heard):
        end = heard.rfind(0x68, 4)
        return super().data_frame(heard if end < 0 or end == 3 else heard[end:])


@mistake
class SendsTwice(Client):
    """Sends each request twice, to be sure."""

    def send(self, frame):
        super().send(frame)
        if frame[1] & ~FCB == REQ_UD2:
            time.sleep(0.02)
            super().send(frame)


@mistake
class ShortGap(Client):
    """A pause of 10 ms ends a frame."""

    def gap_time(self):
        return 0.01


@mistake
class IgnoresChecksum(Client):
    def end_is_sound(self, frame):
        return frame[-1] == 0x16


@mistake
class IgnoresLengths(Client):
    def header_is_sound(self, header):
        return len(header) == 4 and header[3] == 0x68


@mistake
class TakesPartOfFrame(Client):
    """Decodes what came of a frame when its end is missing."""

    def data_frame(self, heard):
        return super().data_frame(heard) or (heard if heard[:1] == b"\x68" and 39 < len(heard) < 70 else None)

    def is_answer_of(self, frame, address):
        return True


@mistake
class EndlessWaitForRest(Client):
    """Waits for the bytes that a header announces, for ever."""

    def exchange(self, frame, find, attempt=0):
        found = super().exchange(frame, find, attempt)
        if found is None and self.heard[:1] == b"\x68":
            time.sleep(60)
        return found


@mistake
class IgnoresAddress(Client):
    def is_answer_of(self, frame, address):
        return True


@mistake
class AcceptsOnlyOwnAddress(Client):
    def is_answer_of(self, frame, address):
        return super().is_answer_of(frame, address) and (address == SELECTED or frame[5] == address)


@mistake
class KnowsOneControlField(Client):
    def is_answer_of(self, frame, address):
        return frame[4] == 0x08 and super().is_answer_of(frame, address)


@mistake
class KeepsOldBytes(Client):
    """Puts what came before its request in front of the answer."""

    def connect(self):
        self.port = Port(self.where, self.baud)
        self.old = self.port.drain(0.1)

    def data_frame(self, heard):
        return super().data_frame(self.old + heard)

    def is_answer_of(self, frame, address):
        return True


@mistake
class InterruptsDamaged(Client):
    """Repeats a request at once when the header is wrong."""

    def exchange(self, frame, find, attempt=0):
        def find_or_give_up(heard):
            found = find(heard)
            if found is None and heard[:1] == b"\x68" and len(heard) > 3 and heard[1] != heard[2]:
                return b""
            return found

        found = super().exchange(frame, find_or_give_up, attempt)
        return found or None

    def settle(self):
        pass


@mistake
class NoPause(Client):
    def settle(self):
        pass


@mistake
class FirstTelegramOnly(Client):
    most_telegrams = 1


@mistake
class EndlessReadout(Client):
    most_telegrams = 1000

    def repeats(self, frame, earlier):
        return False


@mistake
class AsksForOneMore(Client):
    def decoded(self, frame):
        lines, more = super().decoded(frame)
        if not more:
            self.request(frame[5], 0)
        return lines, more


@mistake
class BadChecksum(Client):
    """Sends its first request with a wrong checksum."""

    first = True

    def send(self, frame):
        if frame[1] & ~FCB == REQ_UD2 and self.first:
            self.first = False
            frame = frame[:3] + bytes([frame[3] ^ 1]) + frame[4:]
        super().send(frame)


@mistake
class RefusesAddress0(Client):
    def before_reading(self, address):
        if not 1 <= address <= 249:
            raise Failure(f"invalid address {address}")
        return super().before_reading(address)


@mistake
class SetsAnyAddress(Client):
    def is_address(self, address):
        return True


@mistake
class IgnoresMissingAcknowledgement(Client):
    def no_acknowledgement(self, address):
        pass

    def is_address(self, address):
        return True

    def secondary(self, secondary):
        self.select(self.mask(secondary))
        self.show(self.readout(SELECTED))


@mistake
class NeverReports(Client):
    """Ends with 0 whatever happens."""

    def report(self, failure):
        print(failure, file=sys.stderr)


@mistake
class Broadcasts(Client):
    def before_reading(self, address):
        self.exchange(short_frame(SND_NKE, 255), self.acknowledged)
        return super().before_reading(address)


@mistake
class AsksAt254(Client):
    """Knows one meter only."""

    def before_reading(self, address):
        return super().before_reading(254)

    def request(self, address, fcb):
        return super().request(254, fcb)


@mistake
class TriesNeighbours(Client):
    def before_reading(self, address):
        self.exchange(short_frame(REQ_UD2, address + 1), self.data_frame)
        return super().before_reading(address)


@mistake
class ConnectsAgain(Client):
    """Opens a connection for each telegram, and never closes one."""

    def next_fcb(self, fcb):
        self.kept = getattr(self, "kept", []) + [self.port]
        self.connect()
        return super().next_fcb(fcb)


@mistake
class NeverSelects73(Client):
    """Knows selections with C field 53 only."""

    def select_controls(self):
        return (0x53,)


@mistake
class Selects73Only(Client):
    def select_controls(self):
        return (0x73,)


@mistake
class ResetsAfterSelection(Client):
    def after_selection(self):
        self.reset_link(1)


@mistake
class SlowAfterSelection(Client):
    def after_selection(self):
        time.sleep(1.5)


@mistake
class IgnoresSelection(Client):
    """Selects every meter."""

    @staticmethod
    def mask(secondary):
        return b"\xff" * 8


@mistake
class GivesUpOnCollision(Client):
    def search_deeper(self, digits, rest):
        return []


@mistake
class SearchesFiveDigits(Client):
    def search_deeper(self, digits, rest):
        return super().search_deeper(digits, rest) if len(digits) < 5 else []


@mistake
class SearchesDigitsOnly(Client):
    def search_makers(self, digits, rest):
        return []


@mistake
class SearchesDecimalNumbers(Client):
    """Does not search the hexadecimal digits of identification numbers."""

    digits = "0123456789"


@mistake
class FindsPhantoms(Client):
    """Takes silence for a meter."""

    def probe(self, mask):
        found = super().probe(mask)
        return b"\0" * 7 + bytes.fromhex("60312714771f0904") if found is None else found


@mistake
class NoCommands(Client):
    """Sends commands with the wrong CI field."""

    def command(self, address, ci, data=b"", controls=(0x53,)):
        return super().command(address, ci if ci == 0x52 else 0x54, data, controls)


@mistake
class EndsAtFirstFailure(Client):
    def goes_on(self):
        return False


@mistake
class Crashes(Client):
    """A telegram that it cannot decode ends it by a signal."""

    def decoded(self, frame):
        try:
            lines, more = self.decoder().decode(frame[6], frame[7:-2])
        except telegram.DecodeError:
            lines, more = ["# bad"], False
        if len(lines) < 2 or any(line.startswith("# more") for line in lines):
            import os
            os.abort()
        return lines, more


@decoder_mistake
class UnsignedIntegers(telegram.Decoder):
    def integer(self, data):
        return int.from_bytes(data, self.byte_order)


@decoder_mistake
class UnsignedBcd(telegram.Decoder):
    def bcd(self, data):
        return int(data[::-1].hex().replace("f", "15"), 10) if data[-1] >> 4 == 15 else super().bcd(data)


@decoder_mistake
class BcdAsInteger(telegram.Decoder):
    def bcd(self, data):
        return self.integer(data)


@decoder_mistake
class RealAsInteger(telegram.Decoder):
    def number(self, dif, data):
        return self.integer(data) if dif == 5 else super().number(dif, data)


@decoder_mistake
class WrongPowerOfTen(telegram.Decoder):
    """Shifts pressure, voltage and current by one digit."""

    def value(self, dif, vif, extended, unit, exponent, reader):
        return super().value(dif, vif, extended, unit, exponent + (unit in ("bar", "V", "A")), reader)


@decoder_mistake
class MonthAndDayExchanged(telegram.Decoder):
    def date(self, data):
        date = super().date(data)
        return date and f"{date[:4]}-{date[8:10]}-{date[5:7]}"


@decoder_mistake
class DateOfNothing(telegram.Decoder):
    def date(self, data):
        return super().date(data) or "2127-15-31"


@decoder_mistake
class TextReversed(telegram.Decoder):
    def text(self, data):
        return data.decode("latin-1")


@decoder_mistake
class NoVariableLength(telegram.Decoder):
    def variable(self, reader):
        raise telegram.DecodeError("variable length")


@decoder_mistake
class NoUnitText(telegram.Decoder):
    def unit_text(self, reader, vif, chain_of):
        raise telegram.DecodeError("unit in plain text")


@decoder_mistake
class OldUnitTextOnly(telegram.Decoder):
    """The text of a unit stands before the VIFEs."""

    def unit_text(self, reader, vif, chain_of):
        return self.text(reader.take(reader.take(1)[0])), chain_of(vif)


@decoder_mistake
class EndsAtUnknownRecord(telegram.Decoder):
    def is_known(self, vif, chain):
        return vif not in (0xFB, 0xEF)


@decoder_mistake
class EndsAtExtensions(telegram.Decoder):
    """Knows neither DIFEs nor VIFEs."""

    def record(self, dif, reader):
        if dif & 0x80 or dif & 0x40:
            raise telegram.DecodeError("DIFE")
        if reader.data[reader.at:reader.at + 2] == b"\xfd\xc8":
            raise telegram.DecodeError("VIFE")
        return super().record(dif, reader)


@decoder_mistake
class ReadsManufacturerData(telegram.Decoder):
    def behind_manufacturer_data(self, lines, reader):
        return lines + self.records(reader.data[reader.at:])[0]


@decoder_mistake
class FillersEndTelegram(telegram.Decoder):
    def records(self, data):
        return super().records(data[:data.index(0x2F)] if 0x2F in data else data)


@decoder_mistake
class NoFixedData(telegram.Decoder):
    def fixed(self, data):
        raise telegram.DecodeError("fixed data")


@decoder_mistake
class LowBytesFirstAlways(telegram.Decoder):
    def layouts(self):
        return {**super().layouts(), 0x76: (12, "little")}


@decoder_mistake
class KnowsCi72Only(telegram.Decoder):
    def layouts(self):
        return {0x72: (12, "little")}


@decoder_mistake
class ReadsEncrypted(telegram.Decoder):
    """Does not look at the configuration field."""

    def encrypted(self, configuration):
        return False

    def records(self, data):
        lines, more = super().records(data)
        return lines or ["1593 kWh"], more


@decoder_mistake
class ShowsErrorState(telegram.Decoder):
    def shows_error_state(self):
        return True

    def value(self, dif, vif, extended, unit, exponent, reader):
        if dif >> 4 & 3 == telegram.ERROR_STATE:
            reader.take(3)
            return "99999.9"
        return super().value(dif, vif, extended, unit, exponent, reader)


@decoder_mistake
class TakesAnyCi(telegram.Decoder):
    def decode(self, ci, data):
        if ci in (0x70, 0xB7):
            return ["1593 Wh"], False
        return super().decode(ci, data)


@decoder_mistake
class LoopsOnEmptyRecords(telegram.Decoder):
    def record(self, dif, reader):
        while dif == 0 and reader.data[reader.at:reader.at + 1] == b"\0":
            time.sleep(0.1)
        return super().record(dif, reader)


@decoder_mistake
class ShortBuffer(telegram.Decoder):
    """Keeps 128 bytes of a telegram."""

    def decode(self, ci, data):
        return super().decode(ci, data[:128])


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(MISTAKES))
    else:
        sys.exit(MISTAKES[sys.argv[1]](sys.argv[2], int(sys.argv[3])).run(*sys.argv[4:]))
