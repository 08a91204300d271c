"""`modulab repl`, typed into through a terminal, and fed through a pipe."""

import itertools
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import termios
import time
import unittest

import pexpect
from support import main

ROOT = pathlib.Path(__file__).resolve().parents[2]
DENO = os.environ.get("DENO", "deno")
COMMAND = [DENO, "run", "-A", str(ROOT / "kernel" / "main.ts"), "repl"]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
UP, CTRL_C, CTRL_D, CTRL_R, ALT_ENTER = "\x1b[A", "\x03", "\x04", "\x12", "\x1b\r"


class Terminal(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def start(self, *args, **env):
        repl = pexpect.spawn(
            COMMAND[0],
            [*COMMAND[1:], *args],
            cwd=self.folder,
            env={**os.environ, "TERM": "xterm-256color", "HOME": self.folder, "XDG_DATA_HOME": self.folder,
                 "DENO_DIR": deno_dir(), **env},
            encoding="utf-8",
            timeout=60,
            dimensions=(30, 100),
        )
        self.addCleanup(repl.close, True)
        repl.expect(r"In \[1\]: ")
        return repl

    def type(self, repl, text, count):
        """Types a cell and returns what came until the next prompt, without escape codes."""
        repl.send(text + "\r")
        repl.expect(rf"In \[{count}\]: ")
        return ESCAPES.sub("", repl.before)

    def leave(self, repl):
        repl.send(CTRL_D)
        repl.expect(pexpect.EOF)
        repl.close()
        self.assertEqual(repl.exitstatus, 0)

    def test_results_prints_and_errors_appear(self):
        repl = self.start()
        self.assertRegex(self.type(repl, "6 * 7", 2), r"Out\[1\]: 42")
        self.assertIn("hello", self.type(repl, "console.log('hel' + 'lo')", 3))
        self.assertIn("RangeError", self.type(repl, "throw new RangeError('planned')", 4))
        self.leave(repl)

    def test_a_function_is_typed_over_several_lines(self):
        repl = self.start()
        repl.send("function twice(n: number) {\rreturn 2 * n;\r}\r")
        repl.expect(r"In \[2\]: ")
        self.assertRegex(self.type(repl, "twice(21)", 3), r"Out\[2\]: 42")
        repl.send("1" + ALT_ENTER + "+ 1\r")
        repl.expect(r"Out\[3\]:")
        repl.expect(r"In \[4\]: ")
        self.leave(repl)

    def test_control_c_stops_the_cell_and_not_the_program(self):
        repl = self.start()
        self.type(repl, "let kept = 41", 2)
        repl.send("console.log('spinning'); while (true) {}\r")
        repl.expect("spinning\r\n")
        repl.send(CTRL_C)
        repl.expect(r"In \[3\]: ", timeout=10)
        self.assertRegex(self.type(repl, "kept + 1", 4), r"Out\[3\]: 42")
        repl.send("never run" + CTRL_C)
        repl.expect(r"In \[4\]: ")
        self.leave(repl)

    def test_a_prompt_is_answered(self):
        repl = self.start()
        repl.send("prompt('who?')\r")
        repl.expect(r"who\?")
        repl.send("Ada\r")
        repl.expect(r"Out\[1\]:.*?Ada")
        repl.expect(r"In \[2\]: ")
        self.leave(repl)

    def test_history_survives_the_session(self):
        first = self.start()
        self.type(first, "let remembered = 1", 2)
        self.leave(first)
        second = self.start()
        # The history comes in the background.
        for _ in range(50):
            second.send(CTRL_R + "remem")
            if second.expect(["remembered", pexpect.TIMEOUT], timeout=0.5) == 0:
                break
            second.send("\x1b")
        else:
            self.fail("the input of the first session was not found")
        second.send("\r\r")
        second.expect(r"In \[2\]: ")
        self.leave(second)

    def test_tab_completes(self):
        repl = self.start()
        self.type(repl, "let abundance = 7", 2)
        repl.send("abund\t")
        repl.expect("ance")
        repl.send("\r")
        repl.expect(r"Out\[2\]:.*?7")
        repl.expect(r"In \[3\]: ")
        self.leave(repl)

    def test_what_is_called_is_explained_while_its_arguments_are_typed(self):
        repl = self.start()
        self.type(repl, "function hypotenuse(first: number, second: number) { return 111 * first; }", 2)
        repl.send("hypotenuse(")
        repl.expect("│ .*?first: number, second: number", timeout=20)
        repl.send("3, 4)\r")
        repl.expect(r"Out\[2\]:.*?333")
        repl.expect(r"In \[3\]: ")
        self.leave(repl)

    def test_signals_give_the_terminal_back(self):
        cells = {"idle": "", "busy": "console.log('spin' + 'ning'); while (true) {}\r"}
        for (state, cell), number in itertools.product(cells.items(), (signal.SIGTERM, signal.SIGHUP)):
            with self.subTest(state, signal=number):
                repl = self.start()
                self.assertFalse(self.echoes(repl))
                repl.send(cell or "half an inp")
                repl.expect("spinning\r\n" if cell else "inp")
                repl.kill(number)
                repl.expect_exact("\x1b[?2004l")
                repl.expect(pexpect.EOF)
                self.assertTrue(self.echoes(repl))
                repl.close()
                self.assertEqual(repl.exitstatus, 128 + number)

    @staticmethod
    def echoes(repl):
        return bool(termios.tcgetattr(repl.child_fd)[3] & termios.ECHO)

    def test_a_closed_window_ends_the_program(self):
        repl = self.start()
        repl.ptyproc.fileobj.close()  # as a terminal emulator does whose window is closed
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and repl.isalive():
            time.sleep(0.05)
        self.assertFalse(repl.isalive())

    def test_plain_mode_uses_no_escape_codes(self):
        repl = self.start("--plain")
        repl.send("1 + 1\n")
        repl.expect(r"Out\[1\]: 2")
        repl.expect(r"In \[2\]: ")
        self.assertNotIn("\x1b", repl.before)
        self.leave(repl)


class Pipe(unittest.TestCase):
    def feed(self, script):
        return subprocess.run(COMMAND, input=script, capture_output=True, text=True, timeout=60)

    def test_one_expression(self):
        ran = self.feed("1+1\n")
        self.assertEqual((ran.returncode, ran.stdout), (0, "2\n"))

    def test_statements_over_several_lines(self):
        ran = self.feed("function f(n: number) {\n  return n + 1;\n}\n[1, 2]\n  .map(f)\n")
        self.assertEqual((ran.returncode, ran.stdout), (0, "[ 2, 3 ]\n"))

    def test_the_last_error_decides_the_exit_code(self):
        ran = self.feed("throw new Error('planned')\n")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("planned", ran.stderr)
        self.assertNotIn("\x1b", ran.stdout + ran.stderr)
        self.assertEqual(self.feed("throw 1\n2\n").returncode, 0)


def deno_dir():
    """The module cache of this user, also where HOME is another."""
    info = subprocess.run([DENO, "info", "--json"], capture_output=True, text=True, check=True)
    return json.loads(info.stdout)["denoDir"]


if __name__ == "__main__":
    main("repl_suite")
