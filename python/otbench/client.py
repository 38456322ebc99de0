"""JSON-RPC with the program ``otbench``, over its standard input and output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from typing import Any, Callable, Dict, List, Optional, Sequence

#: What is called with a notification of progress: ``token``, ``time_ns`` and ``share``.
Progress = Callable[[Dict[str, Any]], None]


#: The code of the control interface for calls that were cancelled.
CANCELLED = 5


class BenchError(Exception):
    """The bench refused a request.

    ``code`` is that of the control interface: 2 for invalid input, 3 when the environment failed; ``data`` has details,
    such as all mistakes in a file.
    """

    def __init__(self, message: str, code: int = 0, data: Any = None):
        super().__init__(message)
        self.code = code
        self.data = data


class Cancelled(BenchError):
    """The call was cancelled by ``run.cancel``.

    ``data`` has the time at which it ended; of steps also the results of those that had finished, as ``steps``.
    """


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
        self._writing = threading.Lock()

    def call(self, method: str, on_progress: Optional[Progress] = None, **parameters: Any) -> Any:
        """The result of a method; parameters that are None are left out. Raises `BenchError`.

        ``on_progress`` is for methods that let time run, and called a few times a second.
        """
        self._last_id += 1
        if on_progress is not None:
            parameters["progress"] = self._last_id
        self._send(method, parameters, id=self._last_id)
        return self._answer(on_progress)

    def cancel(self) -> None:
        """Ends the call that lets time run now, which raises `Cancelled`; for other threads, and for ``on_progress``."""
        self._send("run.cancel", {})

    def _send(self, method: str, parameters: Dict[str, Any], **more: int) -> None:
        given = {name: value for name, value in parameters.items() if value is not None}
        request = {"jsonrpc": "2.0", **more, "method": method, "params": given}
        try:
            with self._writing:
                self.process.stdin.write(json.dumps(request).encode() + b"\n")
                self.process.stdin.flush()
        except (BrokenPipeError, ValueError) as error:
            raise BenchError("the bench has ended") from error

    def _answer(self, on_progress: Optional[Progress]) -> Any:
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise BenchError(f"the bench has ended with exit code {self.process.wait()}", 3)
            message = json.loads(line)
            if message.get("method") == "progress" and on_progress is not None:
                on_progress(message["params"])
            elif "id" not in message:
                self.notifications.append(message["params"])
            elif "error" in message:
                error = message["error"]
                kind = Cancelled if error["code"] == CANCELLED else BenchError
                raise kind(error["message"], error["code"], error.get("data"))
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
