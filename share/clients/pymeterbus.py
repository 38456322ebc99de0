"""Drives pyMeterBus for otbench check-client: pymeterbus.py PORT BAUD ADDRESS; ADDRESS is a primary one, or 16 digits.

Prints the telegram as JSON; ends with 1 when there is none."""

import sys

import meterbus
import serial

SELECTED = 253


def main():
    port, baud, address = sys.argv[1:]
    with serial.Serial(port, int(baud), 8, "E", 1, timeout=1) as line:
        is_primary = len(address) <= 3
        target = int(address) if is_primary else SELECTED
        if is_primary:
            meterbus.send_ping_frame(line, target)
        else:
            meterbus.send_select_frame(line, address)
        meterbus.load(meterbus.recv_frame(line, 1))
        meterbus.send_request_frame(line, target)
        print(meterbus.load(meterbus.recv_frame(line, meterbus.FRAME_DATA_LENGTH)).to_JSON())


if __name__ == "__main__":
    main()
