"""The bench, its devices, meters and buses."""

from __future__ import annotations

import os
import sys
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Union

from otbench.client import Cancelled, Client, Progress
from otbench.quantity import Reading, Value, value_of

#: A bench with a device, a bus and a heat meter.
EXAMPLE = """
name: A device with a heat meter
version: 2
broker: internal
devices:
  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}
bus:
  cable: {length: 20 m}
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
"""

Step = Union[Mapping[str, Any], str, Sequence[Mapping[str, Any]]]


class CheckFailed(AssertionError):
    """A check of a step failed; the message is its story."""

    def __init__(self, result: StepResult):
        super().__init__("\n" + result.story)
        self.result = result


class StepResult:
    """What a step did: ``passed``, its ``checks`` and ``notes``, and its ``story`` for people."""

    def __init__(self, answer: Dict[str, Any]):
        self.passed: bool = answer["passed"]
        self.steps: List[Dict[str, Any]] = answer["steps"]
        self.story: str = answer["story"]
        self.checks: List[Dict[str, Any]] = [check for step in self.steps for check in step["checks"]]
        self.notes: List[str] = [note for step in self.steps for note in step["notes"]]
        self.reading = Reading([line for step in self.steps for line in step["reading"]])

    def __repr__(self) -> str:
        return f"StepResult(passed={self.passed}, story={self.story!r})"


def _line_of_caller() -> int:
    """The line outside this package that called into it."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "otbench":
        frame = frame.f_back
    return frame.f_lineno


def _told_share(progress: Optional[Callable[[float], Any]]) -> Optional[Progress]:
    """Gives the share in notifications to ``progress``."""
    return None if progress is None else lambda told: progress(told["share"])


def _key(name: str) -> str:
    """A name of Python as scenarios write it."""
    return name.replace("_", "-")


class Bench:
    """A bench built from a scenario, whose steps come from Python.

    ``file`` or ``text`` describe it; steps in them are not performed. ``out`` is a folder for the trace. The other
    parameters are those of ``bench.load``.

    >>> with Bench(text=EXAMPLE) as bench:
    ...     bench.publish("trigger/ping", expect="ok:pong").passed
    ...     bench.run_for("10s")
    ...     bench.time
    True
    13.777
    """

    def __init__(self, file: Union[str, os.PathLike, None] = None, *, text: Optional[str] = None,
                 name: Optional[str] = None, out: Union[str, os.PathLike, None] = None, seed: Optional[int] = None,
                 broker: Optional[str] = None, pace: Optional[str] = None,
                 parameters: Optional[Mapping[str, Any]] = None, record: Optional[bool] = None,
                 subscribe: Optional[Sequence[str]] = None, allow_commands: bool = False,
                 program: Optional[str] = None):
        self.out = None if out is None else os.fspath(out)
        #: What the steps so far did, for people.
        self.story = ""
        self._line: Optional[int] = None
        self.client = Client(["--allow-commands"] if allow_commands else [], program)
        try:
            self.description = self.client.call(
                "bench.load", file=None if file is None else os.fspath(file), text=text, name=name, out=self.out,
                seed=seed, broker=broker, pace=pace, parameters=parameters, record=record,
                subscribe=None if subscribe is None else list(subscribe))
        except BaseException:
            self.client.close()
            raise

    # Its parts

    def device(self, name: Optional[str] = None) -> Device:
        """The device of this name, or the only one."""
        return Device(self, self._named("devices", name))

    def meter(self, name: Optional[str] = None) -> Meter:
        """The meter of this name, or the only one."""
        return Meter(self, self._named("meters", name))

    def bus(self, name: Optional[str] = None) -> Bus:
        """The bus of this name, or the only one."""
        return Bus(self, self._named("buses", name))

    @property
    def meters(self) -> List[Meter]:
        """All meters, by their names."""
        return [Meter(self, name) for name in self.description["meters"]]

    def add_meter(self, name: str, profile: str, address: int, *, bus: Union[Bus, str, None] = None,
                  **more: Any) -> Meter:
        """Connects a meter to a bus, or to the only one, while the bench runs.

        ``more`` are further keys of a meter in scenarios, such as ``values``. The meter has power from now on, and
        answers when it has started, within three seconds.

        >>> with Bench(text=EXAMPLE) as bench:
        ...     cold = bench.add_meter("cold", "itron-cf-echo-2", 7, values={"energy": "9810 kWh"})
        ...     bench.run_for("3s")
        ...     cold.read()["energy"]
        ...     _ = cold.remove()
        ...     bench.meters
        Quantity(9810, 'kWh')
        [<Meter heat>]
        """
        described = {"profile": profile, "address": address, **{_key(key): value for key, value in more.items()}}
        self.client.call("meter.add", name=name, bus=bus.name if isinstance(bus, Bus) else bus, **{"as": described})
        self._describe()
        return Meter(self, name)

    def add_bus(self, name: str, **keys: Any) -> Bus:
        """Adds a bus, described by the keys of a bus in scenarios, while the bench runs.

        >>> with Bench(text=EXAMPLE) as bench:
        ...     cellar = bench.add_bus("cellar", cable={"length": "50 m"})
        ...     _ = bench.add_meter("cold", "itron-cf-echo-2", 1, bus=cellar)
        ...     [bus for bus in bench.description["buses"]]
        ['bus', 'cellar']
        """
        self.client.call("bus.add", name=name, **{"as": {_key(key): value for key, value in keys.items()}})
        self._describe()
        return Bus(self, name)

    def _describe(self) -> None:
        self.description = self.client.call("bench.describe")

    def _named(self, what: str, name: Optional[str]) -> str:
        known = list(self.description[what])
        if name is None and len(known) == 1:
            return known[0]
        if name in known:
            return str(name)
        raise KeyError(f"unknown name {name!r} (expected one of {', '.join(known) or 'none'})")

    # Steps

    def at(self, line: int) -> Bench:
        """Gives the next step this line in the trace, instead of the caller's."""
        self._line = line
        return self

    def step(self, step: Step, check: bool = True,
             progress: Optional[Callable[[float], Any]] = None) -> StepResult:
        """Performs a step, written as in a scenario: an object, a list, or text in YAML.

        Raises `CheckFailed` when a check fails, unless ``check`` is False, `BenchError` for an invalid step, and
        `Cancelled` after `cancel`. ``progress`` as with `run_for`.

        >>> with Bench(text=EXAMPLE) as bench:
        ...     bench.step({"publish": "trigger/ping", "expect": "ok:pang"}, check=False).checks[0]["got"]
        'ok:pong'
        """
        __tracebackhide__ = True
        line, self._line = self._line or _line_of_caller(), None
        try:
            result = StepResult(self.client.call("step", _told_share(progress), step=step, line=line))
        except Cancelled as cancelled:
            self.story += cancelled.data["story"]
            raise
        self.story += result.story
        if check and not result.passed:
            raise CheckFailed(result)
        return result

    def publish(self, payload: str, expect: Any = None, **more: Any) -> StepResult:
        """Sends a command to the device and expects its answer; ``more`` are further keys of the step."""
        __tracebackhide__ = True
        expected = {} if expect is None else {"expect": expect}
        return self.step({"publish": payload, **{_key(name): value for name, value in more.items()}, **expected})

    def wait(self, what: Any, **more: Any) -> StepResult:
        """Lets time pass, or waits for a condition: ``"2s"``, ``{"until": "bus idle for 50ms"}``."""
        return self.step({"wait": what, **more})

    # Time

    @property
    def time(self) -> float:
        """Virtual time since the start in seconds."""
        return self.client.call("time")["time_ns"] / 1e9

    def run_for(self, duration: str, progress: Optional[Callable[[float], Any]] = None) -> None:
        """Lets time run, such as ``"2s"``, without a step in the trace.

        ``progress`` is called a few times a second with the share that is done, from 0 to 1. It may call `cancel`.
        """
        self.client.call("run.for", _told_share(progress), duration=duration)

    def run_until(self, time: str, progress: Optional[Callable[[float], Any]] = None) -> None:
        """Lets time run until a time since the start; ``progress`` as with `run_for`."""
        self.client.call("run.until", _told_share(progress), time=time)

    def cancel(self) -> None:
        """Ends a call of another thread that lets time run, which raises `Cancelled`."""
        self.client.cancel()

    # What happened

    def events(self, *kinds: str, since: int = 1) -> List[Dict[str, Any]]:
        """The events of these kinds, or of all, from the one with the id ``since`` on."""
        events: List[Dict[str, Any]] = []
        while True:
            piece = self.client.call("events.since", id=since, kinds=list(kinds))
            events += piece["events"]
            if piece["next"] == since or not piece["events"]:
                return events
            since = piece["next"]

    def journal(self, kind: Optional[str] = None, bus: Optional[str] = None) -> List[Dict[str, Any]]:
        """The frames that went over the buses."""
        return self.client.call("journal", kind=kind, bus=bus)["frames"]

    def verify(self, kind: str, *, count: Optional[int] = None, before: Optional[str] = None,
               address: Optional[int] = None, bus: Optional[str] = None) -> None:
        """Raises `AssertionError` unless so many frames of this kind went over the buses.

        >>> with Bench(text=EXAMPLE) as bench:
        ...     _ = bench.meter().read()
        ...     bench.verify("SND_NKE", count=1, before="REQ_UD2")
        """
        answer = self.client.call("journal.verify", kind=kind, count=count, before=before, address=address, bus=bus)
        assert answer["passed"], answer["message"]

    def reset(self) -> None:
        """Builds the bench anew."""
        self.description = self.client.call("reset")
        self.story = ""

    # Its end

    def close(self) -> None:
        """Ends the bench; the files of its trace are complete then."""
        self.client.close()

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class _Part:
    """A part of a bench, by its name."""

    def __init__(self, bench: Bench, name: str):
        self.bench = bench
        self.name = name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class Device(_Part):
    """A device under test."""

    @property
    def chip_id(self) -> str:
        """Twelve hex digits."""
        return self.bench.description["devices"][self.name]["chip_id"]

    @property
    def command_topic(self) -> str:
        """The topic of its commands."""
        return self.bench.description["devices"][self.name]["command_topic"]

    @property
    def status_topic(self) -> str:
        """The topic of its answers."""
        return self.bench.description["devices"][self.name]["status_topic"]

    def publish(self, payload: str, expect: Any = None, **more: Any) -> StepResult:
        """Sends it a command and expects its answer."""
        return self.bench.publish(payload, expect, device=self.name, **more)

    def power_cycle(self) -> StepResult:
        """Takes its power away and gives it back."""
        return self.bench.step({"power-cycle": self.name})


class Meter(_Part):
    """A virtual meter.

    >>> with Bench(text=EXAMPLE) as bench:
    ...     heat = bench.meter()
    ...     heat["energy"] = "1234 kWh"
    ...     heat["energy"], heat.address
    (Quantity(1234, 'kWh'), 1)
    """

    def _get(self) -> Dict[str, Any]:
        return self.bench.client.call("meter.get", meter=self.name)

    @property
    def address(self) -> int:
        """Its primary address now."""
        return self._get()["address"]

    @property
    def values(self) -> Dict[str, Value]:
        """All that it shows now, by name."""
        return {name: value_of(text) for name, text in self._get()["values"].items()}

    @property
    def settings(self) -> Dict[str, str]:
        """Its identification, delays and the like, by name."""
        return self._get()["settings"]

    @property
    def counters(self) -> Dict[str, int]:
        """How many frames of each kind it received and sent."""
        return self._get()["counters"]

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.bench.step({"meter": self.name, "set": {name: str(value)}})

    def set(self, **settings: Any) -> StepResult:
        """Sets values, faults and settings: ``set(energy="1 kWh", mute="yes")``; "_" stands for "-"."""
        return self.bench.step(
            {"meter": self.name, "set": {_key(name): str(value) for name, value in settings.items()}})

    def read(self, **more: Any) -> Reading:
        """Reads it by the bench's own master, on a bus that no device drives."""
        return self.bench.step({"read": self.name, **more}).reading

    def remove(self) -> Dict[str, Any]:
        """Disconnects it; what it was like at the end, as ``meter.get`` tells it."""
        last = self.bench.client.call("meter.remove", meter=self.name)
        self.bench._describe()
        return last


class Bus(_Part):
    """An M-Bus."""

    def _get(self) -> Dict[str, Any]:
        return self.bench.client.call("bus.get", bus=self.name)

    @property
    def line(self) -> Dict[str, Any]:
        """Voltages, currents and counters, as ``bus.get`` names them."""
        return self._get()

    @property
    def findings(self) -> List[str]:
        """What is wrong with the line, a sentence each."""
        return self._get()["findings"]

    def signal(self, name: str) -> Optional[float]:
        """A signal now: ``"bus voltage"`` in volts, ``"bus current"`` in amperes, ``"rx"`` as 0 or 1."""
        return self.bench.client.call("signal.get", signal=name, bus=self.name)["value"]

    def remove(self) -> None:
        """Removes it, when it has neither meters nor a device."""
        self.bench.client.call("bus.remove", bus=self.name)
        self.bench._describe()

    def expect_frames(self, frames: Sequence[str], **more: Any) -> StepResult:
        """Checks the frames that went over it: ``["SND_NKE to 1", "E5"]``."""
        return self.bench.step({"expect-frames": list(frames), **{_key(key): value for key, value in more.items()}})
