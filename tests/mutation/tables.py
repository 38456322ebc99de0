"""The tables that mutants are made of, one entry each."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Table:
    name: str
    files: tuple     # patterns of paths
    row: str         # regular expression of one row; what it matches is mutated
    programs: tuple  # the GoogleTest programs that cover the table
    texts: int = 1   # so many strings of a row have an effect; those behind them are prose
    tests: str = "*"  # which tests of the programs cover it; a regular expression for those apart
    first: str = ""  # those of them that hold its rows; the others run when these pass
    needs: tuple = ()  # what has to be built besides, because the tests run it
    apart: bool = False  # each test needs a process of its own, as SystemC does: CTest runs them


# {"word", Scope::value}
WORD_ROW = r'\{"[\w+-]+", (?:\w+::)*\w+\}'

TABLES = (
    Table("faults", ("meters/faults/faults.cpp",),
          r'^ +(?:\w*entry<[^>]*>\(|\{)"[\w-]+".*$|' + WORD_ROW, ("test_meters",), first="FaultTable.*"),
    Table("select-control", ("meters/faults/faults.cpp",), r'text == "53" \? 0x53 : 0x73', ("test_meters",),
          first="FaultTable.*"),
    Table("link-faults", ("meters/line/link_faults.cpp",),
          r'^ +(?:link_\w+<[^>]*>\(|\{)"[\w-]+".*$|' + WORD_ROW, ("test_meters",), first="LinkFaultTable.*"),
    Table("settings", ("meters/meter_settings.cpp",),
          r'^    \{"[\w-]+",|\bparse_\w+\(text(?:, \w+)?\)|\*seconds <= \d+', ("test_meters",),
          first="MeterSettings.*"),
    Table("vif", ("bus/record/vif.cpp",), r"^ +\{0x[0-9A-F]{2}, \d+, \{Q::.*$", ("test_bus",), first="CodeTables.*"),
    Table("vife", ("bus/record/vife.cpp",), r"^ +\{0x[0-9A-F]{2}, \{M::.*$", ("test_bus",), first="CodeTables.*"),
    Table("units", ("base/units.cpp",), r'^ +\{"[^"]*", \{Dimension::.*$', ("test_base",), first="Unit*"),
    Table("keys", ("runner/language/*.cpp", "runner/steps/**/*.cpp"),
          r'^ +\{"[\w-]+", types::\w+, (?:required|optional),\s+"[^"]*"', ("test_scenario_format",), texts=2,
          first="Keys.*"),
    Table("electrics", ("circuit/electrics/electrical_table.cpp",),
          r'\{Part::.*$|^ +"[^"]*", (?:changes|stays)\b|get_\w+<[^>]*>, set_\w+<[^>]*>',
          ("test_circuit", "test_scenario_format"), texts=3, first="ElectricalTable.*"),
    Table("study", ("circuit/study/study_parameters.cpp",),
          r'^    \{"[\w-]+", "[\w /]+", |limits_of\("\w+"\)|get\w*<[^>]*>, set\w*<[^>]*>', ("test_circuit",), texts=2,
          first="StudyParameters.*"),
    Table("commands", ("firmware_model/commands/commands.cpp",), r'^ +\{"(?:get|set|delete|trigger)/[^"]*", \w+',
          ("test_firmware_model",), tests="", first="Firmware/RecordedTrace", apart=True),
    Table("quirks", ("firmware_model/**/*.cpp",), r"\bfixed\(Quirk::\w+\)", ("test_e2e",), tests="*Quirk*:*Defect*",
          first="*Quirk*", needs=("otbench",)),
)
