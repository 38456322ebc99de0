"""What a bench does from Python."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import otbench

PACKAGE = Path(__file__).resolve().parents[1]


def test_a_failed_check_is_an_assertion_with_its_story():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        with pytest.raises(AssertionError, match="FAIL  publish trigger/ping") as failure:
            bench.publish("trigger/ping", expect="ok:pang")
        assert failure.value.result.checks[0]["got"] == "ok:pong"
        assert "FAIL" in bench.story


def test_an_invalid_step_is_an_error_with_its_mistakes():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        with pytest.raises(otbench.BenchError, match="did you mean 'publish'") as error:
            bench.step({"publsh": "x"})
    assert error.value.code == 2
    assert error.value.data[0]["message"].startswith("unknown step 'publsh'")


def test_the_trace_names_the_line_of_the_caller(tmp_path):
    with otbench.Bench(text=otbench.EXAMPLE, out=tmp_path) as bench:
        bench.wait("1s")
        expected = sys._getframe().f_lineno - 1
        assert [event["line"] for event in bench.events("step")] == [expected]
        bench.at(7).wait("1s")
        assert bench.events("step")[-1]["line"] == 7
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert [line["line"] for line in lines if line["kind"] == "step"] == [expected, 7]


def test_reads_values_and_faults_of_a_meter():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        heat = bench.meter()
        heat.set(energy="9800 kWh", header_version="8")
        reading = heat.read()
        assert reading["energy"] == "9.8 MWh"
        assert reading["version"] == "8"
        assert heat.settings["header-version"] == "8"
        assert heat.counters["REQ_UD2"] == 1
        heat.set(mute="yes")
        with pytest.raises(otbench.CheckFailed):
            heat.read()


def test_journal_and_verification():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        bench.meter().read()
        assert [frame["kind"] for frame in bench.journal()] == ["SND_NKE", "ACK", "REQ_UD2", "RSP_UD"]
        bench.verify("SND_NKE", count=1, before="REQ_UD2")
        with pytest.raises(AssertionError, match=r"1 SND_NKE before the first REQ_UD2 \(expected 2\)"):
            bench.verify("SND_NKE", count=2, before="REQ_UD2")


def test_all_events_come_however_many():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        for _ in range(30):
            bench.meter().read()
        events = bench.events()
        assert [event["id"] for event in events] == list(range(1, len(events) + 1))
        assert len(events) > 1000 or len(events) == bench.client.call("time")["event"]


def test_names_of_parts():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        assert bench.device().chip_id == "5ccf7f0b583b"
        assert bench.device().status_topic == "/otb-iot/5ccf7f0b583b/status"
        assert bench.bus().findings == []
        with pytest.raises(KeyError, match="expected one of heat"):
            bench.meter("heta")


def test_reset():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        before = bench.meter()["energy"]
        bench.meter()["energy"] = "1 kWh"
        bench.reset()
        assert bench.meter()["energy"] == before


def test_finds_the_program(monkeypatch):
    monkeypatch.setenv("OTBENCH", "/nothing/here")
    with pytest.raises(otbench.ProgramNotFound, match="OTBENCH names '/nothing/here'"):
        otbench.Bench(text=otbench.EXAMPLE)


def test_a_bench_that_died_is_an_error():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        bench.client.process.kill()
        with pytest.raises(otbench.BenchError, match="the bench has ended"):
            bench.wait("1s")


def test_the_wheel_holds_the_package_and_the_plug_in(tmp_path):
    script = [sys.executable, str(PACKAGE / "build_wheel.py")]
    subprocess.run([*script, str(tmp_path / "a")], check=True)
    subprocess.run([*script, str(tmp_path / "b")], check=True)
    wheel, again = (next((tmp_path / folder).glob("*.whl")) for folder in "ab")
    assert wheel.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert {"otbench/__init__.py", "otbench/pytest_plugin.py", "otbench/py.typed"} <= names
        assert "otbench.pytest_plugin" in archive.read("otbench-0.2.0.dist-info/entry_points.txt").decode()
    program = "import otbench; print(otbench.__file__)"
    found = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {program}"],
                           check=True, capture_output=True, text=True).stdout
    assert str(wheel) in found


def test_meters_and_buses_come_and_go():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        cellar = bench.add_bus("cellar", cable={"length": "50 m"})
        cold = bench.add_meter("cold", "itron-cf-echo-2", 1, bus=cellar, unit_loads=2, values={"energy": "9810 kWh"})
        assert sorted(meter.name for meter in bench.meters) == ["cold", "heat"]
        bench.run_for("3s")
        assert cold.read()["energy"] == "9810 kWh"
        with pytest.raises(otbench.BenchError, match="bus 'cellar' has meters: cold") as error:
            cellar.remove()
        assert error.value.code == 2
        assert cold.remove()["counters"]["REQ_UD2"] == 1
        cellar.remove()
        assert bench.description["buses"] == ["bus"]
        with pytest.raises(otbench.BenchError, match="unknown meter 'cold'"):
            cold.remove()
        with pytest.raises(KeyError, match="unknown name 'cold'"):
            bench.meter("cold")
        with pytest.raises(otbench.BenchError, match="meter 'heat' exists already"):
            bench.add_meter("heat", "itron-cf-echo-2", 2)


def test_a_long_run_tells_its_progress_and_is_cancelled():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        shares = []

        def watch(share):
            shares.append(share)
            if len(shares) == 2:
                bench.cancel()

        with pytest.raises(otbench.Cancelled) as cancelled:
            bench.run_for("80000h", watch)
        assert 0 < shares[0] < shares[1] < 1
        assert bench.time == pytest.approx(cancelled.value.data["time_ns"] / 1e9)
        bench.run_for("1s", watch)
        assert len(shares) == 2


def test_cancelled_steps_tell_what_those_before_had_done():
    with otbench.Bench(text=otbench.EXAMPLE) as bench:
        steps = [{"publish": "trigger/ping", "expect": "ok:pong"}, {"wait": "80000h"}, {"note": "behind"}]
        with pytest.raises(otbench.Cancelled) as cancelled:
            bench.step(steps, progress=lambda share: bench.cancel())
        [done] = cancelled.value.data["steps"]
        assert (done["title"], done["checks"][0]["got"]) == ("publish trigger/ping", "ok:pong")
        assert bench.story == cancelled.value.data["story"]
        assert "trigger/ping" in bench.story
