"""A server of the Model Context Protocol over standard input and output: every method is a tool.

Tools are made of the description that the control interface gives of itself. Messages are JSON-RPC, one a line.
"""

from __future__ import annotations

import json
import sys
from typing import IO, Any, Dict, List, Optional

import otbench
from otbench.client import BenchError, Client

PROTOCOL = "2024-11-05"
#: The JSON Schema of each type of parameters.
SCHEMAS: Dict[str, Dict[str, Any]] = {
    "text": {"type": "string"}, "boolean": {"type": "boolean"}, "integer": {"type": "integer", "minimum": 0},
    "object": {"type": "object"}, "list of texts": {"type": "array", "items": {"type": "string"}},
    "duration": {"type": "string", "pattern": r"^\d+(\.\d+)?(ns|us|ms|s|min|h|d)$"},
    "text or integer": {"type": ["string", "integer"]},
    "description": {"type": ["object", "string"]}, "step": {"type": ["object", "string", "array"]},
}


def tool_of(method: Dict[str, Any]) -> Dict[str, Any]:
    """A method of the description as a tool.

    >>> tool_of({"name": "run.for", "help": "Lets time run.", "result": "`time_ns`", "parameters": [
    ...     {"name": "duration", "type": "duration", "required": True, "help": "How long."}]})["name"]
    'run_for'
    """
    parameters = method["parameters"]
    properties = {each["name"]: {**SCHEMAS[each["type"]], "description": each["help"]} for each in parameters}
    return {"name": method["name"].replace(".", "_"),
            "description": f"{method['help']} Result: {method['result']}.",
            "inputSchema": {"type": "object", "properties": properties, "additionalProperties": False,
                            "required": [each["name"] for each in parameters if each["required"]]}}


class Server:
    """Answers the messages of one client."""

    def __init__(self, client: Client):
        self.client = client
        methods: List[Dict[str, Any]] = client.call("rpc.describe")["methods"]
        self.methods = {method["name"].replace(".", "_"): method["name"] for method in methods}
        self.tools = [tool_of(method) for method in methods]

    def answer(self, line: str) -> Optional[Dict[str, Any]]:
        """The answer to a line; None for a notification."""
        try:
            message = json.loads(line)
        except ValueError:
            return failure(None, -32700, "the line is not JSON")
        if not isinstance(message, dict) or not isinstance(message.get("method"), str):
            return failure(None, -32600, "the line is not a request")
        if "id" not in message:
            return None
        parameters = message.get("params") or {}
        handler = {"initialize": self._initialize, "ping": lambda _: {}, "tools/list": lambda _: {"tools": self.tools},
                   "tools/call": self._call}.get(message["method"])
        if handler is None:
            return failure(message["id"], -32601, f"unknown method '{message['method']}'")
        if message["method"] == "tools/call" and parameters.get("name") not in self.methods:
            return failure(message["id"], -32602, f"unknown tool '{parameters.get('name')}'")
        return {"jsonrpc": "2.0", "id": message["id"], "result": handler(parameters)}

    def _initialize(self, parameters: Dict[str, Any]) -> Dict[str, Any]:
        return {"protocolVersion": parameters.get("protocolVersion", PROTOCOL), "capabilities": {"tools": {}},
                "serverInfo": {"name": "otbench", "version": otbench.__version__},
                "instructions": "Call bench_load first. Time is virtual and stands still between calls."}

    def _call(self, parameters: Dict[str, Any]) -> Dict[str, Any]:
        try:
            result = self.client.call(self.methods[parameters["name"]], **(parameters.get("arguments") or {}))
        except BenchError as error:
            return {"isError": True, "content": [{"type": "text", "text": str(error)}]}
        return {"isError": False, "content": [{"type": "text", "text": json.dumps(result)}]}


def failure(request: Any, code: int, message: str) -> Dict[str, Any]:
    """An error as an answer."""
    return {"jsonrpc": "2.0", "id": request, "error": {"code": code, "message": message}}


def serve(requests: IO[str], answers: IO[str]) -> None:
    """Serves until the input ends."""
    with Client() as client:
        server = Server(client)
        for line in requests:
            if line.strip() and (answer := server.answer(line)) is not None:
                answers.write(json.dumps(answer) + "\n")
                answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
