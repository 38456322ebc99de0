#!/usr/bin/python3
"""Runs the commands of a page of the documentation and compares what they print with what the page shows.

usage: run_commands.py PAGE.md PROGRAMS [--show]     PROGRAMS is the folder of the built programs; --show prints real output

CONTRIBUTING.md, "Commands in the documentation", describes what a page may contain.
"""

import fcntl
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
TIME_LIMIT = 60  # seconds a command may take; the slowest (a Monte Carlo study) takes a tenth of it
COMMAND_LANGUAGES = ("console", "sh", "bash", "shell")
LOOKS_LIKE_A_COMMAND = re.compile(r"^(\$ |otbench |\./bench |cd |build/bin/)")


class PageError(Exception):
    """The page breaks a rule, or a command did something else than the page says."""


class Block:
    """A fenced block: its info string ("console", "yaml energy.yaml") and its lines, numbered from 1."""

    def __init__(self, line, info):
        self.line, self.info, self.lines = line, info.split(), []

    @property
    def language(self):
        return self.info[0] if self.info else ""


def blocks_of(text):
    """All fenced blocks. Refuses commands in indented blocks, which nothing would run."""
    blocks, open_block = [], None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            if open_block:
                blocks.append(open_block)
                open_block = None
            else:
                open_block = Block(number, line[3:])
        elif open_block:
            open_block.lines.append(line)
        elif line.startswith("    ") and LOOKS_LIKE_A_COMMAND.match(line.strip()):
            raise PageError(f"{number}: a command in an indented block (expected a fenced block 'console')")
    return blocks


class Command:
    """A command, the output shown below it (none: not compared), and the exit code it must have."""

    def __init__(self, line, text):
        self.line, self.text, self.output = line, text, []

    @property
    def exit_code(self):
        said = re.search(r"# exit code (\d+)$", self.text)
        return int(said.group(1)) if said else 0

    @property
    def in_background(self):
        return re.search(r"&\s*(#.*)?$", self.text) is not None and not self.text.rstrip().endswith("&&")


def commands_of(block):
    commands, continued = [], False
    for number, line in enumerate(block.lines, block.line + 1):
        if commands and not commands[-1].output and line.startswith("> "):
            commands[-1].text += "\n" + line[2:]
        elif continued:
            commands[-1].text += "\n" + line
        elif line.startswith("$ "):
            commands.append(Command(number, line[2:]))
        elif line.startswith("#") and not commands:
            continue
        elif commands:
            commands[-1].output.append(line)
            continue
        else:
            raise PageError(f"{number}: output without a command above it (expected '$ ' and a command)")
        continued = commands[-1].text.endswith("\\")
    return commands


def pattern_of(lines):
    """A regular expression for the output shown: "…" is any text, alone on a line any number of lines."""
    parts = []
    for line in lines:
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(piece) for piece in line.rstrip().split("…")) + r"[ \t]*\n")
    return re.compile("".join(parts) + r"\s*\Z")


def wait_for_listener(port):
    end = time.monotonic() + TIME_LIMIT
    while time.monotonic() < end:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise PageError(f"nothing listens at port {port} after {TIME_LIMIT} s")


class Shell:
    """One bash for a page, in a temporary folder that looks like a checkout with the programs on the PATH."""

    def __init__(self, folder, programs):
        self.folder, self.ports = folder, {}
        for name in ("scenarios", "circuit", "docs", "python", "sdk", "share", "tests"):
            (folder / name).symlink_to(SOURCE / name)
        (folder / "build").mkdir()
        (folder / "build" / "bin").symlink_to(programs)
        bench = folder / "bench"
        bench.write_text('#!/bin/sh\nexec otbench "$@"\n')
        bench.chmod(0o755)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OTBENCH_")}
        environment.update(PATH=f"{programs}:{environment['PATH']}", HOME=str(folder), LC_ALL="C.UTF-8")
        low, self.commands = os.pipe()
        commands = fcntl.fcntl(low, fcntl.F_DUPFD, 100)  # pages may use the low ones themselves
        os.close(low)
        self.output, output = os.pipe()
        loop = f'while IFS= read -r -d "" command <&{commands}; do eval "$command"; printf "\\n\\001%d\\001\\n" "$?"; done'
        self.process = subprocess.Popen(["bash", "--norc", "-c", loop], cwd=folder, env=environment, start_new_session=True,
                                        stdin=subprocess.DEVNULL, stdout=output, stderr=output, pass_fds=[commands])
        os.close(commands)
        os.close(output)
        self.pending = ""

    def localised(self, text):
        """The command or file with this page's own folder instead of /tmp and free ports instead of those it names."""

        def free_port(match):
            if match.group(1) not in self.ports:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", 0))
                    self.ports[match.group(1)] = str(probe.getsockname()[1])
            return match.group(0).replace(match.group(1), self.ports[match.group(1)])

        return re.sub(r"(?:127\.0\.0\.1[:/]|mosquitto -p )([1-9]\d+)", free_port, text).replace("/tmp/", f"{self.folder}/")

    def delocalised(self, text):
        for shown, real in self.ports.items():
            text = text.replace(f"127.0.0.1:{real}", f"127.0.0.1:{shown}")
        return text.replace(f"{self.folder}/", "/tmp/")

    def read_until(self, done):
        """Reads output until `done(text)` returns something, and returns that."""
        end = time.monotonic() + TIME_LIMIT
        decoded = self.pending
        while (result := done(decoded)) is None:
            if not select.select([self.output], [], [], max(0, end - time.monotonic()))[0]:
                raise PageError(f"no end after {TIME_LIMIT} s; printed so far:\n{self.delocalised(decoded)}")
            piece = os.read(self.output, 65536)
            if not piece:
                raise PageError(f"the shell ended; printed so far:\n{self.delocalised(decoded)}")
            decoded += piece.decode("utf-8", "replace")
        return result

    def run(self, command):
        """Runs it; returns its exit code and output. A command in the background runs on once it printed what is shown."""
        text = self.localised(command.text)
        os.write(self.commands, text.encode() + b"\0")

        def ended(text):
            end = re.search("\n?\n\x01(\\d+)\x01\n", text)
            return None if end is None else (int(end.group(1)), text[: end.start()] + "\n", text[end.end():])

        code, output, self.pending = self.read_until(ended)
        if broker := re.match(r"mosquitto -p (\d+) .*&$", text):
            wait_for_listener(int(broker.group(1)))  # nobody types the next command before
        if command.in_background and command.output:
            expected = pattern_of(command.output)
            try:
                self.read_until(lambda text: True if expected.match(self.delocalised(output.lstrip("\n") + text)) else None)
            finally:
                self.pending = ""
            output = "\n".join(command.output) + "\n"
        return code, self.delocalised(output.lstrip("\n"))

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def check(command, code, output):
    if code != command.exit_code:
        raise PageError(f"{command.line}: `{command.text}` exits with {code} (expected {command.exit_code}):\n{output}")
    shown = list(command.output)
    while shown and not shown[-1].strip():
        shown.pop()
    if shown and not pattern_of(shown).match(output):
        raise PageError(f"{command.line}: `{command.text}` prints\n{output}(expected)\n" + "\n".join(shown))


def begins_with_a_command(text, blocks):
    first_section = next((n for n, line in enumerate(text.splitlines(), 1) if line.startswith("## ")), 1 << 30)
    return any(block.info == ["console"] and block.line < first_section for block in blocks)


def handle(block, shell, show):
    """Writes the file of a block that names one, or runs its commands. Returns how many commands ran."""
    if len(block.info) == 2 and block.info[1] != "not-tested":
        (shell.folder / block.info[1]).write_text(shell.localised("\n".join(block.lines) + "\n"))
        return 0
    if block.info == ["console", "not-tested"]:
        if not block.lines or not block.lines[0].startswith("# "):
            raise PageError(f"{block.line}: a block that is not tested begins with a comment that says why ('# needs …')")
        return 0
    if block.info != ["console"]:
        if block.language in COMMAND_LANGUAGES or any(line.startswith("$ ") for line in block.lines):
            raise PageError(f"{block.line}: a block '{' '.join(block.info)}' of commands (expected 'console')")
        return 0
    commands = commands_of(block)
    for command in commands:
        code, output = shell.run(command)
        if show:
            print(f"$ {command.text}\n{output}", end="")
        check(command, code, output)
    return len(commands)


def main():
    page, programs = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    text = page.read_text()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="otbench-docs-"))
    shell = Shell(folder, programs)
    try:
        blocks = blocks_of(text)
        if page.parent.name == "user" and not begins_with_a_command(text, blocks):
            raise PageError("1: no command that runs before the first section (expected a block 'console')")
        count = sum(handle(block, shell, "--show" in sys.argv) for block in blocks)
        print(f"{page.name}: {count} commands")
        return 0
    except PageError as error:
        print(f"{page.relative_to(SOURCE) if page.is_relative_to(SOURCE) else page.name}:{error}", file=sys.stderr)
        return 1
    finally:
        shell.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
