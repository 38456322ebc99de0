#!/usr/bin/env python3
"""A serial-over-MQTT gateway, as a user's prototype might be: bytes in hex on gateway/send go out, what comes in goes to
gateway/received. usage: python_gateway.py DEVICE; the broker is in MQTT_HOST, MQTT_PORT, MQTT_USER and
MQTT_PASSWORD."""
import os
import sys

import paho.mqtt.client
import serial

SILENCE_S = 0.2  # ends what has been received

port = serial.Serial(sys.argv[1], 2400, timeout=SILENCE_S)  # a pty has no parity: the bench adds it
client = paho.mqtt.client.Client()
client.username_pw_set(os.environ["MQTT_USER"], os.environ["MQTT_PASSWORD"])


def subscribed(*_):
    client.publish("gateway/state", "online")


def connected(*_):
    client.subscribe("gateway/send")


def send(_client, _data, message):
    if message.payload == b"quit":
        os._exit(3)
    port.write(bytes.fromhex(message.payload.decode()))


client.on_connect = connected
client.on_subscribe = subscribed
client.on_message = send
client.connect(os.environ["MQTT_HOST"], int(os.environ["MQTT_PORT"]))
client.loop_start()
print("gateway at", sys.argv[1], flush=True)
received = bytearray()
while True:
    byte = port.read()
    received += byte
    if received and not byte:
        client.publish("gateway/received", received.hex())
        received.clear()
