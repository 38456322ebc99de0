"""The pytest plug-in, on tests that it runs."""

import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

PLUGIN = ("-p", "otbench.pytest_plugin", "-p", "no:cacheprovider")


@pytest.fixture(autouse=True)
def package(monkeypatch):
    """The package of this checkout, for the pytest that a test starts."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[1]))


def test_fixtures(pytester):
    pytester.makepyfile('''
        def test_meter(meter):
            meter["energy"] = "120 kWh"
            assert meter.read()["energy"] == "120 kWh"

        def test_bus(bus, bench):
            assert bus.findings == []
            assert bench.bus().name == bus.name

        def test_broker(bench, broker):
            assert bench.description["broker"] == broker
            bench.publish("trigger/ping", expect="ok:pong")
    ''')
    pytester.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=3)


@pytest.mark.parametrize("arguments", [PLUGIN, PLUGIN[2:]])
def test_an_installed_package_is_loaded_once(pytester, monkeypatch, arguments):
    package = Path(__file__).resolve().parents[1]
    subprocess.run([sys.executable, package / "build_wheel.py", pytester.path], check=True, stdout=subprocess.DEVNULL)
    [wheel] = pytester.path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(pytester.path / "installed")
    monkeypatch.setenv("PYTHONPATH", str(pytester.path / "installed"))
    pytester.makepyfile("def test_ping(bench): bench.publish('trigger/ping', expect='ok:pong')")
    pytester.runpytest_subprocess(*arguments).assert_outcomes(passed=1)


def test_the_marker_chooses_the_bench(pytester):
    pytester.makefile(".yaml", street="""
        name: A street
        version: 2
        broker: internal
        bus: {meters: {water: {profile: itron-cf-echo-2, address: 7}}}
    """)
    pytester.makepyfile('''
        import pytest

        @pytest.mark.bench("street.yaml", seed=7)
        def test_street(bench, meter):
            assert bench.description["seed"] == 7
            assert (meter.name, meter.address) == ("water", 7)

        @pytest.mark.bench(text="{name: x, version: 2, broker: internal, bus: {meters: {a: {profile: kamstrup-382, address: 1}}}}")
        def test_text(bench):
            assert bench.description["name"] == "x"
    ''')
    pytester.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=2)


def test_a_failure_shows_the_story_and_the_trace(pytester):
    pytester.makepyfile('''
        def test_fails(bench):
            bench.publish("trigger/ping", expect="ok:pong")
            bench.publish("trigger/ping", expect="ok:pang")
    ''')
    result = pytester.runpytest_subprocess(*PLUGIN, "--otbench-out", "traces")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*- otbench -*", "*pass  publish trigger/ping*", "*FAIL  publish trigger/ping*",
                                 "trace: traces/test_a_failure_shows_the_story_and_the_trace.py--test_fails"])
    [link] = [line.partition(": ")[2] for line in result.outlines if line.startswith("waves: ")]
    assert link.startswith("file:///") and link.endswith("/waves.vcd")
    assert Path(unquote(urlparse(link).path)).stat().st_size > 0
    traces = pytester.path / "traces"
    assert [entry.name for entry in traces.iterdir()] == [
        "test_a_failure_shows_the_story_and_the_trace.py--test_fails"]
    assert (next(traces.iterdir()) / "events.jsonl").stat().st_size > 0


def test_runs_in_parallel(pytester):
    pytester.makepyfile('''
        import pytest

        @pytest.mark.parametrize("energy", range(20))
        def test_read(meter, energy):
            meter["energy"] = f"{energy}0 kWh"
            assert meter.read()["energy"] == f"{energy}0 kWh"
    ''')
    pytester.runpytest_subprocess(*PLUGIN, "-p", "xdist", "-n", "2").assert_outcomes(passed=20)
