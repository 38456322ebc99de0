"""Five scenarios of the library in Python: the same trace as the file's, byte for byte."""

import subprocess
from pathlib import Path

import pytest

import otbench

SOURCE = Path(__file__).resolve().parents[2]
LIBRARY = SOURCE / "scenarios/library"


def ping(bench):
    bench.at(10).publish("trigger/ping", expect={"status": "ok:pong", "within": "100ms"})
    bench.at(12).publish("trigger/ping", topic="/otb-iot/all", expect="ok:pong")
    bench.at(15).publish("trigger/ping", topic="/otb-iot/${chip_id}/trigger/ping", expect={"none-within": "2s"})


def set_up_serial_port(bench, line):
    for command in ("tx/15", "rx/13", "speed/2400", "enable"):
        bench.at(line).publish(f"set/config/serial/{command}", expect="ok")
        line += 2


def changed_energy(bench):
    set_up_serial_port(bench, 16)
    bench.at(25).publish("trigger/serial/send/105b015c16", expect="ok")
    bench.at(27).wait({"until": "bus idle for 200ms", "within": "5s"})
    parts = [{"prefix": "ok:68/4d/4d/68/"}, {"prefix": "ok:04/07/d2/04/00/00/"}, {"prefix": "ok:"},
             {"regex": "^ok:.*/16/xx$"}]
    bench.at(28).publish("trigger/serial/buffer/dump", expect=parts)
    reading = bench.at(30).step({"decode": "last dump", "expect": {"id": "14273160"}}).reading
    assert reading["energy"] == "12.34 MWh"
    assert reading["volume"] == "1638 m3"


def silence(bench):
    set_up_serial_port(bench, 16)
    bench.at(25).publish("trigger/serial/send/105b025d16", expect="ok")
    bench.at(27).wait("500ms")
    bench.at(28).publish("trigger/serial/buffer/dump", expect="ok:xx")
    bench.at(30).step({"expect-line": {"rx-low-count": 0, "rx-level": "high"}})
    assert bench.bus().line["rx_low_count"] == 0


def temperature(bench):
    sensor = "28-0011223344aa"
    topic = "/otb-iot/${chip_id}/temp/" + sensor
    bench.at(12).wait("2s")
    bench.at(13).publish("get/sensor/temp/ds18b20/num", expect="ok:1")
    bench.at(15).step({"expect-message": {"status": "21.50", "topic": topic, "within": "2min"}})
    bench.at(16).step({"sensor": sensor, "temperature": "35.25 C"})
    bench.at(18).step({"expect-message": {"status": "35.25", "topic": topic, "within": "2min"}})
    bench.at(19).step({"sensor": sensor, "temperature": "unplugged"})
    bench.at(21).wait("2min")
    bench.at(22).publish("get/sensor/temp/ds18b20/value/0", expect="ok:-128")


def read_without_device(bench):
    heat = bench.meter("heat")
    before = bench.at(14).step({"read": "heat", "save": {"before": "energy"}, "label": "first"}).reading["energy"]
    assert before == "9730 kWh"
    bench.at(18).bus().expect_frames(["SND_NKE to 1", "E5", "REQ_UD2 to 1", "RSP_UD from 1"], since="first")
    assert bench.at(20).step({"read": "2"}).reading["id"] == "14273161"
    bench.at(22)
    heat["energy"] = "9740 kWh"
    after = bench.at(24).step({"read": "heat", "save": {"after": "energy"}}).reading["energy"]
    bench.at(26).step({"check": "after - before == 10"})
    assert after.value - before.value == 10


@pytest.mark.parametrize("port", [ping, changed_energy, silence, temperature, read_without_device])
def test_same_trace_as_the_file(port, tmp_path, monkeypatch):
    monkeypatch.chdir(SOURCE)
    scenario = f"scenarios/library/{port.__name__}.yaml"
    with otbench.Bench(scenario, out=tmp_path / "python") as bench:
        port(bench)
    subprocess.run([otbench.find_program(), "run", scenario, "--out", tmp_path / "file"], check=True,
                   stdout=subprocess.DEVNULL)
    for name in ("events.jsonl", "waves.vcd", "bus.pcapng"):
        file = tmp_path / "file" / name
        if file.exists():
            assert (tmp_path / "python" / name).read_bytes() == file.read_bytes(), name
