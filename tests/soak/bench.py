#!/usr/bin/python3
"""A served bench with many kinds of clients at once: bench.py OTBENCH MOSQUITTO [SECONDS [SEED]]

One bench with an otb-iot device and five buses, at each of which an M-Bus client reads meters over TCP. Two clients of the
control interface look at meters, events and the journal, change values; an MQTT client talks to
the device over a broker. No answer may be missing, the memory of the bench may not grow beyond what its journal keeps, all
connections are given back, and the bench ends when it is told to.

A machine that is busy makes answers late, not wrong: an answer that comes after the patience of its client is counted, and
the test fails when it does not come at all.

Exit code 0; 1 with one line that says what failed.
"""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import paho.mqtt.client

BUSES = 5
METERS = 3
DEVICE = "/otb-iot/5ccf7f0b583b"
PATIENCE = 5.0  # for an answer: a telegram takes 0.4 s
LIMIT = 60.0  # after that it is missing
FRAME_BYTES = 1200  # what the journal needs for a frame
SLACK_KB = 4096


class Failure(Exception):
    """What the one line says."""


def scenario():
    lines = ["name: A bench for many clients", "version: 2", "pace: real", "devices:",
             "  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}", "buses:"]
    for bus in range(BUSES):
        lines += [f"  bus{bus}:", '    bridge: {on: "tcp-listen:127.0.0.1:0", as: master}', "    cable: {length: 20 m}",
                  "    meters:"]
        lines += [f"      m{bus}-{address}: {{profile: itron-cf-echo-2, address: {address}}}"
                  for address in range(1, METERS + 1)]
    return "\n".join(lines) + "\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


def memory_kb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


class Bench:
    def __init__(self, otbench, folder, port):
        path = os.path.join(folder, "bench.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(scenario())
        self.control = os.path.join(folder, "control")
        self.process = subprocess.Popen(
            [otbench, "serve", path, "--broker", f"mqtt://127.0.0.1:{port}", "--control", f"unix:{self.control}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.ports = []
        for line in self.process.stdout:
            if line == "ready\n":
                break
            if found := re.search(r"endpoint .*tcp-listen:127\.0\.0\.1:(\d+)", line):
                self.ports.append(int(found.group(1)))
        if len(self.ports) != BUSES:
            raise Failure(f"the bench did not begin: {self.process.stderr.read().strip()}")

    def memory_kb(self):
        return sum(memory_kb(pid) for pid in (self.process.pid, *children(self.process.pid)))

    def files(self):
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in (self.process.pid, *children(self.process.pid)))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            said = self.process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            raise Failure("the bench does not stop") from None
        if self.process.returncode != 0:
            raise Failure(f"the bench ended with code {self.process.returncode}: {said.strip()}")


class Client(threading.Thread):
    """Asks until the end; `ask` asks once and returns when the answer is there."""

    def __init__(self, name, end, seed):
        super().__init__(daemon=True, name=name)
        self.end, self.random = end, random.Random(f"{seed}/{name}")
        self.answers = self.late = 0
        self.longest = 0.0
        self.failure = None

    def run(self):
        try:
            while time.monotonic() < self.end:
                asked = time.monotonic()
                self.ask()
                took = time.monotonic() - asked
                self.answers += 1
                self.late += took > PATIENCE
                self.longest = max(self.longest, took)
        except (Failure, OSError, ValueError) as failure:
            self.failure = f"{self.name}: {failure}"
        finally:
            self.close()

    def close(self):
        """Leaves."""


class MbusClient(Client):
    def __init__(self, name, port, end, seed):
        super().__init__(name, end, seed)
        self.line = socket.create_connection(("127.0.0.1", port), timeout=LIMIT)

    def close(self):
        self.line.close()

    def receive(self, count):
        octets = b""
        while len(octets) < count:
            part = self.line.recv(count - len(octets))
            if not part:
                raise Failure("the bench closed the connection")
            octets += part
        return octets

    def ask(self):
        address = self.random.randint(1, METERS)
        self.line.sendall(bytes([0x10, 0x40, address, 0x40 + address, 0x16]))
        if self.receive(1) != b"\xe5":
            raise Failure(f"the meter at {address} did not acknowledge SND_NKE")
        self.line.sendall(bytes([0x10, 0x7B, address, 0x7B + address, 0x16]))
        head = self.receive(4)
        rest = self.receive(head[1] + 2)
        if head[0] != 0x68 or rest[1] != address or rest[-1] != 0x16 or sum(rest[:-2]) & 0xFF != rest[-2]:
            raise Failure(f"the meter at {address} answered '{(head + rest).hex(' ')}'")
        time.sleep(self.random.uniform(0.0, 0.2))


class Controller(Client):
    """A client of the control interface."""

    def __init__(self, name, path, end, seed):
        super().__init__(name, end, seed)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(LIMIT)
        self.socket.connect(path)
        self.file = self.socket.makefile("rwb")
        self.notifications = 0

    def close(self):
        self.file.close()
        self.socket.close()

    def call(self, method, **params):
        self.file.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode() + b"\n")
        self.file.flush()
        while True:
            line = self.file.readline()
            if not line:
                raise Failure("the bench closed the connection")
            answer = json.loads(line)
            if "id" in answer:
                break
            self.notifications += 1
        if "error" in answer:
            raise Failure(f"{method}: {answer['error']['message']}")
        return answer["result"]


class Watcher(Controller):
    """Looks at everything, as a page does."""

    def ask(self):
        if self.answers == 0:
            self.call("events.subscribe", kinds=["bench_receive"])
        bus = self.random.randrange(BUSES)
        values = self.call("meter.get", meter=f"m{bus}-{self.random.randint(1, METERS)}")["values"]
        if "energy" not in values:
            raise Failure("a meter has no energy")
        self.call("bus.get", bus=f"bus{bus}")
        self.call("counters")
        now = self.call("time")
        self.call("journal", bus=f"bus{bus}", since_ns=max(0, now["time_ns"] - 5_000_000_000))
        self.call("events.since", id=max(1, now["event"] - 100))
        time.sleep(0.2)


class Changer(Controller):
    """Changes values."""

    def ask(self):
        meter, energy = f"m{self.random.randrange(BUSES)}-1", f"{self.random.randint(0, 99_999)} kWh"
        self.call("meter.set", meter=meter, set={"energy": energy})
        if self.call("meter.get", meter=meter)["values"]["energy"] != energy:
            raise Failure(f"{meter} does not show {energy}")
        time.sleep(self.random.uniform(0.0, 0.5))


class MqttClient(Client):
    def __init__(self, name, port, end, seed):
        super().__init__(name, end, seed)
        self.came = threading.Semaphore(0)
        self.client = paho.mqtt.client.Client()
        subscribed = threading.Event()
        self.client.on_connect = lambda client, *_: client.subscribe(f"{DEVICE}/status", 1)
        self.client.on_subscribe = lambda *_: subscribed.set()
        self.client.on_message = self.take
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        if not subscribed.wait(LIMIT):
            raise Failure("the broker takes no subscription")

    def take(self, _client, _data, message):
        if message.payload == b"ok:pong":
            self.came.release()

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()

    def ask(self):
        self.client.publish(DEVICE, "trigger/ping", 1)
        if not self.came.acquire(timeout=LIMIT):
            raise Failure("no answer to a ping")
        time.sleep(self.random.uniform(0.0, 0.5))


def frames_kept(control):
    asking = Controller("frames", control, 0, 0)
    frames = sum(len(asking.call("journal", bus=f"bus{bus}")["frames"]) for bus in range(BUSES))
    asking.close()
    return frames


def start_clients(bench, port, end, seed):
    clients = [MbusClient(f"M-Bus client {bus}", bench.ports[bus], end, seed) for bus in range(BUSES)]
    clients += [Watcher("watcher", bench.control, end, seed), Changer("changer", bench.control, end, seed),
                MqttClient("MQTT client", port, end, seed)]
    for client in clients:
        client.start()
    return clients


def check_clients(clients, end):
    for client in clients:
        client.join(max(0.0, end + LIMIT - time.monotonic()))
        if client.is_alive():
            raise Failure(f"{client.name} has hung")
        if client.failure:
            raise Failure(client.failure)
        if client.answers == 0:
            raise Failure(f"{client.name} got no answer at all")


def check_files(bench, files):
    deadline = time.monotonic() + 30
    while bench.files() > files and time.monotonic() < deadline:
        time.sleep(0.1)
    if bench.files() > files:
        raise Failure(f"{bench.files()} files are open although all clients have gone; {files} were before")


def soak(otbench, mosquitto, seconds, seed):
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        broker = subprocess.Popen([mosquitto, "-p", str(port)], stderr=subprocess.DEVNULL)
        bench = None
        try:
            while not listens(port):
                if broker.poll() is not None:
                    raise Failure("the broker did not begin")
                time.sleep(0.05)
            bench = Bench(otbench, folder, port)
            files = bench.files()
            end = time.monotonic() + seconds
            clients = start_clients(bench, port, end, seed)
            time.sleep(seconds / 3)
            warm, warm_frames = bench.memory_kb(), frames_kept(bench.control)
            check_clients(clients, end)
            check_files(bench, files)
            frames = frames_kept(bench.control)
            grown = bench.memory_kb() - warm
            allowed = SLACK_KB + max(0, frames - warm_frames) * FRAME_BYTES // 1024
            if grown > allowed:
                raise Failure(f"memory grew by {grown} kB from {warm} kB (expected at most {allowed} kB, for "
                              f"{frames - warm_frames} more frames in the journal)")
            bench.stop()
        finally:
            for process in (bench and bench.process, broker):
                if process:
                    process.kill()
                    process.wait()
    for client in clients:
        print(f"soak: {client.name}: {client.answers} answers, {client.late} of them late, the longest after "
              f"{client.longest:.2f} s")
    print(f"soak: {seconds:g} s, memory {warm} kB after the warm-up and {grown:+d} kB since, {frames} frames in the journal")


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main():
    otbench, mosquitto = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 1800.0
    seed = sys.argv[4] if len(sys.argv) > 4 else "1"
    try:
        soak(otbench, mosquitto, seconds, seed)
    except Failure as failure:
        print(f"soak: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
