#!/usr/bin/env python3
"""An emulated bus whose bytes take no time, over TCP: wall-clock seconds of a client that selects and reads each meter and
waits for answers alone, and of 'otbench scan --secondary' at the speed of a wire, without, and with less patience.

usage: unpaced_bus.py [METERS]          250, if not given

BIN names the folder of the program (build-bench/bin, which './bench benchmark' makes).
"""

import os
import pathlib
import re
import socket
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ.get("BIN", TOP / "build-bench" / "bin")).resolve() / "otbench"
FIRST_ID = 10000001
TELEGRAM = 83  # bytes of the meters' answer
SELECTED = 0xFD
REQUEST = bytes([0x10, 0x7B, SELECTED, (0x7B + SELECTED) & 0xFF, 0x16])


def long_frame(control, address, ci, data):
    body = bytes([control, address, ci]) + data
    return bytes([0x68, len(body), len(body), 0x68]) + body + bytes([sum(body) & 0xFF, 0x16])


def selection(number):
    return long_frame(0x53, SELECTED, 0x52, bytes.fromhex(f"{number:08d}")[::-1] + b"\xff\xff\xff\xff")


def ask(client, frame, octets):
    client.sendall(frame)
    while octets > 0:
        got = client.recv(octets)
        if not got:
            sys.exit("unpaced_bus: the connection ended")
        octets -= len(got)


def read_all(port, meters):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(FIRST_ID, FIRST_ID + meters):
            ask(client, selection(number), 1)
            ask(client, REQUEST, TELEGRAM)
    return f"{meters} meters, {2 * meters} frames"


def scan(port, *options):
    command = [PROGRAM, "scan", "--secondary", "--from", f"tcp:127.0.0.1:{port}", *options]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return done.stderr.splitlines()[-1]


def port_of(emulation):
    """Where the emulation listens, once it is ready."""
    port = 0
    for line in emulation.stdout:
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        port = int(found.group(1)) if found else port
        if line.strip() == "ready":
            return port
    sys.exit("unpaced_bus: otbench emulate did not become ready")


def main(words):
    meters = int(words[0]) if words else 250
    command = [PROGRAM, "emulate", f"itron-cf-echo-2,id={FIRST_ID},count={meters}", "--speed", "unlimited",
               "--on", "tcp-listen:127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as emulation:
        try:
            port = port_of(emulation)
            works = [("select and read", lambda: read_all(port, meters))]
            for options in ((), ("--speed", "unlimited"), ("--speed", "unlimited", "--allowance", "20")):
                works.append((" ".join(("otbench scan", *options)), lambda options=options: scan(port, *options)))
            for name, work in works:
                begin = time.perf_counter()
                found = work()
                print(f"{name:<46} {time.perf_counter() - begin:7.2f} s   {found}", flush=True)
        finally:
            emulation.terminate()


main(sys.argv[1:])
