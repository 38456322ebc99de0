"""A test bench for M-Bus meters and otb-iot devices.

>>> import otbench
>>> with otbench.Bench(text=otbench.EXAMPLE) as bench:
...     heat = bench.meter("heat")
...     heat["energy"] = "9800 kWh"
...     reading = heat.read()
>>> reading["energy"]
Quantity(9800, 'kWh')
>>> reading["energy"].to("MWh")
9.8

The bench is the program ``otbench``, which is found by the variable ``OTBENCH`` or on the ``PATH``. Its time is virtual
and stands still between calls, so that a test gives the same trace at every run.
"""

from otbench.bench import EXAMPLE, Bench, Bus, CheckFailed, Device, Meter, StepResult
from otbench.client import BenchError, Cancelled, Client, ProgramNotFound, find_program
from otbench.quantity import Quantity, Reading

__all__ = ["EXAMPLE", "Bench", "BenchError", "Bus", "Cancelled", "CheckFailed", "Client", "Device", "Meter",
           "ProgramNotFound", "Quantity", "Reading", "StepResult", "find_program"]
__version__ = "0.2.0"
