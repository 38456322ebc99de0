"""What every page of the documentation keeps to."""

import pathlib
import re
import unittest

from links import broken

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGES = [*SOURCE.glob("*.md"), *SOURCE.glob("docs/*/*.md")]
USER_PAGES = [SOURCE / "README.md", *SOURCE.glob("docs/user/*.md")]


def prose(page):
    """A page without blocks, code and link targets."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.M | re.S)
    return re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)


# How each language reads a variable of the environment; and how the bench sets those of a firmware.
READS = (r'getenv\("(\w+)"\)', r'environ(?:\.get\(|\[)"(\w+)"', r"process\.env\.(\w+)", r"\$\{(OTBENCH_\w+):?-",
         r"\$(?:ENV)?\{?(OTBENCH_COMMIT)", r"DEFINED ENV\{(\w+)\}", r'\{"(OTBENCH_\w+)", ')
# Of programs that measure or test Otbench itself.
OWN = {"BIN", "CHROMIUM"}


def variables():
    """All variables that programs, scripts and the build read."""
    found = set()
    for folder in ("app", "base", "benchmarks", "bus", "check", "circuit", "cmake", "docs", "firmware_model", "meters",
                   "python/otbench", "runner", "sdk", "share", "sim", "web/client"):
        for file in (SOURCE / folder).rglob("*"):
            if file.is_file() and file.suffix in ("", ".c", ".cmake", ".cpp", ".js", ".py", ".sh", ".txt"):
                for pattern in READS:
                    found.update(re.findall(pattern, file.read_text()))
    for file in ("bench", "CMakeLists.txt", "Dockerfile", "tests/CMakeLists.txt"):
        for pattern in READS:
            found.update(re.findall(pattern, (SOURCE / file).read_text()))
    return found - OWN


class Pages(unittest.TestCase):
    def test_links_lead_to_files_and_headings(self):
        for page in PAGES:
            with self.subTest(page=page.name):
                self.assertEqual(list(broken(page)), [])

    def test_are_all_in_the_navigation_of_the_site(self):
        listed = set(re.findall(r": (\S+\.md)$", (SOURCE / "docs/site/mkdocs.yml").read_text(), re.M))
        self.assertEqual({str(page.relative_to(SOURCE)) for page in PAGES} - listed, set())

    def test_name_one_version_as_all_packages_do(self):
        version = re.search(r"project\(otbench VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text())[1]
        series = version.rpartition(".")[0]
        places = {"python/pyproject.toml": r'^version = "(.*)"$', "python/otbench/__init__.py": r'^__version__ = "(.*)"$',
                  "web/client/package.json": r'"version": "(.*)"', "docs/user/install.md": r"otbench_(.*)_amd64\.deb",
                  "CHANGELOG.md": r"^## \[(\d.*)\] - "}
        for file, pattern in places.items():
            self.assertEqual(re.search(pattern, (SOURCE / file).read_text(), re.M)[1], version, file)
        for file in ("docs/user/install.md", "docs/user/decoding.md", "tests/consumer/CMakeLists.txt"):
            self.assertEqual(re.search(r"find_package\(otbench (\S+)", (SOURCE / file).read_text())[1], series, file)

    def test_run_only_programs_that_their_first_command_builds(self):
        built = set(re.search(r"^        build default (otbench .*?)(?: #.*)?\n        exec \"\$otbench\"", (SOURCE / "bench").read_text(), re.M)[1].split())
        for page in USER_PAGES:
            for command in re.findall(r"^\$ (\./bench (?!build|test).*)$", page.read_text(), re.M):
                with self.subTest(page=page.name, command=command):
                    self.assertLessEqual(set(re.findall(r"build/bin/(\w+)", command)), built)

    def test_lists_every_variable_that_the_programs_read(self):
        listed = set(re.findall(r"^\| `(\w+)` \|", (SOURCE / "docs/user/environment.md").read_text(), re.M))
        self.assertEqual(listed, variables())

    def test_speak_of_bytes_to_users(self):
        for page in USER_PAGES:
            with self.subTest(page=page.name):
                self.assertNotRegex(prose(page), r"(?i)\boctet")


if __name__ == "__main__":
    unittest.main()
