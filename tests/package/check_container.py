#!/usr/bin/python3
"""Performs the steps of the Dockerfile in bare folders, as an engine would, and checks what comes of them:

    check_container.py [--build] [PACKAGES]

The second stage installs the package of the first stage, which runs only with --build, else that in the folder PACKAGES.
"""

import argparse
import pathlib
import sys
import tempfile

from container import Image, read_stages

TOP = pathlib.Path(__file__).resolve().parents[2]
MOST = 150_000_000  # bytes
COMMIT = "0123456789ab"  # what the first stage is told
SCENARIOS = "/usr/share/otbench/scenarios/library"
ANY_USER = "4711:4711"  # docker run --user: one whom the image does not know


def failed(text):
    print(f"check_container: {text}")
    sys.exit(1)


def build(steps, folder):
    """Runs the first stage, as a build of COMMIT."""
    Image(folder, steps, TOP, variables={"COMMIT": COMMIT})
    for package in folder.glob("otbench/build-package/packages/*.deb"):
        print(f"check_container: the first stage makes {package.name}, {package.stat().st_size / 1e6:.1f} MB")


def check_size(image):
    size = sum(written for _, written in image.layers)
    parts = ", ".join(f"{instruction} {written / 1e6:.1f}" for instruction, written in image.layers if written >= 50_000)
    print(f"check_container: the image has {size / 1e6:.0f} MB ({parts})")
    if size >= MOST:
        failed(f"the image has {size} bytes (expected less than {MOST})")


def check_runs(image, commit):
    """The image does what docs/user/install.md shows, for its own user and for any other."""
    for arguments, account, expected in (
            ((), None, "Usage: otbench"),
            (("--version",), None, f"commit:   {commit}"),
            (("run", f"{SCENARIOS}/cf_echo_2_read.yaml"), None, "passed: 12 of 12 steps"),
            (("run", f"{SCENARIOS}/cf_echo_2_read.yaml", "--broker", "internal"), None, "passed: 12 of 12 steps"),
            (("run", f"{SCENARIOS}/ping.yaml", "--out", "/tmp/results"), ANY_USER, "passed: 3 of 3 steps")):
        result = image.run(*arguments, account=account)
        if result.returncode != 0 or expected not in result.stdout:
            failed(f"otbench {' '.join(arguments)} ends with {result.returncode} (expected 0 and '{expected}'):\n{result.stdout}")
    print("check_container: the image runs the main scenario as its user, and another as any user")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", action="store_true")
    parser.add_argument("packages", nargs="?", type=pathlib.Path)
    arguments = parser.parse_args()
    stages = read_stages((TOP / "Dockerfile").read_text())
    with tempfile.TemporaryDirectory() as folder:
        roots = pathlib.Path(folder)
        roots.chmod(0o755)
        built = roots / "build"
        if arguments.build:
            build(stages["build"], built)
        else:
            there = built / "otbench/build-package/packages"
            there.parent.mkdir(parents=True)
            there.symlink_to(arguments.packages.resolve())
        image = Image(roots / "image", stages[""], TOP, {"build": built})
        check_size(image)
        check_runs(image, COMMIT if arguments.build else "")


if __name__ == "__main__":
    main()
