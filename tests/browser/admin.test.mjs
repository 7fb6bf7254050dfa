// The administration pages in real browsers: sign in, let a client in, read the report, and nothing hostile runs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { BROWSERS, ROOT, launch, startService } from "./harness.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HOSTILE = "<img src=x onerror=\"document.title='owned'\">";
const run = promisify(execFile);

let service, admin;

/** `osteotome ...` on the service's own store. */
async function osteotome(...words) {
  const program = process.env.OSTEOTOME ?? ".venv/bin/osteotome";
  return (await run(program, [...words, "--state-dir", service.state], { cwd: ROOT })).stdout.trim();
}

async function call(path, body, token = "") {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(new URL(path, service.url), { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

function verdict(number) {
  return {
    text: `note ${number}`, code: "27165", decision: "suggest", verdict: number % 3 ? "accepted" : "rejected",
    reason: "wrong_side", engine: { version: "0.1.0", knowledge: "3f1c9a77" },
  };
}

before(async () => {
  service = await startService();
  admin = await osteotome("token", "create", "Olga Admin", "--role", "admin");
  const coder = await osteotome("token", "create", HOSTILE, "--role", "feedback");
  for (let number = 0; number < 12; number += 1) {
    const { status } = await call("/v1/feedback", verdict(number), number % 2 ? coder : admin);
    assert.equal(status, 201);
  }
});
after(() => service?.stop());

for (const name of BROWSERS) {
  describe(`administration in ${name}`, () => {
    let browser, page, faults;
    before(async () => {
      browser = await launch(name);
      page = await browser.newPage();
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      await page.setViewport({ width: 1200, height: 900 });
    });
    after(() => browser?.close());

    const open = (path) => {
      faults = [];
      return page.goto(new URL(path, service.url).href);
    };
    const press = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
    const accessible = async () => {
      await page.evaluate(AXE);
      return page.evaluate(async () => (await globalThis.axe.run()).violations.map((one) => one.id));
    };

    test("leads_to_the_form_and_back_to_the_report", async () => {
      await open("/reports?by=coder");
      assert.match(page.url(), /\/sign-in\?next=/);
      assert.deepEqual(await accessible(), []);
      await page.type("input[name=token]", admin);
      await press("button.primary");
      assert.equal(new URL(page.url()).pathname, "/reports");
      assert.equal(await page.evaluate(() => document.cookie), "");
    });

    test("shows_hostile_names_as_words", async () => {
      await open("/reports?by=coder");
      const names = await page.$$eval("tbody th", (cells) => cells.map((cell) => cell.textContent));
      assert.ok(names.includes(HOSTILE));
      assert.match(await page.title(), /^Agreement/);
      assert.equal(await page.$$eval("svg.chart .line", (lines) => lines.length), 3);
      assert.deepEqual(await accessible(), []);
      assert.deepEqual(faults, []);
    });

    test("lets_a_waiting_client_in", async () => {
      const { body } = await call("/v1/pair", { client: HOSTILE });
      await open("/pair");
      const card = await page.waitForSelector(`xpath///section[.//h2[text()='${body.code}']]`);
      assert.ok((await card.evaluate((one) => one.textContent)).includes(HOSTILE));
      assert.deepEqual(await accessible(), []);
      await (await card.$("input[name=name]")).type("Ann Coder");
      await Promise.all([page.waitForNavigation(), (await card.$("button[value=approve]")).click()]);
      const claimed = await call("/v1/pair/claim", { device: body.device });
      assert.equal(claimed.body.state, "connected");
      assert.equal((await call("/v1/annotate", { text: "A note." }, claimed.body.token)).status, 200);
      assert.deepEqual(faults, []);
    });

    test("a_page_of_another_site_cannot_use_the_sign_in", async () => {
      const { body } = await call("/v1/pair", { client: "the attacker's" });
      const form = `<form method="post" action="${service.url}pair"><input name="code" value="${body.code}">`
        + '<input name="decision" value="approve"><input name="name" value="Mallory"><input name="role" value="admin">'
        + '<input name="days" value="9"></form><script>document.forms[0].submit()</script>';
      const site = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(form)).listen(0, "127.0.0.1");
      await new Promise((resolve) => site.once("listening", resolve));
      await Promise.all([
        page.waitForResponse((answer) => answer.url() === `${service.url}pair`),
        page.goto(`http://localhost:${site.address().port}/`),
      ]).catch((error) => assert.match(String(error), /abort|interrupt/i));
      site.close();
      assert.equal((await call("/v1/pair/claim", { device: body.device })).body.state, "waiting");
    });

    test("signing_out_ends_it", async () => {
      await open("/reports");
      await press(".who button");
      await open("/reports");
      assert.match(page.url(), /\/sign-in/);
    });
  });
}
