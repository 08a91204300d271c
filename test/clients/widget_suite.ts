/**
 * The training curve's browser module in headless Chromium, between the session's own widget and a
 * model as anywidget hands it over.
 *
 * @module
 */

import assert from "node:assert/strict";
import { chromium, type Page } from "playwright-core";
import { toBase64 } from "../../kernel/evaluate/session/sinks.ts";
import type { BufferPath } from "../../widgets/protocol/buffers.ts";
import { TrainingCurve } from "../../widgets/training/training_curve.ts";
import { Frontend } from "../widgets/frontend.ts";
import { ManualClock } from "../widgets/manual_clock.ts";
import { type Steps, walkSteps } from "./walk_steps.ts";

const CHROMIUM = Deno.env.get("MODULAB_CHROMIUM") ?? "/usr/bin/chromium";

/** A model in the page: state whose bytes are views, listeners, and what the view has sent. */
const HOST = `
window.sent = [];
window.host = {
  state: {},
  listeners: new Map(),
  update({ state, paths, buffers }) {
    for (const [index, path] of paths.entries()) {
      const bytes = Uint8Array.from(atob(buffers[index]), (sign) => sign.charCodeAt(0));
      const holder = path.slice(0, -1).reduce((at, step) => at[step], state);
      holder[path.at(-1)] = new DataView(bytes.buffer);
    }
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.listeners.get("change:" + name)?.();
  },
  model: {
    get: (name) => host.state[name],
    on: (event, listener) => host.listeners.set(event, listener),
    off: (event) => host.listeners.delete(event),
    send: (content) => sent.push(content),
  },
  async render(text) {
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const { default: view } = await import(url);
    this.remove = view.render({ model: this.model, el: document.querySelector("#view") });
  },
};`;

/** What a message tells the page. */
interface Update {
  readonly state: Readonly<Record<string, unknown>>;
  readonly paths: readonly BufferPath[];
  readonly buffers: readonly string[];
}

class Rig {
  readonly clock: ManualClock = new ManualClock();
  readonly frontend: Frontend = new Frontend();
  readonly curve: TrainingCurve;
  readonly page: Page;
  #delivered = 0;

  constructor(page: Page) {
    this.page = page;
    const { clock, frontend: { comms } } = this;
    this.curve = new TrainingCurve({ title: "Loss", clock, comms });
    this.curve.forms(); // opens the model's comm
  }

  /** Hands the page what the session has said since. */
  async deliver(): Promise<void> {
    const fresh = this.frontend.sent.slice(this.#delivered);
    this.#delivered += fresh.length;
    for (const { content, options } of fresh) {
      const { state = {}, buffer_paths = [] } = content["data"] as Record<string, never>;
      const buffers = (options.buffers ?? []).map(toBase64);
      const update: Update = { state, paths: buffer_paths, buffers };
      await this.page.evaluate(`host.update(${JSON.stringify(update)})`);
    }
  }

  lines(): Promise<number> {
    return this.page.locator("#view svg path[fill=none]").count();
  }
}

const STEPS: Steps<Rig> = {
  "the module draws, and says that it is there": async ({ page }) => {
    await page.evaluate("host.render(host.state._esm)");
    await page.getByRole("img", { name: "Loss: no points yet" }).waitFor();
    assert.deepEqual(await page.evaluate("sent"), [{ kind: "shown" }]);
  },
  "points appear as they come": async (rig) => {
    for (let epoch = 1; epoch <= 9; epoch++) {
      rig.curve.add({ epoch, train: 1 / epoch, validation: 2 / epoch });
      rig.clock.pass(100);
    }
    await rig.curve.done();
    await rig.deliver();
    assert.equal(await rig.lines(), 2);
    await rig.page.getByRole("img", { name: /train fell from 1 to 0\.1111 over epoch 1 to 9/ })
      .waitFor();
  },
  "the picture is the static one, to the letter": async ({ page, curve }) => {
    const drawn = await page.locator("#view").evaluate((view) => view.innerHTML);
    const still = JSON.stringify(curve.forms()["image/svg+xml"]);
    const parsed = await page.evaluate(
      `new DOMParser().parseFromString(${still}, "text/html").body.innerHTML`,
    );
    assert.equal(drawn, parsed);
  },
  "a view that is taken away draws no more": async (rig) => {
    await rig.page.evaluate("host.remove()");
    rig.curve.add({ epoch: 10, train: 1, validation: 1, third: 1 });
    rig.clock.pass(1000);
    await rig.deliver();
    assert.equal(await rig.lines(), 2);
  },
};

async function main(): Promise<number> {
  const args = ["--no-sandbox", "--disable-gpu", "--no-first-run"];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    await page.setContent('<div id="view"></div>');
    await page.addScriptTag({ content: HOST });
    const rig = new Rig(page);
    await rig.deliver();
    return await walkSteps(STEPS, { suite: "widget_suite", rig });
  } finally {
    await browser.close();
  }
}

if (import.meta.main) Deno.exit(await main());
