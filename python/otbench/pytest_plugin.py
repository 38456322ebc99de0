"""Fixtures for tests on the bench, and its story in the report of a test that fails.

``bench`` is a `Bench`; the marker ``bench`` says which: ``@pytest.mark.bench("street.yaml", seed=7)`` or
``@pytest.mark.bench(text=…)``, with the parameters of `Bench`; without one it is a device with a heat meter. ``meter``
and ``bus`` are its only ones, and ``broker`` is the URL of a private mosquitto, which ``bench`` uses, too, where a test
asks for both. Each test has a bench, a process and ports of its own, so that tests run in parallel.
"""

from __future__ import annotations

import contextlib
import pathlib
import shutil
import socket
import subprocess
import time
from typing import Any, Iterator

import pytest

from otbench.bench import EXAMPLE, Bench, Bus, Meter


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option for the folder of traces."""
    parser.getgroup("otbench").addoption("--otbench-out", metavar="DIR", default=None,
                                         help="write the trace of each test's bench to a folder below DIR")


def pytest_configure(config: pytest.Config) -> None:
    """Declares the marker."""
    config.addinivalue_line("markers", "bench(file, **parameters): what the fixture 'bench' is built from")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def broker() -> Iterator[str]:
    """The URL of a mosquitto of the test's own."""
    program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
    port = _free_port()
    with subprocess.Popen([program, "-p", str(port)], stderr=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None:
                with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.002)
            yield f"mqtt://127.0.0.1:{port}"
        finally:
            process.terminate()


def _out_of(request: pytest.FixtureRequest) -> pathlib.Path:
    folder = request.config.getoption("--otbench-out")
    if folder is None:
        return request.getfixturevalue("tmp_path") / "trace"
    return pathlib.Path(folder, "".join(c if c.isalnum() or c in "-_." else "-" for c in request.node.nodeid))


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """The bench of the marker ``bench``, or a device with a heat meter."""
    marker = request.node.get_closest_marker("bench")
    parameters: dict[str, Any] = dict(marker.kwargs) if marker else {}
    arguments = list(marker.args) if marker else []
    if arguments:
        arguments[0] = str((request.path.parent / arguments[0]).resolve())
    elif "text" not in parameters:
        parameters["text"] = EXAMPLE
    parameters.setdefault("out", _out_of(request))
    if "broker" in request.fixturenames:
        parameters.setdefault("broker", request.getfixturevalue("broker"))
    with Bench(*arguments, **parameters) as built:
        request.node.otbench = built
        yield built


@pytest.fixture
def meter(bench: Bench) -> Meter:
    """The only meter of ``bench``."""
    return bench.meter()


@pytest.fixture
def bus(bench: Bench) -> Bus:
    """The only bus of ``bench``."""
    return bench.bus()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Adds the story of the bench, the folder of its trace and a link to its waves to the report of a test that fails."""
    outcome = yield
    report = outcome.get_result()
    built = getattr(item, "otbench", None)
    if report.failed and built is not None and report.when == "call":
        waves = pathlib.Path(built.out, "waves.vcd").resolve().as_uri()
        report.sections.append(("otbench", f"{built.story}trace: {built.out}\nwaves: {waves}\n"))
