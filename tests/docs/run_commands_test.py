"""What run_commands.py accepts and refuses."""

import pathlib
import subprocess
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parent / "run_commands.py"


class RunCommands(unittest.TestCase):
    def run_page(self, text):
        """Runs a page with this text; returns the exit code and the message."""
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.md"
            page.write_text(text)
            result = subprocess.run(["/usr/bin/python3", str(RUNNER), str(page), folder], capture_output=True, text=True)
            return result.returncode, result.stderr

    def test_accepts_the_output_that_is_shown(self):
        self.assertEqual(self.run_page("```console\n$ printf 'one\\ntwo\\n'\none\ntwo\n```\n"), (0, ""))

    def test_refuses_other_output(self):
        code, message = self.run_page("```console\n$ echo one\ntwo\n```\n")
        self.assertEqual(code, 1)
        self.assertIn("page.md:2: `echo one` prints\none\n(expected)\ntwo", message)

    def test_refuses_output_that_goes_on(self):
        self.assertEqual(self.run_page("```console\n$ printf '1\\n2\\n'\n1\n```\n")[0], 1)

    def test_lets_an_ellipsis_stand_for_text_and_lines(self):
        self.assertEqual(self.run_page("```console\n$ seq 98 100\n…\n1…0\n```\n"), (0, ""))

    def test_refuses_an_unexpected_exit_code(self):
        self.assertIn("exits with 1 (expected 0)", self.run_page("```console\n$ false\n```\n")[1])

    def test_takes_the_exit_code_that_the_comment_names(self):
        self.assertEqual(self.run_page("```console\n$ (exit 3)   # exit code 3\n```\n"), (0, ""))
        self.assertIn("exits with 0 (expected 3)", self.run_page("```console\n$ true   # exit code 3\n```\n")[1])

    def test_waits_for_what_a_background_command_prints(self):
        self.assertEqual(self.run_page("```console\n$ (echo ready; read -t 60 <> <(:)) &\nready\n$ kill %1\n```\n"), (0, ""))

    def test_writes_the_file_that_a_block_names(self):
        self.assertEqual(self.run_page("```yaml a.yaml\nkey: 1\n```\n```console\n$ cat a.yaml\nkey: 1\n```\n"), (0, ""))

    def test_refuses_commands_that_nothing_would_run(self):
        self.assertIn("1: a block 'sh' of commands", self.run_page("```sh\nls\n```\n")[1])
        self.assertIn("1: a block '' of commands", self.run_page("```\n$ ls\n```\n")[1])
        self.assertIn("1: a command in an indented block", self.run_page("    otbench list\n")[1])

    def test_wants_a_reason_for_a_block_that_is_not_tested(self):
        self.assertIn("says why", self.run_page("```console not-tested\n$ false\n```\n")[1])
        self.assertEqual(self.run_page("```console not-tested\n# needs a meter\n$ false\n```\n"), (0, ""))

    def test_gives_a_page_free_ports_and_a_folder_of_its_own(self):
        page = "```console\n$ echo tcp:127.0.0.1:80 /tmp/x > o; cat o\ntcp:127.0.0.1:80 /tmp/x\n$ grep -c 127.0.0.1:80 o   # exit code 1\n```\n"
        self.assertEqual(self.run_page(page)[0], 1)  # the command itself has the port replaced, so grep finds its own
        self.assertEqual(self.run_page(page.replace("127.0.0.1:80 o ", "'0.1:80 ' o ")), (0, ""))


if __name__ == "__main__":
    unittest.main()
