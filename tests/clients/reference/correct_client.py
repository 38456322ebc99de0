"""An M-Bus client that makes no mistake: correct_client.py WHERE BAUD ACTION ARGUMENT…

WHERE is HOST:PORT or the path of a serial port. Actions: read ADDRESS…, secondary ADDRESS, scan, set-address ADDRESS
NEW, set-baud ADDRESS BAUD, reset ADDRESS. Prints one value a line; ends with 1 when something failed.
"""

import sys
import time

import telegram
from port import Port

SELECTED = 253
ACKNOWLEDGE = b"\xe5"
SND_NKE, SND_UD, REQ_UD2, FCB = 0x40, 0x53, 0x5B, 0x20
BAUD_CI = {300: 0xB8, 600: 0xB9, 1200: 0xBA, 2400: 0xBB, 4800: 0xBC, 9600: 0xBD, 19200: 0xBE, 38400: 0xBF}
MAKERS = ["ACW", "KAM", "LUG", "SEN", "ELS", "HYD", "ITW", "ZRI", "SLB", "EFE", "REL", "DME", "OTB"]


class Failure(Exception):
    pass


def short_frame(control, address):
    return bytes([0x10, control, address, (control + address) & 255, 0x16])


def long_frame(control, address, ci, data=b""):
    body = bytes([control, address, ci]) + data
    return bytes([0x68, len(body), len(body), 0x68]) + body + bytes([sum(body) & 255, 0x16])


def maker_code(letters):
    code = 0
    for letter in letters:
        code = code << 5 | ord(letter) - 64
    return code.to_bytes(2, "little")


class Client:
    """Each method is one decision; a careless client overrides some."""

    tries = 3
    most_telegrams = 40
    allowances = (0.1, 0.3, 0.5)  # for a converter or gateway, by attempt; seconds
    scan_allowance = 0.06
    decoder = telegram.Decoder

    def __init__(self, where, baud):
        self.where, self.baud = where, baud
        self.port = None
        self.failed = False
        self.heard = b""  # of the last answer
        self.asked = SELECTED  # the address of the last request

    # The line.

    def bits(self, count):
        return count / self.baud

    def connect(self):
        self.port = Port(self.where, self.baud)
        self.settle()

    def settle(self):
        """Waits until the line is idle, and drops what comes."""
        self.port.drain(self.bits(33) + 0.02)

    def answer_time(self, attempt):
        return self.bits(330) + 0.05 + self.allowances[min(attempt, len(self.allowances) - 1)]

    def gap_time(self):
        """Silence that ends a frame, with the pauses of gateways."""
        return self.bits(33) + 0.1

    def without_echo(self, sent, heard):
        """What is not the echo of the request; None while the echo is incomplete."""
        if sent.startswith(heard):
            return b"" if heard == sent else None
        return heard[len(sent):] if heard.startswith(sent) else heard

    def send(self, frame):
        self.port.write(frame)

    def exchange(self, frame, find, attempt=0):
        """Sends `frame`; what `find` makes of the bytes that come, or None."""
        self.send(frame)
        wire = len(frame) * 11 / self.baud
        end = time.monotonic() + wire + self.answer_time(attempt)
        heard = answer = b""
        while time.monotonic() < end:
            more = self.port.read(end - time.monotonic())
            if not more:
                break
            heard += more
            answer = self.without_echo(frame, heard) or b""
            found = find(answer)
            if found is not None:
                self.heard = answer
                self.settle()
                return found
            if answer:
                end = time.monotonic() + self.gap_time()
        self.heard = answer
        if answer:
            self.after_damage()
        return None

    def after_damage(self):
        self.settle()

    @staticmethod
    def acknowledged(heard):
        return True if heard[-1:] == ACKNOWLEDGE and len(heard) <= 3 else None

    def data_frame(self, heard):
        """The first sound long frame in `heard` that answers the request."""
        for at in range(len(heard) - 5):
            if heard[at] != 0x68 or not self.header_is_sound(heard[at:at + 4]):
                continue
            length = heard[at + 1]
            frame = heard[at:at + length + 6]
            if len(frame) == length + 6 and self.end_is_sound(frame) and self.is_answer_of(frame, self.asked):
                return frame
        return None

    def header_is_sound(self, header):
        return len(header) == 4 and header[1] == header[2] >= 3 and header[3] == 0x68

    def end_is_sound(self, frame):
        return sum(frame[4:-2]) & 255 == frame[-2] and frame[-1] == 0x16

    def is_answer_of(self, frame, address):
        return frame[4] & 0xCF == 0x08 and (address >= SELECTED or frame[5] == address)

    # Requests.

    def reset_link(self, address):
        """SND_NKE; whether it was acknowledged."""
        return any(self.exchange(short_frame(SND_NKE, address), self.acknowledged, attempt)
                   for attempt in range(self.reset_tries()))

    def reset_tries(self):
        return 2

    def command(self, address, ci, data=b"", controls=(SND_UD,)):
        for control in controls:
            for attempt in range(self.command_tries()):
                if self.exchange(long_frame(control, address, ci, data), self.acknowledged, attempt):
                    return True
        return False

    def command_tries(self):
        return 2

    def request(self, address, fcb):
        """One telegram, or None after all attempts."""
        self.asked = address
        for attempt in range(self.tries):
            frame = self.exchange(short_frame(REQ_UD2 | fcb, address), self.data_frame, attempt)
            if frame is not None and self.is_answer_of(frame, address):
                return frame
            fcb = self.fcb_of_repetition(fcb)
        return None

    def fcb_of_repetition(self, fcb):
        return fcb

    def first_fcb(self):
        return FCB

    def next_fcb(self, fcb):
        return fcb ^ FCB

    def first_telegram(self, address, acknowledged):
        """Some meters send nothing before an application reset, although they acknowledge."""
        frame = self.request(address, self.first_fcb())
        if frame is None and acknowledged and not self.heard and self.tries_reset():
            if self.command(address, 0x50):
                frame = self.request(address, self.first_fcb())
        return frame

    def tries_reset(self):
        return True

    def readout(self, address, acknowledged=True):
        """The lines of all telegrams."""
        fcb, lines, earlier = self.first_fcb(), [], []
        frame = self.first_telegram(address, acknowledged)
        while True:
            if frame is None:
                raise Failure(f"no telegram from {address}" + (f": {self.heard.hex()}" if self.heard else ""))
            content, more = self.decoded(frame)
            if self.repeats(frame, earlier):
                break
            earlier.append(frame[19:-2])
            lines += content
            if not more or len(earlier) == self.most_telegrams:
                break
            fcb = self.next_fcb(fcb)
            frame = self.request(address, fcb)
        return lines

    def repeats(self, frame, earlier):
        """A telegram with the records of an earlier one: the meter will not come to an end."""
        return frame[19:-2] in earlier

    def decoded(self, frame):
        try:
            return self.decoder().decode(frame[6], frame[7:-2])
        except telegram.DecodeError as error:
            raise Failure(str(error)) from error

    # Actions.

    def show(self, lines):
        for line in lines:
            print(line)

    def read(self, *addresses):
        for address in map(int, addresses):
            try:
                self.show(self.readout(address, self.before_reading(address)))
            except Failure as failure:
                self.report(failure)
                if not self.goes_on():
                    return

    def report(self, failure):
        self.failed = True
        print(failure, file=sys.stderr)

    def goes_on(self):
        return True

    def before_reading(self, address):
        return self.reset_link(address)

    @staticmethod
    def mask(secondary):
        """The eight bytes of a selection: 8 digits, or 16 with manufacturer, version and medium."""
        digits = bytes.fromhex(secondary[:8])[::-1]
        return digits + (bytes.fromhex(secondary[8:16]) if len(secondary) == 16 else b"\xff" * 4)

    def select_controls(self):
        return (SND_UD, SND_UD | FCB)

    def select(self, mask):
        return self.command(SELECTED, 0x52, mask, self.select_controls())

    def secondary(self, secondary):
        if not self.select(self.mask(secondary)):
            raise Failure(f"no meter {secondary}")
        self.after_selection()
        self.show(self.readout(SELECTED))

    def after_selection(self):
        pass

    def set_address(self, address, new):
        if not self.is_address(int(new)):
            raise Failure(f"invalid address {new} (expected 1 to 250)")
        if not self.command(int(address), 0x51, bytes([0x01, 0x7A, int(new)])):
            self.no_acknowledgement(address)

    def is_address(self, address):
        return 1 <= address <= 250

    def no_acknowledgement(self, address):
        raise Failure(f"no acknowledgement from {address}")

    def set_baud(self, address, baud):
        if not self.command(int(address), BAUD_CI[int(baud)]):
            self.no_acknowledgement(address)

    def reset(self, address):
        if not self.command(int(address), 0x50):
            self.no_acknowledgement(address)

    # Search.

    digits = "0123456789abcde"  # f is the wild card

    def scan(self):
        self.allowances = (self.scan_allowance,)
        self.show(self.search("", b"\xff" * 4))

    def probe(self, mask):
        """None: nobody; a telegram: one meter; False: several."""
        self.heard = b""
        acknowledged = self.exchange(long_frame(SND_UD, SELECTED, 0x52, mask), self.acknowledged)
        if not acknowledged and not self.heard:
            return None
        if not acknowledged or len(self.heard) > 1:
            return False
        frame = self.exchange(short_frame(REQ_UD2 | FCB, SELECTED), self.data_frame)
        if frame is not None and len(frame) == len(self.heard):
            return frame
        return False if self.heard else None

    def search(self, digits, rest):
        mask = bytes.fromhex(digits.ljust(8, "f"))[::-1] + rest
        found = self.probe(mask)
        if found is None:
            return []
        if found is not False:
            return [self.decoder().header(found[7:19])]
        return self.search_deeper(digits, rest)

    def search_deeper(self, digits, rest):
        lines = []
        if len(digits) < 8:
            for digit in self.digits:
                lines += self.search(digits + digit, rest)
        elif rest[:2] == b"\xff\xff":
            lines = self.search_makers(digits, rest)
        return lines

    def search_makers(self, digits, rest):
        return [line for maker in MAKERS for line in self.search(digits, maker_code(maker) + rest[2:])]

    def run(self, action, *arguments):
        actions = {"read": self.read, "secondary": self.secondary, "scan": self.scan, "set-address": self.set_address,
                   "set-baud": self.set_baud, "reset": self.reset}
        try:
            self.connect()
            actions[action](*arguments)
        except (Failure, OSError) as failure:
            self.report(failure)
        return 1 if self.failed else 0


if __name__ == "__main__":
    sys.exit(Client(sys.argv[1], int(sys.argv[2])).run(*sys.argv[3:]))
