"""Clients that come and go at emulated meters, some of them faulty: soak.py OTBENCH [SECONDS [SEED]]

Five buses with ten meters each on a TCP endpoint of their own, three clients at each. A client connects, asks meters, and
leaves again: in an orderly way, in the middle of an answer, after half a frame or after garbage. Meters that have no fault
must answer every request; the others as far as their faults let them. In the end the emulation must have given back all
files, use no more memory than after the warm-up, and stop when it is told to.

A machine that is busy makes answers late, not wrong. Where octets came later than that allows, says the emulation, answers
that clients missed are counted and shown, but do not fail the test.

What clients do follows from the seed. Exit code 0; 1 with one line that says what failed.
"""

import os
import random
import re
import socket
import sys
import tempfile
import threading
import time

from program import Failure, Program

BUSES = 5
CLIENTS = 3
METERS = 10
BAUD = 9600
PATIENCE = 10.0  # for an answer that must come: two other clients' turns, and a busy machine
IMPATIENCE = 1.5  # for one that need not
LATE = 3.0  # so long after a client waited for it the late meter may disturb others
LATENESS = 1.0  # of octets: with more of it the times above say nothing about the emulation

# What is wrong with the meter at an address; those that are not here have no fault. The late one is on the last bus alone, as
# what it disturbs is lost to others.
FAULTS = {
    5: "mute: yes",
    6: "answers-every: 3",
    7: "wrong-checksum: yes",
    8: "truncate: 20",
    9: "bit-errors: 1 %",
}
LATE_ADDRESS = 10


class Missing(Failure):
    """An answer that must come has not come in time."""


def fleet():
    lines = ["buses:"]
    for bus in range(BUSES):
        lines += [f"  bus{bus}:", '    on: "tcp-listen:127.0.0.1:0"', f"    baud: {BAUD}", "    meters:"]
        for address in range(1, METERS + 1):
            faults = FAULTS.get(address, "")
            if address == LATE_ADDRESS and bus == BUSES - 1:
                faults = "answer-delay: 700 ms"
            lines.append(
                f"      m{bus}-{address}: {{profile: itron-cf-echo-2, address: {address}, baud: {BAUD}"
                + (f", faults: {{{faults}}}" if faults else "")
                + "}"
            )
    return "\n".join(lines) + "\n"


class Emulation(Program):
    def __init__(self, otbench, folder):
        path = os.path.join(folder, "fleet.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(fleet())
        super().__init__("the emulation", [otbench, "emulate", path])
        if len(self.ports) != BUSES:
            raise Failure(f"the emulation has {len(self.ports)} endpoints (expected {BUSES})")


def lateness(said):
    """The longest time, of all buses, that an octet came too late, in seconds."""
    most = re.findall(r"most ([0-9.]+) ms", said)
    if not most:
        raise Failure(f"the emulation does not say how late octets were: {said}")
    return max(map(float, most)) / 1000


def short_frame(control, address):
    return bytes([0x10, control, address, (control + address) & 0xFF, 0x16])


def has_telegram(octets, address):
    """Whether a whole and sound RSP_UD of the meter at that address is among the octets, for example behind the rest of an
    answer that came too late to be expected."""
    for start in range(len(octets) - 8):
        size = octets[start + 1] + 6
        frame = octets[start : start + size]
        if frame[0] == frame[3] == 0x68 and frame[1] == frame[2] and frame[5] == address and len(frame) == size:
            if frame[-1] == 0x16 and sum(frame[4:-2]) & 0xFF == frame[-2]:
                return True
    return False


class Bus:
    """What the clients of a bus know together."""

    def __init__(self):
        self.disturbed_until = 0.0

    def late_asked(self):
        self.disturbed_until = time.monotonic() + LATE

    def disturbed(self, since):
        return self.disturbed_until > since


class Client(threading.Thread):
    def __init__(self, bus, port, shared, end, seed):
        super().__init__(daemon=True)
        self.bus, self.port, self.shared, self.end = bus, port, shared, end
        self.random = random.Random(seed)
        self.requests = self.answers = self.visits = 0
        self.failure = self.missing = None
        self.fcb = 0

    def run(self):
        try:
            while time.monotonic() < self.end:
                try:
                    self.visit()
                except Missing as missing:
                    self.missing = f"bus {self.bus}: {missing}"
                time.sleep(self.random.uniform(0.0, 0.3))
        except (Failure, OSError) as failure:
            self.failure = f"bus {self.bus}: {failure}"

    def visit(self):
        self.visits += 1
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            for _ in range(self.random.randint(1, 12)):
                if time.monotonic() > self.end:
                    return
                if not self.ask(line, self.random.randint(1, METERS)):
                    return  # the question may still wait for its turn; it goes with the connection
            self.leave(line)

    def leave(self, line):
        way = self.random.choice(["orderly", "in an answer", "half a frame", "garbage"])
        if way == "in an answer":
            line.sendall(short_frame(0x7B, 1))
            time.sleep(self.random.uniform(0.0, 0.15))
        elif way == "half a frame":
            line.sendall(short_frame(0x7B, 1)[:3])
        elif way == "garbage":
            line.sendall(self.random.randbytes(self.random.randint(1, 300)))

    def ask(self, line, address):
        """Whether the meter has answered well."""
        self.fcb ^= 0x20
        asked = time.monotonic()
        late = address == LATE_ADDRESS and self.bus == BUSES - 1
        if late:
            self.shared.late_asked()
        line.sendall(short_frame(0x5B | self.fcb, address))
        self.requests += 1
        sound = address not in FAULTS and not late
        octets = self.listen(line, address, PATIENCE if sound and not self.shared.disturbed(asked) else IMPATIENCE)
        if late:
            self.shared.late_asked()  # its turn may have come just now
        if has_telegram(octets, address):
            self.answers += 1
            if address in (5, 7, 8):
                raise Failure(f"the meter at {address} answered well in spite of '{FAULTS[address]}'")
            return True
        if sound and not self.shared.disturbed(asked):
            raise Missing(f"the meter at {address} has no fault and answered '{octets.hex(' ')}'")
        return False

    @staticmethod
    def listen(line, address, patience):
        """What comes until the answer has come or patience is at its end."""
        octets = b""
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0:
            line.settimeout(left)
            try:
                part = line.recv(512)
            except socket.timeout:
                break
            if not part:
                raise Failure("the emulation closed the connection")
            octets += part
            if has_telegram(octets, address):
                break
        return octets


def soak(otbench, seconds, seed):
    with tempfile.TemporaryDirectory() as folder:
        emulation = Emulation(otbench, folder)
        try:
            files = emulation.files()
            start = time.monotonic()
            buses = [Bus() for _ in range(BUSES)]
            clients = [
                Client(bus, emulation.ports[bus], buses[bus], start + seconds, f"{seed}/{bus}/{n}")
                for bus in range(BUSES)
                for n in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            time.sleep(seconds / 4)
            warm = emulation.memory_kb()
            for client in clients:
                client.join(start + seconds + 60 - time.monotonic())
            end = emulation.memory_kb()
            check_clients(clients)
            check_resources(emulation, files, warm, end)
            said = emulation.stop()
            late = lateness(said)
            check_answers(clients, late)
        finally:
            emulation.process.kill()
    total = [sum(getattr(c, what) for c in clients) for what in ("visits", "requests", "answers")]
    print(
        f"soak: {seconds:g} s, {BUSES * METERS} meters, {len(clients)} clients, {total[0]} visits, {total[1]} requests, "
        f"{total[2]} sound answers, memory {warm} kB after the warm-up, {end} kB in the end, octets up to {late * 1000:.0f} ms late"
    )
    print(said.splitlines()[0])


def check_clients(clients):
    for client in clients:
        if client.is_alive():
            raise Failure(f"bus {client.bus}: a client has hung")
        if client.failure:
            raise Failure(client.failure)


def check_answers(clients, late):
    missing = [client.missing for client in clients if client.missing]
    missing += [f"bus {client.bus}: a client got no answer at all" for client in clients if client.answers == 0]
    if not missing:
        return
    if late <= LATENESS:
        raise Failure(missing[0])
    print(f"soak: {len(missing)} clients missed answers, but octets came up to {late:.1f} s late: the machine is too busy")


def check_resources(emulation, files, warm, end):
    limit = warm + max(512, warm // 20)
    if end > limit:
        raise Failure(f"memory grew from {warm} kB after the warm-up to {end} kB")
    deadline = time.monotonic() + 30
    while emulation.files() > files and time.monotonic() < deadline:
        time.sleep(0.05)
    if emulation.files() > files:
        raise Failure(f"{emulation.files()} files are open although all clients have gone; {files} were before")


def main():
    otbench = sys.argv[1]
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 600.0
    seed = sys.argv[3] if len(sys.argv) > 3 else "1"
    try:
        soak(otbench, seconds, seed)
    except Failure as failure:
        print(f"soak: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
