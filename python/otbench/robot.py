"""A remote library of Robot Framework over XML-RPC: a keyword for each method and for each kind of step.

Keywords are made of the description that the control interface gives of itself, and of the schema of scenarios.
``python3 -m otbench.robot [PORT]`` serves them at 127.0.0.1, port 8270 unless another is named; 0 is a free one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Callable, Dict, List, Optional
from xmlrpc.server import SimpleXMLRPCServer

from otbench.client import BenchError, Client, find_program

PORT = 8270


def keyword_of(name: str) -> str:
    """The name of a method or step as a keyword.

    >>> keyword_of("bench.load"), keyword_of("expect-frames")
    ('Bench Load', 'Expect Frames')
    """
    return name.replace(".", " ").replace("-", " ").replace("_", " ").title()


def steps_of_schema(schema: Dict[str, Any]) -> Dict[str, List[str]]:
    """The keys of each kind of step, its verb first, as the schema of scenarios has them."""
    steps = {}
    for name, definition in schema["$defs"].items():
        if not name.endswith("-step"):
            continue
        keys = list(definition["properties"])
        if keys and keys[0] == name[:-len("-step")]:
            steps[keys[0]] = keys
    return steps


class Library:
    """The keywords, each called with its arguments by position or by name."""

    def __init__(self, client: Client, schema: Dict[str, Any]):
        self.client = client
        self.keywords: Dict[str, Callable[..., Any]] = {}
        self.arguments: Dict[str, List[str]] = {}
        self.help: Dict[str, str] = {}
        for method in client.call("rpc.describe")["methods"]:
            names = [each["name"] for each in method["parameters"]]
            optional = [each["name"] if each["required"] else f"{each['name']}=" for each in method["parameters"]]
            help_text = f"{method['help']} Result: {method['result']}."
            self._add(method["name"], names, optional, help_text, self._caller(method["name"]))
        for verb, keys in steps_of_schema(schema).items():
            optional = [keys[0], *(f"{key}=" for key in keys[1:])]
            self._add(verb, keys, optional, f"Performs the step '{verb}' of scenarios.", self._performer)

    def _add(self, name: str, names: List[str], shown: List[str], help_text: str, call: Callable[..., Any]) -> None:
        keyword = keyword_of(name)
        if keyword in self.keywords:
            keyword += " Step"

        def by_name(arguments: List[Any], named: Dict[str, Any]) -> Any:
            if len(arguments) > len(names):
                raise BenchError(f"{keyword}: {len(arguments)} arguments (expected at most {len(names)})")
            given = dict(zip(names, arguments))
            given.update(named)
            return call(given)

        self.keywords[keyword] = by_name
        self.arguments[keyword] = shown
        self.help[keyword] = help_text

    def _caller(self, method: str) -> Callable[[Dict[str, Any]], Any]:
        return lambda given: self.client.call(method, **given)

    def _performer(self, step: Dict[str, Any]) -> Any:
        result = self.client.call("step", step=step)
        if not result["passed"]:
            raise AssertionError(result["story"])
        return result

    # What Robot Framework calls

    def get_keyword_names(self) -> List[str]:
        """All keywords."""
        return list(self.keywords)

    def get_keyword_arguments(self, name: str) -> List[str]:
        """The arguments of a keyword."""
        return self.arguments.get(name, [])

    def get_keyword_documentation(self, name: str) -> str:
        """What a keyword does."""
        return self.help.get(name, "The keywords of Otbench's control interface.")

    def run_keyword(self, name: str, arguments: List[Any], named: Optional[Dict[str, Any]] = None) -> Dict[str, Any]:
        """Runs a keyword: its status, what it returned or why it failed."""
        try:
            if name not in self.keywords:
                raise BenchError(f"unknown keyword '{name}'")
            result = self.keywords[name](arguments, named or {})
        except (BenchError, AssertionError) as error:
            return {"status": "FAIL", "error": str(error)}
        # XML-RPC has integers of 32 bits and no null, so that structures come as JSON.
        return {"status": "PASS", "return": json.dumps(result), "output": result.get("story", "")}


def make_server(client: Client, port: int) -> SimpleXMLRPCServer:
    """The server with all keywords, at a port of this machine."""
    schema = json.loads(subprocess.run([find_program(), "scenario", "schema"], check=True, capture_output=True).stdout)
    server = SimpleXMLRPCServer(("127.0.0.1", port), logRequests=False, allow_none=False)
    library = Library(client, schema)
    for function in (library.get_keyword_names, library.get_keyword_arguments, library.get_keyword_documentation,
                     library.run_keyword):
        server.register_function(function)
    return server


def main(arguments: List[str]) -> None:
    """Serves until it is interrupted."""
    with Client() as client, make_server(client, int(arguments[0]) if arguments else PORT) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main(sys.argv[1:])
