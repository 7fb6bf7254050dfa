// HTML notes that try to run something, as rendered for a page: nothing runs, nothing is asked for, in any browser.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { BROWSERS, ROOT, launch } from "./harness.mjs";

const PYTHON = join(dirname(process.env.OSTEOTOME ?? ".venv/bin/osteotome"), "python");
const BATCH = 40;
/** What browsers ask for by themselves: their icon, their own fonts. */
const OWN = /^(?:about|chrome|data|resource):|\/favicon\.ico$/;
const EVENTS = ["click", "focus", "mouseenter", "mouseover", "pointerenter", "toggle", "wheel"];

let payloads, server, address;
before(async () => {
  const { stdout } = await promisify(execFile)(PYTHON, ["-m", "tests.documents.payloads"], { cwd: ROOT, maxBuffer: 1e8 });
  payloads = JSON.parse(stdout);
  server = createServer((request, response) => response.setHeader("Content-Type", "text/html").end("<!doctype html><body>"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}/`;
});
after(() => server?.close());

/** Put each of `parts` into a page of its own and into an element, and touch all that came of it. */
async function show(parts, events) {
  window.broken = 0;
  for (const part of parts) {
    const frame = document.createElement("iframe");
    frame.srcdoc = `<!doctype html><body>${part}`;
    const block = document.createElement("div");
    document.body.append(frame, block);
    block.innerHTML = part;
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  const insides = [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument).filter(Boolean);
  for (const root of [document, ...insides]) {
    for (const element of root.querySelectorAll("body *")) {
      for (const event of events) element.dispatchEvent(new Event(event, { bubbles: true }));
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  return window.broken;
}

for (const name of BROWSERS) {
  describe(`rendered notes in ${name}`, () => {
    let browser;
    before(async () => (browser = await launch(name)));
    after(() => browser?.close());

    async function outcome(parts) {
      const page = await browser.newPage();
      const asked = [];
      try {
        await page.goto(address);
        page.on("request", (request) => asked.push(request.url()));
        page.on("dialog", (dialog) => dialog.dismiss());
        const ran = Boolean(await page.evaluate(show, parts, EVENTS));
        return { ran, asked: asked.filter((url) => !OWN.test(url)) };
      } finally {
        await page.close();
      }
    }

    test("the payloads do run where nothing stops them", async () => {
      const { ran } = await outcome(payloads.raw.slice(0, 10));
      assert.equal(ran, true);
    });

    test("none runs or asks for anything once rendered", async () => {
      assert.ok(payloads.rendered.length >= 450);
      for (let start = 0; start < payloads.rendered.length; start += BATCH) {
        const parts = payloads.rendered.slice(start, start + BATCH);
        assert.deepEqual(await outcome(parts), { ran: false, asked: [] }, `in batch ${start}`);
      }
    });
  });
}
