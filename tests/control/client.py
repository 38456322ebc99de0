"""A client of the control interface, over standard input and output or a socket."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess

OTBENCH = os.environ["OTBENCH"]
SOURCE = pathlib.Path(os.environ["OTBENCH_SOURCE"])


class Refused(Exception):
    def __init__(self, error):
        super().__init__(error["message"])
        self.code = error["code"]
        self.data = error.get("data")


class Client:
    """Sends requests to a stream and reads answers from another one."""

    def __init__(self, requests, answers):
        self.requests, self.answers = requests, answers
        self.last_id = 0
        self.notifications = []

    def send_line(self, line):
        self.requests.write(line if isinstance(line, bytes) else line.encode())
        self.requests.write(b"\n")
        self.requests.flush()

    def read(self):
        line = self.answers.readline()
        if not line:
            raise EOFError("the program has ended")
        return json.loads(line)

    def answer(self):
        while True:
            message = self.read()
            if "id" in message:
                return message
            self.notifications.append(message)

    def call(self, method, **params):
        self.last_id += 1
        self.send_line(json.dumps({"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}))
        answer = self.answer()
        assert answer["id"] == self.last_id, answer
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]


@contextlib.contextmanager
def stdio_bench(*arguments):
    """`otbench run --control stdio` as a client."""
    with subprocess.Popen([OTBENCH, "run", "--control", "stdio", *arguments], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, cwd=SOURCE) as process:
        client = Client(process.stdin, process.stdout)
        client.process = process
        try:
            yield client
        finally:
            process.stdin.close()


@contextlib.contextmanager
def running(*arguments, **options):
    """A program that prints 'ready' on standard output; `lines` are those before."""
    with subprocess.Popen([OTBENCH, *arguments], stdout=subprocess.PIPE, text=True, cwd=SOURCE, **options) as process:
        try:
            process.lines = []
            for line in process.stdout:
                if line == "ready\n":
                    break
                process.lines.append(line.rstrip("\n"))
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=20)


@contextlib.contextmanager
def connected(address):
    """A client at "unix:PATH" or "tcp:HOST:PORT"."""
    kind, _, place = address.partition(":")
    if kind == "unix":
        stream = socket.socket(socket.AF_UNIX)
        stream.connect(place)
    else:
        host, _, port = place.rpartition(":")
        stream = socket.create_connection((host, int(port)))
    stream.settimeout(60)
    with stream, stream.makefile("rwb") as file:
        client = Client(file, file)
        client.socket = stream
        yield client
