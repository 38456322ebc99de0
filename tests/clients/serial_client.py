"""Speaks raw octets over a serial port, a pty or RFC 2217: serial_client.py PORT BAUD PARITY REQUEST...

A request is hex. For each, prints when which octets came, in seconds from the moment before the request was written, as a
JSON list. '+0.1:HEX' waits before the request; '~' in front of HEX closes and opens the port first.
"""

import json
import sys
import time

import serial


def open_port(name, baud, parity):
    port = serial.serial_for_url(name, do_not_open=True)
    port.baudrate = int(baud)
    port.parity = parity
    port.timeout = 1.0
    port.open()
    return port


def exchange(port, request):
    began = time.monotonic()
    port.write(request)
    came = []
    while True:
        octets = port.read(1)
        if not octets:
            return {"octets": bytes(o for o, _ in came).hex(), "times": [t for _, t in came]}
        came.append((octets[0], time.monotonic() - began))
        port.timeout = 0.3


def main():
    name, baud, parity, *requests = sys.argv[1:]
    port = open_port(name, baud, parity)
    results = []
    for request in requests:
        if request.startswith("+"):
            pause, request = request[1:].split(":")
            time.sleep(float(pause))
        if request.startswith("~"):
            port.close()
            port = open_port(name, baud, parity)
            request = request[1:]
        port.timeout = 1.0
        results.append(exchange(port, bytes.fromhex(request)))
    print(json.dumps(results))


main()
