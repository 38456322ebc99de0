"""JSON-RPC with the program ``otbench``, over its standard input and output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any, Dict, List, Optional, Sequence


class BenchError(Exception):
    """The bench refused a request.

    ``code`` is that of the control interface: 2 for invalid input, 3 when the environment failed; ``data`` has details,
    such as all mistakes in a file.
    """

    def __init__(self, message: str, code: int = 0, data: Any = None):
        super().__init__(message)
        self.code = code
        self.data = data


class ProgramNotFound(BenchError):
    """The program ``otbench`` is neither where ``OTBENCH`` says nor on the ``PATH``."""


def find_program() -> str:
    """The path of the program: the variable ``OTBENCH``, or ``otbench`` on the ``PATH``."""
    named = os.environ.get("OTBENCH", "")
    program = shutil.which(named or "otbench")
    if program is None:
        where = f"OTBENCH names '{named}', which cannot be run" if named else "otbench is not on the PATH"
        raise ProgramNotFound(f"{where} (expected the path of the program in OTBENCH)")
    return program


class Client:
    """A program with a bench, and the requests to it.

    >>> with Client() as client:
    ...     client.call("version")["protocol"]
    1
    """

    def __init__(self, arguments: Sequence[str] = (), program: Optional[str] = None):
        self.process = subprocess.Popen([program or find_program(), "run", "--control", "stdio", *arguments],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        #: Notifications that came so far, oldest first.
        self.notifications: List[Dict[str, Any]] = []
        self._last_id = 0

    def call(self, method: str, **parameters: Any) -> Any:
        """The result of a method; parameters that are None are left out. Raises `BenchError`."""
        self._last_id += 1
        given = {name: value for name, value in parameters.items() if value is not None}
        request = {"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": given}
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError) as error:
            raise BenchError("the bench has ended") from error
        return self._answer()

    def _answer(self) -> Any:
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise BenchError(f"the bench has ended with exit code {self.process.wait()}", 3)
            message = json.loads(line)
            if "id" not in message:
                self.notifications.append(message["params"])
            elif "error" in message:
                error = message["error"]
                raise BenchError(error["message"], error["code"], error.get("data"))
            else:
                return message["result"]

    def close(self) -> None:
        """Ends the program; its files are complete then."""
        if self.process.stdin.closed:
            return
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.stdout.close()
        self.process.wait()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()
