"""The kept scorecards of docs/user/scorecards: what their pages say is what their data has, over all the cases that there are:
scorecards_test.py OTBENCH"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import unittest

OTBENCH = sys.argv.pop(1)
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs/user/scorecards"
VERDICTS = ("pass", "fail", "informational", "not applicable")


def cards():
    """Each kept scorecard with a page: its path without an extension, and its data."""
    return [(path.with_suffix(""), json.loads(path.with_suffix(".json").read_text())) for path in sorted(FOLDER.glob("*.md"))]


def names(card, *verdicts):
    return [case["name"] for case in card["cases"] if case["verdict"] in verdicts]


class KeptScorecards(unittest.TestCase):
    def for_each(self, hold):
        self.assertGreaterEqual(len(cards()), 1)
        for path, card in cards():
            with self.subTest(card=path.name):
                hold(path, card, path.with_suffix(".md").read_text())

    def test_are_of_all_cases(self):
        listed = subprocess.run([OTBENCH, "check-client", "--list"], check=True, capture_output=True, text=True)
        expected = [line.split()[0] for line in listed.stdout.splitlines()]
        self.for_each(lambda path, card, page: self.assertEqual(names(card, *VERDICTS), expected))

    def test_have_their_totals_and_date_on_their_pages(self):
        def hold(path, card, page):
            count = collections.Counter(case["verdict"] for case in card["cases"])
            self.assertIn("{}, Otbench {}: {} cases passed, {} failed, {} informational, {} not applicable".format(
                card["date"], card["otbench"], *(count[verdict] for verdict in VERDICTS)), page)
        self.for_each(hold)

    def test_explain_each_case_that_is_not_passed(self):
        def hold(path, card, page):
            rows = re.findall(r"^\| `([^`]+)` \| (fail|informational) \| .+ \|$", page, re.M)
            self.assertEqual(rows, [(case["name"], case["verdict"]) for case in card["cases"]
                                    if case["verdict"] in ("fail", "informational")])
            left_out = re.search(r"^Not applicable.*$", page, re.M)[0]
            self.assertEqual(re.findall(r"`([^`]+)`", left_out), names(card, "not applicable"))
        self.for_each(hold)

    def test_are_the_same_as_html_and_as_a_badge(self):
        def hold(path, card, page):
            html = path.with_suffix(".html").read_text()
            shown = re.findall(r'<span class="verdict [a-z-]+">([a-z ]+)</span><code>([^<]+)</code>', html)
            self.assertEqual(shown, [(case["verdict"], case["name"]) for case in card["cases"]])
            applicable = len(names(card, "pass", "fail", "informational"))
            passed = applicable - len(names(card, "fail"))
            self.assertIn(f">{passed}/{applicable}<", path.with_suffix(".svg").read_text())
        self.for_each(hold)


if __name__ == "__main__":
    unittest.main()
