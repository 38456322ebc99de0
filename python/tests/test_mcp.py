"""The MCP server, in a dialogue as a client leads it."""

import json
import subprocess
import sys

import otbench


def dialogue(*messages):
    """The answers to messages, by their ids."""
    text = "".join((line if isinstance(line, str) else json.dumps({"jsonrpc": "2.0", **line})) + "\n"
                   for line in messages)
    result = subprocess.run([sys.executable, "-m", "otbench.mcp"], input=text, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    return {answer["id"]: answer for answer in answers}


def call(number, tool, **arguments):
    return {"id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def test_a_model_reads_a_meter():
    answers = dialogue(
        {"id": 1, "method": "initialize", "params": {"protocolVersion": "2024-11-05", "capabilities": {}}},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
        call(3, "bench_load", text=otbench.EXAMPLE),
        call(4, "step", step={"meter": "heat", "set": {"energy": "9800 kWh"}}),
        call(5, "meter_get", meter="heat"))
    assert answers[1]["result"]["protocolVersion"] == "2024-11-05"
    assert answers[1]["result"]["serverInfo"]["name"] == "otbench"
    tools = {tool["name"]: tool for tool in answers[2]["result"]["tools"]}
    assert tools["run_for"]["inputSchema"]["required"] == ["duration"]
    assert tools["run_for"]["inputSchema"]["properties"]["duration"]["type"] == "string"
    assert not answers[4]["result"]["isError"]
    values = json.loads(answers[5]["result"]["content"][0]["text"])["values"]
    assert values["energy"] == "9800 kWh"


def test_mistakes_are_told_and_survived():
    answers = dialogue(
        "no JSON",
        {"id": 1, "method": "tools/call", "params": {"name": "nothing"}},
        {"id": 2, "method": "nothing"},
        call(3, "time"),
        call(4, "run_for", duraton="1s"),
        {"id": 5, "method": "ping"})
    assert answers[None]["error"]["code"] == -32700
    assert answers[1]["error"]["code"] == -32602
    assert answers[2]["error"]["code"] == -32601
    assert answers[3]["result"]["isError"]
    assert "no bench is loaded" in answers[3]["result"]["content"][0]["text"]
    assert answers[4]["result"]["isError"]
    assert answers[5]["result"] == {}


def test_every_method_is_a_tool():
    with otbench.Client() as client:
        methods = client.call("rpc.describe")["methods"]
    tools = dialogue({"id": 1, "method": "tools/list"})[1]["result"]["tools"]
    assert [tool["name"] for tool in tools] == [method["name"].replace(".", "_") for method in methods]
    for tool in tools:
        assert tool["description"]
        assert tool["inputSchema"]["additionalProperties"] is False
