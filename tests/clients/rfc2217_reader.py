"""Reads a meter with pyserial's client of RFC 2217 and prints its telegram in hex: rfc2217_reader.py HOST PORT ADDRESS"""

import sys

import serial


def short_frame(control, address):
    return bytes([0x10, control, address, (control + address) & 255, 0x16])


def main():
    host, port, address = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with serial.serial_for_url(f"rfc2217://{host}:{port}", baudrate=9600, parity=serial.PARITY_EVEN, timeout=3) as line:
        line.write(short_frame(0x40, address))
        if line.read(1) != b"\xe5":
            sys.exit("no acknowledgement")
        line.write(short_frame(0x7B, address))
        header = line.read(4)
        print((header + line.read(header[1] + 2)).hex())


if __name__ == "__main__":
    main()
