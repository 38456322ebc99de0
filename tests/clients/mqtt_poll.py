#!/usr/bin/python3
"""Polls emulated meters into a real mosquitto, which is down at first, and looks at what a late subscriber finds there.

usage: mqtt_poll.py OTBENCH MOSQUITTO
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile

import paho.mqtt.subscribe

from device_query import Mosquitto
from influx_poll import free_port

TIME_LIMIT = 20  # seconds for retained messages to come


def retained(port, topics):
    messages = paho.mqtt.subscribe.simple(topics, qos=1, msg_count=len(topics), hostname="127.0.0.1", port=port)
    messages = messages if isinstance(messages, list) else [messages]
    assert all(message.retain for message in messages)
    return {message.topic: message.payload.decode() for message in messages}


def main():
    otbench, mosquitto = sys.argv[1:]
    signal.alarm(TIME_LIMIT * 4)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        meters = subprocess.Popen([otbench, "emulate", "itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            endpoint = meters.stdout.readline().strip().replace("tcp-listen:", "tcp:")
            check(otbench, mosquitto, folder, endpoint)
        finally:
            meters.send_signal(signal.SIGTERM)
            meters.wait()


def check(otbench, mosquitto, folder, endpoint):
    plan = folder / "plan.yaml"

    def poll(port, rounds):
        plan.write_text(f"every: 1s\nattempts: 1\nbuses: {{cellar: {{from: {endpoint}, meters: {{heat: 5, cold: 6}}}}}}\n"
                        f"sinks: {{mqtt: 'mqtt://127.0.0.1:{port}', mqtt-topic: house/otbench}}\n")
        return subprocess.run([otbench, "poll", plan, "--rounds", rounds], capture_output=True, text=True)

    down = free_port()
    refused = poll(down, "1")
    assert refused.returncode == 1, refused  # the cold meter is missing
    assert f"broker mqtt://127.0.0.1:{down}: connection refused" in refused.stderr, refused
    assert "the readings wait" in refused.stderr, refused

    broker = Mosquitto(mosquitto, folder)
    try:
        polled = poll(broker.port, "1")
        assert polled.stderr == "otbench poll: cellar/cold: no answer\n", polled
        sensors = [f"homeassistant/sensor/otbench_heat_14273160/{record}/config" for record in (1, 2, 5)]
        topics = ["house/otbench/status", "house/otbench/cellar/heat", "house/otbench/cellar/heat/availability",
                  "house/otbench/cellar/cold/availability", *sensors]
        found = retained(broker.port, topics)
        # The program has ended: whoever waits for readings is told.
        assert found["house/otbench/status"] == "offline", found
        assert found["house/otbench/cellar/heat/availability"] == "online", found
        assert found["house/otbench/cellar/cold/availability"] == "offline", found
        reading = json.loads(found["house/otbench/cellar/heat"])
        assert (reading["bus"], reading["meter"], reading["id"]) == ("cellar", "heat", "14273160"), reading
        check_sensors(reading, [json.loads(found[topic]) for topic in sensors])
    finally:
        broker.stop()


def check_sensors(reading, sensors):
    expected = [("energy", "Wh", "energy", "total_increasing", 9730000),
                ("volume", "m³", "volume", "total_increasing", 1638.0),
                ("flow temperature", "°C", "temperature", "measurement", 15.3)]
    for sensor, (name, unit, device_class, state_class, value) in zip(sensors, expected):
        assert (sensor["name"], sensor["unit_of_measurement"], sensor["device_class"], sensor["state_class"]) == (
            name, unit, device_class, state_class), sensor
        assert sensor["state_topic"] == "house/otbench/cellar/heat", sensor
        assert [a["topic"] for a in sensor["availability"]] == ["house/otbench/cellar/heat/availability",
                                                               "house/otbench/status"], sensor
        # The template is Jinja; the path in it leads to the value.
        index = int(sensor["value_template"].split("[")[1].split("]")[0])
        assert sensor["value_template"] == f"{{{{ value_json.records[{index}].value }}}}", sensor
        assert reading["records"][index]["value"] == value, reading["records"][index]
        assert sensor["device"]["model"] == "Itron CF Echo 2" and sensor["device"]["manufacturer"] == "ACW", sensor


if __name__ == "__main__":
    main()
