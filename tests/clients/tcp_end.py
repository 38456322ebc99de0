"""Sends a request over TCP and prints what came and how the connection ended: tcp_end.py PORT HEX. A connection that is
still there after a second, although a second request has no answer, is open."""

import socket
import sys


def main():
    port, request = int(sys.argv[1]), bytes.fromhex(sys.argv[2])
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(1.0)
    connection.sendall(request)
    came, asked_again = b"", False
    while True:
        try:
            octets = connection.recv(256)
        except ConnectionResetError:
            return came, "reset"
        except socket.timeout:
            if asked_again:
                return came, "open"
            connection.sendall(request)
            asked_again = True
            continue
        if not octets:
            return came, "closed"
        came += octets


octets, end = main()
print(octets.hex(), end)
