"""Interrupts, restarts and deaths: of the cell, the session and the kernel."""

import json
import os
import signal
import statistics
import subprocess
import tempfile
import time

import zmq
from jupyter_client.manager import start_new_kernel
from support import KERNEL, KernelCase, collect, main, receive, run

LOOPS = {
    "sync loop": "while (true) {}",
    "pending await": "await new Promise(() => {})",
    "async loop": "while (true) await new Promise((go) => setTimeout(go, 1))",
    "regular expression": "/^(a+)+$/.test('a'.repeat(40) + '!')",
}


class Interrupts(KernelCase):
    def stop(self, code, wait=0.3):
        msg_id = self.client.execute(code, allow_stdin=True)
        while receive(self.client, "iopub", msg_id, 10)["msg_type"] != "execute_input":
            pass
        time.sleep(wait)
        began = time.monotonic()
        self.manager.interrupt_kernel()
        ran = collect(self.client, msg_id)
        return ran, (time.monotonic() - began) * 1000

    def await_quiet(self, limit=30):
        """Waits until other work leaves the machine to the kernel, but not for ever."""
        deadline = time.monotonic() + limit
        while self.cell_ms() > 3 and time.monotonic() < deadline:
            time.sleep(0.2)

    def cell_ms(self):
        times = []
        for _ in range(9):
            began = time.monotonic()
            self.run_cell("1 + 1")
            times.append((time.monotonic() - began) * 1000)
        return statistics.median(times)

    def test_a_sync_loop_stops_within_50_ms_and_state_stays(self):
        self.run_cell("const kept = 12")
        self.await_quiet()
        times = []
        for _ in range(3):
            ran, ms = self.stop(LOOPS["sync loop"])
            self.assertEqual(ran.status, "error")
            times.append(ms)
        self.assertLess(min(times), 50)
        self.assertEqual(self.run_cell("kept").result, "12")

    def test_every_kind_of_waiting_can_be_stopped(self):
        self.run_cell("const kind = 'alive'")
        for name in ("pending await", "async loop", "regular expression"):
            with self.subTest(name):
                ran, _ = self.stop(LOOPS[name])
                self.assertEqual(ran.status, "error")
                self.assertEqual(self.run_cell("kind").result, '"alive"')

    def test_a_stopped_async_loop_prints_no_more(self):
        code = "while (true) { console.log('tick'); await new Promise((go) => setTimeout(go, 5)); }"
        self.stop(code)
        self.run_cell("0")
        ran = self.run_cell("await new Promise((go) => setTimeout(go, 300)); 0")
        self.assertNotIn("tick", ran.text())

    def test_a_prompt_can_be_stopped(self):
        ran, _ = self.stop("prompt('never answered')")
        self.assertEqual(ran.status, "error")
        self.assertEqual(self.run_cell("1").result, "1")

    def test_an_interrupt_while_idle_is_harmless(self):
        self.manager.interrupt_kernel()
        time.sleep(0.2)
        self.assertEqual(self.run_cell("2").result, "2")


class Deaths(KernelCase):
    def survive(self, code):
        ran = self.run_cell(code)
        self.assertEqual(ran.status, "error")
        after = self.run_cell("6 + 1")
        self.assertEqual(after.result, "7")
        return ran, after

    def test_the_kernel_survives_kill_9_of_its_session(self):
        pid = int(self.run_cell("Deno.pid").result)
        msg_id = self.client.execute("await new Promise(() => {})")
        time.sleep(0.3)
        os.kill(pid, signal.SIGKILL)
        ran = collect(self.client, msg_id)
        self.assertEqual(ran.status, "error")
        self.assertTrue(ran.reply["content"]["evalue"])
        self.assertNotEqual(int(self.run_cell("Deno.pid").result), pid)

    def test_the_kernel_survives_an_exit_of_its_session(self):
        self.survive("Deno.exit(3)")

    def test_the_kernel_survives_lack_of_memory(self):
        # Numbers, for nothing in them is to be followed: with 10^8 small objects V8 itself takes 40 s to
        # give up (and 110 s beside other work), all but one of them spent collecting garbage.
        self.survive("const hoard = []; while (true) hoard.push(new Array(1e6).fill(0.5));")

    def test_an_unhandled_rejection_is_shown_and_harmless(self):
        self.run_cell("const stays = 3; Promise.reject(new Error('nobody waits')); 0")
        time.sleep(0.2)
        self.assertEqual(self.run_cell("stays").result, "3")


class Restarts(KernelCase):
    def test_a_restart_keeps_the_ports_and_forgets_the_state(self):
        self.run_cell("const forgotten = 1")
        before = self.manager.get_connection_info()
        for _ in range(3):
            self.manager.restart_kernel(now=False)
            self.client.wait_for_ready(timeout=30)
        self.assertEqual(self.manager.get_connection_info(), before)
        self.assertEqual(self.run_cell("typeof forgotten").result, '"undefined"')

    def test_shutdown_leaves_no_process(self):
        manager, client = start_new_kernel(kernel_name=KERNEL)
        pid = int(run(client, "Deno.pid").result)
        client.stop_channels()
        manager.shutdown_kernel(now=False)
        self.assert_gone(pid)

    def test_a_looping_session_ends_with_its_killed_kernel(self):
        manager, client = start_new_kernel(kernel_name=KERNEL)
        pid = int(run(client, "Deno.pid").result)
        client.execute(LOOPS["sync loop"])
        time.sleep(0.5)
        client.stop_channels()
        manager.shutdown_kernel(now=True)  # SIGKILL: the kernel cannot tidy up
        self.assert_gone(pid)

    def assert_gone(self, pid):
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline and os.path.exists(f"/proc/{pid}"):
            time.sleep(0.05)
        alive = os.path.exists(f"/proc/{pid}")
        if alive:
            os.kill(pid, signal.SIGKILL)
        self.assertFalse(alive, "the session outlives its kernel")


class Strangers(KernelCase):
    """Messages that are not for this kernel, or not whole, are dropped; the kernel goes on."""

    def send_raw(self, frames):
        info = self.manager.get_connection_info()
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 200
        socket.connect(f"tcp://{info['ip']}:{info['shell_port']}")
        socket.send_multipart(frames)
        answered = socket.poll(300)
        socket.close()
        self.assertFalse(answered, "an unauthentic message was answered")
        self.assertEqual(self.run_cell("1").result, "1")

    def signed(self, msg_type="execute_request"):
        content = {"code": "globalThis.forged = true", "silent": False}
        message = self.client.session.msg(msg_type, content)
        return self.client.session.serialize(message)

    def test_a_forged_signature_is_dropped(self):
        frames = self.signed()
        frames[1] = b"0" * 64
        self.send_raw(frames)
        self.assertEqual(self.run_cell("globalThis.forged").result, None)

    def test_truncated_frames_are_dropped(self):
        for keep in (0, 1, 2, 3, 5):
            with self.subTest(keep=keep):
                self.send_raw(self.signed()[:keep] or [b""])

    def test_a_replayed_message_is_dropped(self):
        self.run_cell("globalThis.count = 0")
        message = self.client.session.msg("execute_request", {"code": "globalThis.count++", "silent": False})
        frames = self.client.session.serialize(message)
        info = self.manager.get_connection_info()
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 200
        socket.connect(f"tcp://{info['ip']}:{info['shell_port']}")
        socket.send_multipart(frames)
        self.assertTrue(socket.poll(60000), "the first copy was not answered")
        socket.recv_multipart()
        socket.send_multipart(frames)
        self.assertFalse(socket.poll(300), "the second copy was answered")
        socket.close()
        self.assertEqual(self.run_cell("globalThis.count").result, "1")

    def test_an_unknown_message_type_is_harmless(self):
        message = self.client.session.msg("nonsense_request", {})
        self.client.shell_channel.send(message)
        self.assertEqual(self.run_cell("1").result, "1")


class ConnectionFiles(KernelCase):
    def start(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(text)
            file.flush()
            argv = [file.name if word == "{connection_file}" else word for word in self.manager.kernel_spec.argv]
            return subprocess.run(argv, capture_output=True, text=True, timeout=30)

    def refused(self, text, pattern):
        ended = self.start(text)
        self.assertNotEqual(ended.returncode, 0)
        self.assertRegex(ended.stderr, pattern)
        self.assertNotIn("Stack backtrace", ended.stderr)

    def test_a_file_that_is_not_json_is_refused(self):
        self.refused("not json", r"(?i)json")

    def test_a_missing_key_is_named(self):
        info = json.loads(json.dumps(self.manager.get_connection_info(), default=str))
        del info["iopub_port"]
        self.refused(json.dumps(info), "iopub_port")

    def test_a_port_in_use_is_named(self):
        info = self.manager.get_connection_info()
        info["key"] = info["key"].decode()
        self.refused(json.dumps(info), str(info["shell_port"]))


if __name__ == "__main__":
    main("lifetime_suite")
