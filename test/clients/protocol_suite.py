"""What the conformance suite does not ask: floods, queues, two clients, input, cursors, updates."""

import pathlib
import tempfile
import time
from queue import Empty

from jupyter_client.blocking import BlockingKernelClient
from support import KernelCase, ask, collect, main, receive, run


class Floods(KernelCase):
    def test_20000_lines_all_arrive_before_idle(self):
        ran = self.run_cell("for (let i = 0; i < 20000; i++) console.log(i)")
        self.assertEqual(ran.text().split(), [str(i) for i in range(20000)])

    def test_result_comes_after_the_flood_and_idle_last(self):
        ran = self.run_cell("for (let i = 0; i < 5000; i++) console.log(i);\n'end'")
        kinds = [m["msg_type"] for m in ran.messages]
        self.assertEqual(kinds[0], "status")
        self.assertEqual(kinds[1], "execute_input")
        self.assertEqual(kinds[-2:], ["execute_result", "status"])
        self.assertEqual(len(ran.text().split()), 5000)

    def test_10_mb_arrive_whole_or_the_cell_says_what_was_cut(self):
        ran = self.run_cell("const line = 'x'.repeat(99);\nfor (let i = 0; i < 100000; i++) console.log(line);")
        size = len(ran.text())
        if size < 10_000_000:
            self.assertRegex(ran.text() + ran.text("stderr"), r"(?i)truncated|left out|cut")

    def test_subprocess_output_arrives_in_the_cell(self):
        code = "new Deno.Command('sh', { args: ['-c', 'echo out; echo err >&2'], stdout: 'inherit', stderr: 'inherit' }).outputSync();"
        ran = self.run_cell(code)
        self.assertIn("out\n", ran.text())
        self.assertIn("err\n", ran.text("stderr"))

    def test_late_output_keeps_the_parent_of_its_cell(self):
        first = self.client.execute("setTimeout(() => console.log('late'), 300); 0")
        collect(self.client, first)
        second = self.run_cell("await new Promise((go) => setTimeout(go, 600)); 1")
        self.assertEqual(second.text(), "")
        self.assertEqual(receive(self.client, "iopub", first, 5)["content"]["text"], "late\n")


class Queue(KernelCase):
    def test_an_error_aborts_the_cells_behind_it(self):
        with tempfile.TemporaryDirectory() as folder:
            sent = pathlib.Path(folder, "sent")
            waits = f"while (!await Deno.stat('{sent}').catch(() => 0)) await new Promise((go) => setTimeout(go, 5))"
            ids = [self.client.execute(code) for code in [waits, "throw new Error('stop')", "2", "3"]]
            sent.touch()  # this process may be held up between two requests
            statuses = [collect(self.client, i).status for i in ids]
        self.assertEqual(statuses[:2], ["ok", "error"])
        self.assertEqual(set(statuses[2:]), {"aborted"})

    def test_without_stop_on_error_the_queue_goes_on(self):
        first = self.client.execute("throw new Error('go on')", stop_on_error=False)
        second = self.client.execute("'still here'")
        self.assertEqual(collect(self.client, first).status, "error")
        self.assertEqual(collect(self.client, second).status, "ok")

    def test_a_cell_sent_after_the_error_runs(self):
        self.assertEqual(self.run_cell("throw new Error('one')").status, "error")
        self.assertEqual(self.run_cell("5").result, "5")

    def test_silent_cells_leave_no_trace(self):
        before = self.run_cell("0").reply["content"]["execution_count"]
        ran = self.run_cell("1 + 1", silent=True)
        kinds = {m["msg_type"] for m in ran.messages}
        self.assertEqual(kinds, {"status"})
        self.assertEqual(self.run_cell("0").reply["content"]["execution_count"], before + 1)

    def test_user_expressions_are_bundles_or_errors(self):
        self.run_cell("const seven = 7")
        ran = self.run_cell("0", user_expressions={"good": "seven", "bad": "nowhere"})
        answers = ran.reply["content"]["user_expressions"]
        self.assertEqual(answers["good"]["data"]["text/plain"], "7")
        self.assertEqual((answers["bad"]["status"], answers["bad"]["ename"]), ("error", "ReferenceError"))


class Clients(KernelCase):
    def second(self):
        client = BlockingKernelClient(connection_file=self.manager.connection_file)
        client.load_connection_file()  # with a session, and so a routing identity, of its own
        client.start_channels()
        client.wait_for_ready(timeout=30)
        self.addCleanup(client.stop_channels)
        return client

    def test_two_clients_see_one_session(self):
        other = self.second()
        self.run_cell("const shared = 'both'")
        self.assertEqual(run(other, "shared").result, '"both"')

    def test_each_client_gets_its_own_reply(self):
        other = self.second()
        mine = self.client.execute("'mine'")
        theirs = run(other, "'theirs'")
        self.assertEqual(theirs.result, '"theirs"')
        self.assertEqual(collect(self.client, mine).result, '"mine"')

    def test_input_is_asked_of_the_client_that_executed(self):
        other = self.second()
        msg_id = other.execute("prompt('name?')", allow_stdin=True)
        request = other.get_stdin_msg(timeout=10)
        self.assertEqual(request["content"], {"prompt": request["content"]["prompt"], "password": False})
        self.assertIn("name?", request["content"]["prompt"])
        with self.assertRaises(Empty):
            self.client.get_stdin_msg(timeout=0.2)
        other.input("Ada")
        self.assertEqual(collect(other, msg_id).result, '"Ada"')

    def test_input_without_allow_stdin_does_not_hang(self):
        ran = self.run_cell("let answer; try { answer = prompt('x'); } catch (e) { answer = 'refused'; }\nString(answer)", allow_stdin=False)
        self.assertIn(ran.status, ("ok", "error"))

    def test_completion_is_answered_while_a_cell_runs(self):
        busy = self.client.execute("while (true) {}")
        while receive(self.client, "iopub", busy, 10)["msg_type"] != "execute_input":
            pass
        began = time.monotonic()
        matches = ask(self.client, self.client.complete("Math.", 5))["matches"]
        took = time.monotonic() - began
        self.manager.interrupt_kernel()
        self.assertEqual(collect(self.client, busy).status, "error")
        self.assertIn("hypot", matches)
        self.assertLess(took, 1.0)


class Texts(KernelCase):
    def test_cursors_count_code_points(self):
        text = "const s = '😀😀'; Math.hyp"
        reply = ask(self.client, self.client.complete(text, len(text)))
        self.assertIn("hypot", reply["matches"])
        self.assertEqual((reply["cursor_start"], reply["cursor_end"]), (len(text) - 3, len(text)))

    def test_inspect_at_a_cursor_behind_emoji(self):
        text = "'😀'; Math.max"
        self.assertTrue(ask(self.client, self.client.inspect(text, len(text) - 1))["found"])

    def test_a_cursor_out_of_range_is_no_error(self):
        self.assertEqual(ask(self.client, self.client.complete("Math.", 999))["status"], "ok")

    def test_lone_surrogates_and_nan_stay_valid_json(self):
        ran = self.run_cell("console.log('\\ud800'); display({ a: NaN, b: 1n }); '\\udfff'")
        self.assertEqual(ran.status, "ok")
        self.assertTrue(ran.of("display_data"))

    def test_displays_are_updated_by_id(self):
        ran = self.run_cell("const h = display('one', { id: 'd1' }); await h; await h.update('two');")
        shown, updated = ran.of("display_data"), ran.of("update_display_data")
        self.assertEqual(shown[0]["transient"]["display_id"], "d1")
        self.assertEqual(updated[0]["transient"]["display_id"], "d1")

    def test_a_syntax_error_shows_its_line(self):
        ran = self.run_cell("const a = 1;\nconst = 2;")
        self.assertEqual((ran.status, ran.reply["content"]["ename"]), ("error", "SyntaxError"))
        self.assertRegex("\n".join(ran.of("error")[0]["traceback"]), r"line 2")

    def test_a_runtime_error_shows_its_line_and_cause(self):
        code = "function f() {\n  throw new Error('outer', { cause: new TypeError('inner') });\n}\nf();"
        text = "\n".join(self.run_cell(code).of("error")[0]["traceback"])
        self.assertRegex(text, r"line 2")
        self.assertRegex(text, r"line 4")
        self.assertIn("inner", text)

    def test_a_type_error_is_reported_and_the_cell_still_runs(self):
        deadline = time.monotonic() + 30  # the checker warms up behind the first cells
        while time.monotonic() < deadline:
            ran = self.run_cell("const wrong: number = 'text';\nwrong.length")
            self.assertEqual(ran.result, "4")
            if ran.text("stderr"):
                break
            time.sleep(0.5)
        self.assertRegex(ran.text("stderr"), r"line 1, column 7.*TS2322")

    def test_a_cell_of_10_mb_is_answered(self):
        ran = self.run_cell("const big = '" + "x" * 10_000_000 + "';\nbig.length", timeout=120)
        self.assertEqual(ran.result, "10000000")

    def test_usage_is_told_on_control(self):
        message = self.client.session.msg("usage_request", {})
        self.client.control_channel.send(message)
        reply = self.client.get_control_msg(timeout=10)
        self.assertEqual(reply["msg_type"], "usage_reply")
        self.assertGreater(reply["content"]["kernel_memory"], 0)


if __name__ == "__main__":
    main("protocol_suite")
