#!/usr/bin/python3
"""Builds the wheel of this package, with the standard library only: build_wheel.py [FOLDER].

It is also the build backend that pyproject.toml names, so that `pip install python/` works without a network.
"""

import base64
import hashlib
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same wheel


def field(name):
    return re.search(rf'^{name} = "(.*)"$', (HERE / "pyproject.toml").read_text(), re.M).group(1)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel to a folder and returns its name (PEP 517)."""
    version = field("version")
    info = f"otbench-{version}.dist-info"
    files = {f"otbench/{path.relative_to(HERE / 'otbench')}": path.read_bytes()
             for path in sorted((HERE / "otbench").rglob("*")) if path.suffix in (".py", ".typed")}
    files[f"{info}/METADATA"] = (f"Metadata-Version: 2.1\nName: otbench\nVersion: {version}\n"
                                 f"Summary: {field('description')}\nRequires-Python: {field('requires-python')}\n").encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: otbench\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = (HERE / "entry_points.txt").read_bytes()
    record = ""
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(content)}\n"
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    wheel = f"otbench-{version}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return wheel


def get_requires_for_build_wheel(config_settings=None):
    return []


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    print(folder / build_wheel(folder))
