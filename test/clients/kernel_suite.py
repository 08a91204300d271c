"""Jupyter's own conformance tests (jupyter_kernel_test), with the data of this kernel."""

import jupyter_kernel_test
from support import KERNEL, main


class ModulabKernel(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh')"
    code_page_something = "?Math"
    code_generate_error = "throw new RangeError('planned')"
    code_clear_output = "display.clear()"
    code_inspect_sample = "Math.max"

    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": "Number.isSafe", "matches": {"isSafeInteger"}},
    ]

    complete_code_samples = [
        "1 + 1",
        "const a: number = 1",
        "function f() {\n  return 1;\n}",
        "`a ${1}`",
        "/[{(]/.test('x')",
        "await Promise.resolve(1)",
    ]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`open", "f(1,", "if (true) {\n"]
    invalid_code_samples = ["const = 1", "a b c", "}", "let 1x"]

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "({ a: 1 }).a + 0", "result": "1"},
        {"code": "'x'.repeat(3)", "result": '"xxx"'},
        {"code": "null", "result": "null"},
        {"code": "await Promise.resolve(11)", "result": "11"},
    ]
    code_history_pattern = "6 [*]*"
    supported_history_operations = ("tail", "range", "search")

    code_display_data = [
        {"code": "display(html`<b>b</b>`)", "mime": "text/html"},
        {"code": "display(md`*m*`)", "mime": "text/markdown"},
        {"code": "display(svg`<svg/>`)", "mime": "image/svg+xml"},
        {"code": "display(5)", "mime": "text/plain"},
    ]


if __name__ == "__main__":
    main("kernel_suite")
