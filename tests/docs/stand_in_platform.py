#!/usr/bin/python3
"""Stands in for a program that another platform makes of a firmware: bytes in hex on gateway/send go out of its serial port, what
comes in goes to gateway/received. A program without a broker asks the meter at address 1 to reset, once a second.

usage: stand_in_platform.py PORT [HOST TCP_PORT [USER PASSWORD]]
"""

import sys
import time

import paho.mqtt.client
import serial

SILENCE_S = 0.2  # ends what has been received
RESET = bytes.fromhex("1040014116")


def serve_broker(port, host, tcp_port, *login):
    client = paho.mqtt.client.Client()
    if login:
        client.username_pw_set(*login)
    client.on_connect = lambda *_: client.subscribe("gateway/send")
    client.on_subscribe = lambda *_: print("MQTT client connected", flush=True)
    client.on_message = lambda _client, _data, message: port.write(bytes.fromhex(message.payload.decode()))
    client.connect(host, int(tcp_port))
    client.loop_start()
    received = bytearray()
    while True:
        byte = port.read()
        received += byte
        if received and not byte:
            client.publish("gateway/received", received.hex())
            received.clear()


def main():
    port = serial.Serial(sys.argv[1], 2400, timeout=SILENCE_S)
    if len(sys.argv) > 2:
        serve_broker(port, *sys.argv[2:])
    while True:
        port.write(RESET)
        time.sleep(1)


main()
