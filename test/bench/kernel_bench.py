"""Measures one kernel through jupyter_client and prints the figures as one line of JSON.

usage: kernel_bench.py KERNEL LANGUAGE   (LANGUAGE: python or typescript)
"""

import json
import statistics
import sys
import time
from pathlib import Path
from queue import Empty

from jupyter_client.manager import start_new_kernel

CODE = {
    "python": {
        "lines": "for i in range(20000): print(i)",
        "big": "line = 'x' * 99\nfor i in range(100000): print(line)",
        "loop": "while True: pass",
        "kept": "kept = 1",
        "read": "kept",
        "complete": "import math\nmath.hyp",
    },
    "typescript": {
        "lines": "for (let i = 0; i < 20000; i++) console.log(i)",
        "big": "const line = 'x'.repeat(99);\nfor (let i = 0; i < 100000; i++) console.log(line)",
        "loop": "while (true) {}",
        "kept": "const kept = 1",
        "read": "kept",
        "complete": "const r = 1\nMath.hyp",
    },
}


def clock():
    return time.perf_counter() * 1000


def run(client, code, before_idle=None):
    """Runs a cell until reply and idle; calls back for each message that comes before idle."""
    msg_id = client.execute(code)
    while True:
        message = client.get_iopub_msg(timeout=120)
        if message["parent_header"].get("msg_id") != msg_id:
            continue
        if message["content"].get("execution_state") == "idle":
            break
        if before_idle:
            before_idle(message)
    return reply_to(client, msg_id)


def reply_to(client, msg_id, timeout=60):
    while True:
        reply = client.get_shell_msg(timeout=timeout)
        if reply["parent_header"].get("msg_id") == msg_id:
            return reply["content"]


def printed(client, code):
    """Milliseconds, and the bytes of standard output that came before idle."""
    texts = []

    def keep(message):
        if message["msg_type"] == "stream":
            texts.append(message["content"]["text"])

    began = clock()
    run(client, code, keep)
    took = clock() - began
    time.sleep(1.0)
    return took, "".join(texts)


def times(count, action):
    found = []
    for _ in range(count):
        began = clock()
        action()
        found.append(clock() - began)
    return sorted(found)


def children(pid):
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += children(int(child))
    return found


def memory(pid):
    """Resident and proportional megabytes of a tree of processes."""
    totals = {"Rss": 0, "Pss": 0}
    for each in children(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            name = line.split(":")[0]
            if name in totals:
                totals[name] += int(line.split()[1]) / 1024
    return totals


def stop_loop(manager, client, code):
    """Median milliseconds from the interrupt to the reply, or None for no reply within 10 s."""
    run(client, code["kept"])
    found = []
    for _ in range(3):
        msg_id = client.execute(code["loop"])
        time.sleep(0.5)
        began = clock()
        manager.interrupt_kernel()
        try:
            reply_to(client, msg_id, timeout=10)
        except Empty:
            return None, False
        found.append(clock() - began)
        time.sleep(0.5)  # ipykernel aborts what arrives just behind an error
    return statistics.median(found), run(client, code["read"])["status"] == "ok"


def measure(kernel, code):
    began = clock()
    manager, client = start_new_kernel(kernel_name=kernel)
    figures = {"ready": clock() - began}
    try:
        run(client, "1+1")
        trips = times(200, lambda: run(client, "1+1"))
        figures["p50"], figures["p95"] = statistics.median(trips), trips[189]
        texts = (f"1+{count}" for count in range(200))
        figures["fresh"] = statistics.median(times(200, lambda: run(client, next(texts))))
        asked = lambda: reply_to(client, client.complete(code["complete"], len(code["complete"])))
        asked()
        time.sleep(3)
        figures["complete"] = statistics.median(times(30, asked))
        time.sleep(2)
        figures["rss"], figures["pss"] = memory(manager.provisioner.pid).values()
        figures["lines"], text = printed(client, code["lines"])
        figures["received"] = len(text.split())
        figures["big"], text = printed(client, code["big"])
        figures["bytes"] = len(text)
        figures["stop"], figures["kept"] = stop_loop(manager, client, code)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], CODE[sys.argv[2]])))
