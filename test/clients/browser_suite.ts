/**
 * The quickstart in Jupyter Notebook, worked with keyboard and mouse in headless Chromium.
 *
 * @module
 */

import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Locator, type Page } from "playwright-core";
import { startJupyter } from "./jupyter_server.ts";
import { type Steps, walkSteps } from "./walk_steps.ts";

const PYTHON = Deno.env.get("MODULAB_PYTHON") ?? "/usr/bin/python3";
const CHROMIUM = Deno.env.get("MODULAB_CHROMIUM") ?? "/usr/bin/chromium";
const NOTEBOOKS = fileURLToPath(new URL("../../notebooks", import.meta.url));
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const STEPS: Steps<Page> = {
  "the notebook opens with its kernel": async (page) => {
    await page.getByText("TypeScript (modulab)", { exact: true }).first().waitFor();
    await idle(page);
  },
  "Run All shows the table and the chart, and no error": async (page) => {
    await page.getByRole("button", { name: "Cell" }).or(page.locator("#celllink")).first().click();
    await page.locator("#run_all_cells").click();
    await page.locator(".output_html table").first().waitFor({ timeout: 120_000 });
    await page.locator(".output_png img, .output_svg svg").first().waitFor({ timeout: 120_000 });
    await settled(page);
    assert.equal(await page.locator(".output_error").count(), 0);
  },
  "a loop is interrupted and the state stays": async (page) => {
    await settled(await typed(page, "const kept = 'still ' + 'here'"));
    await typed(page, "while (true) {}");
    await page.locator("#kernel_indicator_icon.kernel_busy_icon").waitFor();
    await page.locator("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']").click();
    await last(page, ".output_error").waitFor();
    await typed(page, "kept");
    await page.getByText("still here").last().waitFor();
  },
  "Tab completes": async (page) => {
    await newCell(page, "Math.hyp");
    await page.keyboard.press("Tab");
    await page.locator(".cell.selected .CodeMirror-line").filter({ hasText: "Math.hypot" })
      .waitFor();
  },
  "Tab offers a choice": async (page) => {
    await newCell(page, "Math.a");
    await page.keyboard.press("Tab");
    await page.locator(".completions").getByText("atan2").waitFor();
    await page.keyboard.press("Escape");
  },
  "Shift-Tab explains": async (page) => {
    await newCell(page, "Math.max");
    await page.keyboard.press("Shift+Tab");
    await page.locator("#tooltip, .tooltip").getByText(/max/).first().waitFor();
    await page.keyboard.press("Escape");
  },
  "a restart forgets the state": async (page) => {
    await page.locator("button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']")
      .click();
    await page.locator(".modal-footer .btn-danger").click();
    await idle(page);
    await typed(page, "typeof kept");
    await last(page, ".output_result").getByText("undefined").waitFor();
  },
};

async function main(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "modulab-browser-"));
  try {
    await cp(NOTEBOOKS, folder, { recursive: true });
    await using server = await startJupyter(folder, { python: PYTHON });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(30_000);
      page.on("dialog", (dialog) => void dialog.accept());
      await page.goto(server.notebook("01_quickstart.ipynb"));
      const failed = (number: number): Promise<void> => keepPicture(page, number);
      return await walkSteps(STEPS, { suite: "browser_suite", rig: page, failed });
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A picture of each failure, when somebody asks for it. */
async function keepPicture(page: Page, number: number): Promise<void> {
  const folder = Deno.env.get("MODULAB_PICTURES");
  if (folder) await page.screenshot({ path: path.join(folder, `failure-${number}.png`) });
}

async function idle(page: Page): Promise<void> {
  await page.locator("#kernel_indicator_icon.kernel_idle_icon").waitFor();
}

/** No cell waits or runs any more. */
async function settled(page: Page): Promise<void> {
  const running = page.locator(".cell.running").first();
  await running.waitFor({ state: "hidden", timeout: 180_000 });
  await idle(page);
}

/** A new last cell with a text, the cursor at its end. */
async function newCell(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.locator(".cell").last().locator(".input_prompt, .prompt").first().click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.keyboard.press("Enter");
  await page.keyboard.insertText(text);
}

/** Runs a text in a new last cell. */
async function typed(page: Page, text: string): Promise<Page> {
  await newCell(page, text);
  await page.keyboard.press("Control+Enter");
  return page;
}

function last(page: Page, selector: string): Locator {
  return page.locator(`.cell:last-of-type ${selector}, .cell ${selector}`).last();
}

if (import.meta.main) Deno.exit(await main());
