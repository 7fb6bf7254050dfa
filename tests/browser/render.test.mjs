// HTML notes that try to run something, as rendered for a page: nothing runs, nothing is asked for, in any browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { BROWSERS, ROOT, launch } from "./harness.mjs";

const PYTHON = join(dirname(process.env.OSTEOTOME ?? ".venv/bin/osteotome"), "python");
const BATCH = 80;
/** What browsers ask for by themselves: their icon, their own fonts. */
const OWN = /^(?:about|chrome|data|resource):|\/favicon\.ico$/;
const EVENTS = ["click", "focus", "mouseenter", "mouseover", "pointerenter", "toggle", "wheel"];

/** The markup and the addresses in the public list; what they run is `alert`. */
const PUBLIC = createRequire(import.meta.url)("big-list-of-naughty-strings/blns.json").filter((text) =>
  /<|javascript:/i.test(text),
);

/** `given`, or else our own attempts, as they are and as the service renders them. */
function rendered(given) {
  const options = { cwd: ROOT, maxBuffer: 1e8, input: JSON.stringify(given ?? null), encoding: "utf8" };
  return JSON.parse(execFileSync(PYTHON, ["-m", "tests.documents.payloads", ...(given ? ["-"] : [])], options));
}

let payloads, known, server, address;
before(async () => {
  [payloads, known] = [rendered(), rendered(PUBLIC)];
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
      let alerts = 0;
      try {
        await page.goto(address);
        page.on("request", (request) => asked.push(request.url()));
        page.on("dialog", (dialog) => {
          alerts += 1;
          return dialog.dismiss();
        });
        const broken = await page.evaluate(show, parts, EVENTS);
        const ran = Boolean(broken || alerts);
        return { ran, asked: asked.filter((url) => !OWN.test(url)) };
      } finally {
        await page.close();
      }
    }

    test("the payloads do run where nothing stops them", async () => {
      const { ran } = await outcome(payloads.raw.slice(0, 10));
      assert.equal(ran, true);
    });

    test("the public list does run where nothing stops it", async () => {
      const { ran } = await outcome(known.raw.filter((text) => text.includes("onerror")).slice(0, 3));
      assert.equal(ran, true);
    });

    test("nothing of the public list runs or asks for anything once rendered", async () => {
      assert.ok(PUBLIC.length >= 200);
      for (let start = 0; start < known.rendered.length; start += BATCH) {
        const parts = known.rendered.slice(start, start + BATCH);
        assert.deepEqual(await outcome(parts), { ran: false, asked: [] }, `in batch ${start}`);
      }
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
