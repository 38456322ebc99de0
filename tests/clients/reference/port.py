"""Bytes to and from a line: a TCP connection or a serial port."""

import os
import select
import socket
import termios
import time

SPEEDS = {speed: getattr(termios, f"B{speed}") for speed in (300, 600, 1200, 2400, 4800, 9600, 19200, 38400)}


class Port:
    """`where` is HOST:PORT or the path of a serial port."""

    def __init__(self, where, baud):
        self.socket = None
        if where.startswith("/"):
            self.handle = os.open(where, os.O_RDWR | os.O_NOCTTY)
            self._set_up(baud)
        else:
            host, port = where.rsplit(":", 1)
            self.socket = socket.create_connection((host, int(port)), timeout=5)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.handle = self.socket.fileno()

    def _set_up(self, baud):
        settings = termios.tcgetattr(self.handle)
        settings[0] = settings[1] = settings[3] = 0
        settings[2] = termios.CS8 | termios.CREAD | termios.CLOCAL | termios.PARENB
        settings[4] = settings[5] = SPEEDS[baud]
        termios.tcsetattr(self.handle, termios.TCSANOW, settings)

    def write(self, data):
        os.write(self.handle, data)

    def read(self, seconds):
        """What has arrived, at most after `seconds`; empty when nothing has. Raises ConnectionError at the end."""
        ready, _, _ = select.select([self.handle], [], [], max(seconds, 0))
        if not ready:
            return b""
        data = os.read(self.handle, 4096)
        if not data:
            raise ConnectionError("the connection was closed")
        return data

    def drain(self, silence):
        """Reads until nothing comes for `silence` seconds, at most 3 s."""
        end = time.monotonic() + 3
        data = b""
        while time.monotonic() < end:
            more = self.read(silence)
            if not more:
                break
            data += more
        return data

    def close(self):
        if self.socket:
            self.socket.close()
        else:
            os.close(self.handle)
