"""Brokers of the tests' own."""

import contextlib
import shutil
import socket
import subprocess
import tempfile

MOSQUITTO = shutil.which("mosquitto") or "/usr/sbin/mosquitto"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def mosquitto(port, *configuration):
    """A mosquitto that takes connections at a port; `configuration`: lines of a file, instead of its defaults."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write("\n".join(configuration) + "\n")
        file.flush()
        where = ["-c", file.name] if configuration else ["-p", str(port)]
        with subprocess.Popen([MOSQUITTO, *where], stderr=subprocess.DEVNULL) as process:
            try:
                while process.poll() is None:
                    with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                        break
                yield process
            finally:
                process.terminate()
