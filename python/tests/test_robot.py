"""The remote library, as Robot Framework calls it: over XML-RPC."""

import json
import subprocess
import sys
import xmlrpc.client

import pytest

import otbench


@pytest.fixture(scope="module")
def library():
    with subprocess.Popen([sys.executable, "-m", "otbench.robot", "0"], stdout=subprocess.PIPE, text=True) as process:
        with xmlrpc.client.ServerProxy(process.stdout.readline().strip()) as proxy:
            yield proxy
        process.terminate()


def run(library, keyword, *arguments, **named):
    result = library.run_keyword(keyword, list(arguments), named)
    assert result["status"] == "PASS", result["error"]
    return json.loads(result["return"])


def test_has_a_keyword_for_each_method_and_step(library):
    names = library.get_keyword_names()
    assert {"Bench Load", "Run For", "Publish", "Expect Frames", "Power Cycle", "Meter", "Meter Get"} <= set(names)
    assert len(names) == len(set(names)) > 35
    assert library.get_keyword_arguments("Run For") == ["duration", "progress="]
    assert library.get_keyword_arguments("Meter Get") == ["meter"]
    assert library.get_keyword_arguments("Publish")[:2] == ["publish", "topic="]
    assert library.get_keyword_documentation("Run For").startswith("Lets time run.")


def test_keywords_work_by_position_and_by_name(library):
    assert run(library, "Bench Load", text=otbench.EXAMPLE)["name"] == "A device with a heat meter"
    run(library, "Publish", "trigger/ping", expect="ok:pong")
    run(library, "Meter", "heat", {"energy": "120 kWh"})
    assert run(library, "Meter Get", "heat")["values"]["energy"] == "120 kWh"
    before = run(library, "Time")["time_ns"]
    assert run(library, "Run For", "2s")["time_ns"] == before + 2_000_000_000


def test_failures_are_told(library):
    run(library, "Bench Load", text=otbench.EXAMPLE)
    for keyword, arguments, message in (("Publish", {"publish": "trigger/ping", "expect": "ok:pang"}, "FAIL  publish"),
                                        ("Meter Get", {"meter": "heta"}, "did you mean 'heat'?"),
                                        ("Nothing", {}, "unknown keyword 'Nothing'")):
        result = library.run_keyword(keyword, [], arguments)
        assert result["status"] == "FAIL"
        assert message in result["error"]
    result = library.run_keyword("Time", ["too", "many"])
    assert "2 arguments (expected at most 0)" in result["error"]
