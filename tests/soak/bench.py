#!/usr/bin/python3
"""A served bench with many kinds of clients at once: bench.py OTBENCH MOSQUITTO CHROMIUM [SECONDS [SEED]]

One bench with an otb-iot device and five buses, at each of which an M-Bus client reads meters over TCP. A browser shows its
page; two clients of its REST interface look at meters, events and the journal, and change values; an MQTT client talks to
the device over a broker. No answer may be missing, the memory of the bench may not grow beyond what it keeps of frames and
events, all connections are given back, and the bench ends when it is told to.

A machine that is busy makes answers late, not wrong: an answer that comes after the patience of its client is counted, and
the test fails when it does not come at all.

Exit code 0; 1 with one line that says what failed.
"""

import contextlib
import http.client
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

import paho.mqtt.client
from program import Failure, Program

NAME = "A bench for many clients"
BUSES = 5
METERS = 3
DEVICE = "/otb-iot/5ccf7f0b583b"
PATIENCE = 5.0  # for an answer: a telegram takes 0.4 s
LIMIT = 60.0  # after that it is missing
FRAMES_OF_READING = 4  # SND_NKE, its acknowledgement, REQ_UD2 and RSP_UD
FRAMES_KEPT = 2000  # of each bus
EVENTS_KEPT = 50_000
FRAME_BYTES, EVENT_BYTES = 400, 250  # what one that is kept needs, gaps between them included
SLACK_KB = 4096


def scenario():
    lines = [f"name: {NAME}", "version: 2", "pace: real", "devices:",
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


class Bench(Program):
    def __init__(self, otbench, folder, port):
        path = os.path.join(folder, "bench.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(scenario())
        super().__init__("the bench", [otbench, "serve", path, "--broker", f"mqtt://127.0.0.1:{port}", "--web", "127.0.0.1:0"])
        if len(self.ports) != BUSES:
            raise Failure(f"the bench has {len(self.ports)} endpoints (expected {BUSES})")
        self.site = re.search(r"web (http://127\.0\.0\.1:\d+/)", "\n".join(self.lines)).group(1)


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


class RestClient(Client):
    """A client of the bench over HTTP, with a connection for each request."""

    def __init__(self, name, site, end, seed):
        super().__init__(name, end, seed)
        self.place = site.split("/")[2]

    def call(self, method, path, value=None):
        connection = http.client.HTTPConnection(self.place, timeout=LIMIT)
        with contextlib.closing(connection):
            body = None if value is None else json.dumps(value)
            connection.request(method, f"/api/v1/{path}", body, {"Content-Type": "application/json"} if body else {})
            response = connection.getresponse()
            answer = json.loads(response.read())
        if response.status != 200:
            raise Failure(f"{method} {path}: {answer}")
        return answer


class Watcher(RestClient):
    """Looks at everything, as a dashboard does."""

    def ask(self):
        bus = self.random.randrange(BUSES)
        values = self.call("GET", f"meters/m{bus}-{self.random.randint(1, METERS)}/values")
        if "energy" not in values:
            raise Failure("a meter has no energy")
        self.call("GET", f"buses/bus{bus}")
        self.call("GET", "counters")
        now = self.call("GET", "time")
        self.call("GET", f"journal?bus=bus{bus}&since_ns={max(0, now['time_ns'] - 5_000_000_000)}")
        self.call("GET", f"events/since?id={max(1, now['event'] - 100)}")
        time.sleep(0.2)


class Changer(RestClient):
    """Changes values."""

    def ask(self):
        path, energy = f"meters/m{self.random.randrange(BUSES)}-1/values/energy", f"{self.random.randint(0, 99_999)} kWh"
        self.call("PUT", path, energy)
        if self.call("GET", path) != energy:
            raise Failure(f"{path} does not show {energy}")
        time.sleep(self.random.uniform(0.0, 0.5))


class Page(Client):
    """A browser with the page, whose title tells whether it is connected to the bench."""

    def __init__(self, name, chromium, folder, site, end, seed):
        super().__init__(name, end, seed)
        self.browser = subprocess.Popen(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             f"--user-data-dir={folder}/browser", site],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in self.browser.stderr:
            if found := re.search(r"DevTools listening on ws://([\d.]+:\d+)/", line):
                self.place = found.group(1)
                break
        else:
            raise Failure("the browser did not begin")
        threading.Thread(target=self.browser.stderr.read, daemon=True).start()

    def close(self):
        self.browser.terminate()
        self.browser.wait(LIMIT)

    def title(self):
        connection = http.client.HTTPConnection(self.place, timeout=LIMIT)
        with contextlib.closing(connection):
            connection.request("GET", "/json/list")
            pages = json.loads(connection.getresponse().read())
        return next((page["title"] for page in pages if page["type"] == "page"), None)

    def ask(self):
        deadline = time.monotonic() + (LIMIT if self.answers == 0 else PATIENCE)
        while (title := self.title()) != NAME:
            if time.monotonic() > deadline:
                raise Failure(f"the title is '{title}' (expected '{NAME}')")
            time.sleep(0.1)
        time.sleep(1.0)


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


class Kept:
    """What the bench keeps for its clients at this time: counted from outside, as fetching all of it takes memory too."""

    def __init__(self, bench, clients):
        asking = RestClient("events", bench.site, 0, 0)
        self.events = min(asking.call("GET", "time")["event"], EVENTS_KEPT)
        self.frames = sum(min(FRAMES_OF_READING * client.answers, FRAMES_KEPT)
                          for client in clients if isinstance(client, MbusClient))
        self.memory_kb = bench.memory_kb()

    def __str__(self):
        return f"{self.memory_kb} kB with {self.frames} frames and {self.events} events"

    def allowed_since(self, before):
        """In kB."""
        octets = (self.frames - before.frames) * FRAME_BYTES + (self.events - before.events) * EVENT_BYTES
        return SLACK_KB + octets // 1024


def start_clients(bench, chromium, folder, port, end, seed):
    clients = [MbusClient(f"M-Bus client {bus}", bench.ports[bus], end, seed) for bus in range(BUSES)]
    clients += [Watcher("watcher", bench.site, end, seed), Changer("changer", bench.site, end, seed),
                Page("page", chromium, folder, bench.site, end, seed), MqttClient("MQTT client", port, end, seed)]
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


def show(clients, figures):
    for client in clients:
        print(f"soak: {client.name}: {client.answers} answers, {client.late} of them late, the longest after "
              f"{client.longest:.2f} s")
    print(f"soak: {figures}", flush=True)


def soak(otbench, mosquitto, chromium, seconds, seed):
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
            clients = start_clients(bench, chromium, folder, port, end, seed)
            time.sleep(seconds / 3)
            warm = Kept(bench, clients)
            check_clients(clients, end)
            check_files(bench, files)
            last = Kept(bench, clients)
            show(clients, f"{seconds:g} s, memory {warm} after the warm-up, {last} in the end")
            grown, allowed = last.memory_kb - warm.memory_kb, last.allowed_since(warm)
            if grown > allowed:
                raise Failure(f"memory grew by {grown} kB (expected at most {allowed} kB)")
            bench.stop()
        finally:
            for process in (bench and bench.process, broker):
                if process:
                    process.kill()
                    process.wait()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main():
    otbench, mosquitto, chromium = sys.argv[1:4]
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 1800.0
    seed = sys.argv[5] if len(sys.argv) > 5 else "1"
    try:
        soak(otbench, mosquitto, chromium, seconds, seed)
    except Failure as failure:
        print(f"soak: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
