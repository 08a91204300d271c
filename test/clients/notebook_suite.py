"""The quickstart through nbclient, `jupyter execute` and nbconvert, as a CI of somebody else would."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from support import KERNEL, main

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
QUICKSTART = "01_quickstart.ipynb"


def notebook(*cells):
    book = nbformat.v4.new_notebook()
    book.metadata["kernelspec"] = {"name": KERNEL, "display_name": "TypeScript (modulab)"}
    book.cells = [nbformat.v4.new_code_cell(text) for text in cells]
    return book


def execute(book, folder=".", **options):
    client = NotebookClient(book, timeout=120, kernel_name=KERNEL, resources={"metadata": {"path": str(folder)}}, **options)
    client.execute()
    return book


class Quickstart(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="modulab-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.notebooks = self.folder / "notebooks"
        shutil.copytree(NOTEBOOKS, self.notebooks)

    def jupyter(self, *args, code=0):
        ended = subprocess.run(
            [sys.executable, "-m", "jupyter", *args],
            cwd=self.folder, capture_output=True, text=True, timeout=300, env=os.environ,
        )
        self.assertEqual(ended.returncode, code, ended.stderr[-3000:])
        return ended

    def assert_executed(self, book):
        outputs = [o for cell in book.cells if cell.cell_type == "code" for o in cell.outputs]
        self.assertFalse([o for o in outputs if o.output_type == "error"])
        kinds = {mime for o in outputs if "data" in o for mime in o.data}
        self.assertIn("text/html", kinds, "no table")
        self.assertIn("application/vnd.vegalite.v5+json", kinds, "no chart")
        self.assertIn("image/png", kinds, "no picture of the chart")
        nbformat.validate(book)

    def test_nbclient_executes_it(self):
        book = nbformat.read(self.notebooks / QUICKSTART, as_version=4)
        self.assert_executed(execute(book, self.notebooks))
        self.assertEqual(book.metadata["language_info"]["name"], "typescript")

    def test_jupyter_execute_executes_it(self):
        self.jupyter("execute", f"--kernel_name={KERNEL}", str(self.notebooks / QUICKSTART))

    def test_jupyter_execute_fails_with_a_cell_that_fails(self):
        path = self.folder / "broken.ipynb"
        nbformat.write(notebook("throw new Error('planned')"), path)
        self.jupyter("execute", str(path), code=1)

    def test_nbconvert_makes_a_page_of_it(self):
        self.jupyter("nbconvert", "--to", "html", "--execute", str(self.notebooks / QUICKSTART))
        page = (self.notebooks / "01_quickstart.html").read_text()
        self.assertIn("<table", page)
        self.assertIn("data:image/png;base64", page)


class Nbclient(unittest.TestCase):
    def test_all_output_of_a_flood_is_in_the_notebook(self):
        book = execute(notebook("for (let i = 0; i < 3000; i++) console.log(i)"))
        text = "".join(o.text for o in book.cells[0].outputs)
        self.assertEqual(text.split(), [str(i) for i in range(3000)])

    def test_an_error_stops_the_notebook_and_names_the_cell(self):
        with self.assertRaises(CellExecutionError) as caught:
            execute(notebook("1", "throw new RangeError('planned')", "3"))
        self.assertEqual((caught.exception.ename, caught.exception.evalue), ("RangeError", "planned"))

    def test_allow_errors_goes_on(self):
        book = execute(notebook("throw new Error('x')", "'after'"), allow_errors=True)
        self.assertEqual(book.cells[1].outputs[0].data["text/plain"], '"after"')

    def test_an_update_reaches_the_display_of_an_earlier_cell(self):
        book = execute(notebook("await display('old', { id: 'x' });", "await display('new', { id: 'x', update: true });"))
        self.assertIn("new", book.cells[0].outputs[0].data["text/plain"])

    def test_type_errors_are_in_the_notebook_from_the_first_cell_on(self):
        book = execute(notebook("const a: number = 'text'", "a.toFixed()", "const b: string = 5"), allow_errors=True)
        for cell, code in zip(book.cells, ["TS2322", None, "TS2322"]):
            text = "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stderr")
            self.assertEqual(re.findall("TS[0-9]+", text), [code] if code else [])

    def test_clear_output_clears(self):
        book = execute(notebook("console.log('gone'); display.clear(); console.log('kept')"))
        self.assertEqual("".join(o.text for o in book.cells[0].outputs), "kept\n")


if __name__ == "__main__":
    main("notebook_suite")
