"""`jupyter console`, typed into through a terminal."""

import re
import sys
import unittest

import pexpect
from support import KERNEL, main

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Console(unittest.TestCase):
    def setUp(self):
        args = ["-m", "jupyter", "console", f"--kernel={KERNEL}", "--simple-prompt"]
        self.console = pexpect.spawn(sys.executable, args, encoding="utf-8", timeout=60, dimensions=(40, 120))
        self.addCleanup(self.console.close, True)
        self.console.expect(r"In \[1\]: ")

    def type(self, text, count):
        self.console.sendline(text)
        self.console.expect(rf"In \[{count}\]: ")
        return ANSI.sub("", self.console.before)

    def test_results_prints_and_errors_appear(self):
        self.assertRegex(self.type("6 * 7", 2), r"Out\[1\]:\s*42")
        self.assertIn("hello", self.type("console.log('hel' + 'lo')", 3))
        self.assertIn("RangeError", self.type("throw new RangeError('planned')", 4))

    def test_a_prompt_is_answered(self):
        self.console.sendline("prompt('wh' + 'o?')")
        self.console.expect(r"who\?")
        self.console.sendline("Ada")
        self.console.expect(r"In \[2\]: ")
        self.assertIn("Ada", self.console.before)

    def test_two_questions_at_once_are_answered_one_after_the_other(self):
        self.console.sendline("(await Promise.all([input('fir' + 'st?'), input('sec' + 'ond?')])).join('+')")
        for question, answer in [("first", "Ada"), ("second", "Grace")]:
            self.console.expect(rf"{question}\?")
            self.console.sendline(answer)
        self.console.expect(r"In \[2\]: ")
        self.assertIn("Ada+Grace", self.console.before)

    def test_control_d_ends_it(self):
        self.console.sendeof()
        self.console.expect("exit")
        self.console.sendline("y")
        self.console.expect(pexpect.EOF)


if __name__ == "__main__":
    main("console_suite")
