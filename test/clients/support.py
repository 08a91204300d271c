"""What the Python suites share: running a cell, and a last line that can be counted."""

import sys
import time
import unittest
from dataclasses import dataclass, field

from jupyter_client.manager import start_new_kernel

KERNEL = "modulab"
TIMEOUT = 60


@dataclass
class Ran:
    """All that came back for one request."""

    reply: dict
    messages: list = field(default_factory=list)

    def of(self, msg_type):
        return [m["content"] for m in self.messages if m["msg_type"] == msg_type]

    def text(self, name="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    @property
    def status(self):
        return self.reply["content"]["status"]

    @property
    def result(self):
        results = self.of("execute_result")
        return results[0]["data"]["text/plain"] if results else None


def receive(client, channel, msg_id, timeout):
    """The next message of a request; those of other requests wait until somebody asks for them."""
    strays = client.__dict__.setdefault(f"strays_{channel}", {})
    if strays.get(msg_id):
        return strays[msg_id].pop(0)
    deadline = time.monotonic() + timeout
    while True:
        message = getattr(client, f"get_{channel}_msg")(timeout=max(0.01, deadline - time.monotonic()))
        parent = message["parent_header"].get("msg_id")
        if parent == msg_id:
            return message
        strays.setdefault(parent, []).append(message)


def collect(client, msg_id, timeout=TIMEOUT):
    """Waits for idle and for the reply; keeps every iopub message in between."""
    messages = []
    while True:
        messages.append(receive(client, "iopub", msg_id, timeout))
        if messages[-1]["content"].get("execution_state") == "idle":
            return Ran(receive(client, "shell", msg_id, timeout), messages)


def run(client, code, timeout=TIMEOUT, **options):
    return collect(client, client.execute(code, **options), timeout)


def ask(client, msg_id, timeout=TIMEOUT):
    """The content of the reply to a shell request that is already sent."""
    return receive(client, "shell", msg_id, timeout)["content"]


class KernelCase(unittest.TestCase):
    """One kernel for the tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name=KERNEL)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=False)

    def run_cell(self, code, **options):
        return run(self.client, code, **options)


class CountingResult(unittest.TextTestResult):
    """Counts what succeeded; a test with several failing parts fails once."""

    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1

    def counts(self):
        bad = {getattr(test, "test_case", test).id() for test, _ in self.failures + self.errors}
        return self.passed, len(bad)


def main(name):
    """Runs the tests of the calling file; the last line is `name: passed=N failed=N`."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=CountingResult)
    passed, failed = runner.run(suite).counts()
    print(f"{name}: passed={passed} failed={failed}", flush=True)
    sys.exit(1 if failed else 0)
