// The panel: decision, proof, filters, steps, verdicts, copying, pasting; by mouse and by keyboard.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { before, test } from "node:test";

import "../../extension/shared/kinds.js";
import { openPanel, readPage, stateOf, until } from "./extension.mjs";
import { active, compared, painted } from "./painted.mjs";
import { inEachBrowser } from "./stage.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { kindOf } = globalThis.Osteotome.kinds;
const PASTED = [
  "PROCEDURE: Right VDRO with Dega osteotomy 🦴",
  "DESCRIPTION: A subtrochanteric osteotomy of the right femur was performed. A Dega osteotomy of the ilium was performed.",
  "No tibial osteotomy was performed.",
].join("\n");

inEachBrowser("panel", (stage) => {
  let page, panel, tabId, report;
  before(async () => {
    ({ page, tabId, report } = await readPage(stage.driver, stage.pages.url("plain.html")));
    ({ panel } = await openPanel(stage.driver, page));
    await panel.setViewport({ width: 400, height: 900 });
    await panel.bringToFront();
    await until(() => panel.$("#match-list .match"), "the matches");
  });

  const texts = (selector) => panel.$$eval(selector, (found) => found.map((one) => one.textContent));
  const click = (selector) => panel.$eval(selector, (one) => one.click());

  test("says_the_decision_with_reason_and_proof", async () => {
    const [suggestion] = report.annotation.suggestions;
    assert.deepEqual(await texts(".answer .code"), [suggestion.code]);
    assert.equal((await texts(".answer .reason"))[0], suggestion.reason);
    const quotes = suggestion.evidence.map((id) => report.annotation.concepts.find((one) => one.id === id).text);
    assert.deepEqual(await texts(".answer .proof:first-of-type .quote"), quotes);
    const rows = await texts("#match-list .quote");
    assert.deepEqual(rows, report.annotation.concepts.map(({ text }) => text));
    assert.match((await texts("#match-list .cue")).join(), /“Status post”: historical/);
  });

  test("a_click_makes_the_match_active_in_the_page", async () => {
    for (const { id, text } of report.annotation.concepts.slice(0, 3)) {
      await click(`#match-list [data-id="${id}"]`);
      await until(async () => (await active(page)) === text, text);
    }
    assert.equal((await texts('#match-list [aria-current="true"] .quote')).length, 1);
  });

  test("hover_and_focus_flash_the_match", async () => {
    const flashed = () => page.evaluate(() => [...(CSS.highlights.get("osteotome-flash") ?? [])].map(String).join(""));
    const { id, text } = report.annotation.concepts[1];
    await panel.hover(`#match-list [data-id="${id}"]`);
    await until(async () => (await flashed()) === text, "the flash");
    await panel.hover("h1");
    await until(async () => (await flashed()) === "", "its end");
    await panel.focus(`#match-list [data-id="${id}"]`);
    await until(async () => (await flashed()) === text, "the flash on focus");
    await panel.$eval(`#match-list [data-id="${id}"]`, (one) => one.blur());
  });

  test("keys_step_to_and_fro_and_wrap_round", async () => {
    const { concepts } = report.annotation;
    await click(`#match-list [data-id="${concepts[0].id}"]`);
    await until(async () => (await active(page)) === concepts[0].text, "the first match");
    await panel.focus("body");
    await panel.keyboard.press("p");
    await until(async () => (await active(page)) === concepts.at(-1).text, "the last match");
    await panel.keyboard.press("n");
    await until(async () => (await active(page)) === concepts[0].text, "the first match again");
    assert.equal(await panel.$eval("#place", (one) => one.textContent), `1 / ${concepts.length}`);
  });

  test("filters_hide_matches_in_list_page_and_steps", async () => {
    await panel.$eval("#filters", (one) => (one.open = true));
    await click('[data-key="status-performed"]');
    const left = report.annotation.concepts.filter(({ status }) => status !== "performed");
    assert.deepEqual(await texts("#match-list .quote"), left.map(({ text }) => text));
    await until(async () => {
      const { actual, expected } = compared(await painted(page), left, kindOf);
      return JSON.stringify(actual) === JSON.stringify(expected);
    }, "the page without them");
    assert.equal(await panel.$eval('[data-key="status-performed"]', (one) => one.getAttribute("aria-pressed")), "false");
    await click('[data-key="status-performed"]');
    await until(async () => (await painted(page)).length === report.annotation.concepts.length, "all of them again");
  });

  test("verdicts_reach_the_service", async () => {
    await click('[data-key^="accept-"]');
    await until(async () => (await texts(".judge .done"))[0] === "Accepted, recorded.", "the acceptance");
    await click('[data-key^="again-"]');
    await click('[data-key^="correct-"]');
    await panel.type(".judge input", "27161");
    await panel.type(".judge textarea", "Cut was in the neck");
    await click('.judge form [type="submit"]');
    await until(async () => (await texts(".judge .done"))[0] === "Corrected, recorded.", "the correction");
    await click('[data-key^="again-"]');
    await click('[data-key^="reject-"]');
    await panel.select(".judge select", "wrong_side");
    await click('.judge form [type="submit"]');
    await until(async () => (await texts(".judge .done"))[0] === "Rejected, recorded.", "the rejection");
  });

  test("copies_the_result_as_text_and_as_json", async () => {
    await panel.evaluate(() => {
      window.copied = "";
      const keep = async (words) => void (window.copied = words);
      Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: keep } });
    });
    await click("#copy-text");
    const words = await until(() => panel.evaluate(() => window.copied), "the text");
    assert.match(words, /^27165 supported, left, intertrochanteric, -LT/);
    for (const id of report.annotation.suggestions[0].evidence) {
      assert.ok(words.includes(report.annotation.concepts.find((one) => one.id === id).text));
    }
    await click("#copy-json");
    const copied = await until(() => panel.evaluate(() => window.copied.startsWith("{") && window.copied), "the JSON");
    assert.deepEqual(JSON.parse(copied).suggestions, report.annotation.suggestions);
  });

  for (const scheme of stage.name === "chromium" ? ["light", "dark"] : [""]) {
    test(`axe_finds_nothing ${scheme}`, async () => {
      if (scheme) await panel.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await panel.$$eval("details", (found) => found.forEach((one) => (one.open = true)));
      await click('[data-key^="again-"]').catch(() => undefined);
      await click('[data-key^="reject-"]');
      await panel.evaluate(AXE);
      const { violations, passes } = await panel.evaluate(() => window.axe.run(document));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      assert.ok(passes.length > 10);
      await panel.$$eval('.judge form [type="button"]', ([cancel]) => cancel.click());
    });
  }

  test("a_pasted_note_is_read_and_marked_in_the_panel", async () => {
    await panel.$eval("#paste", (one) => (one.open = true));
    await panel.$eval("#paste-text", (field, value) => (field.value = value), PASTED);
    await click('#paste-form [type="submit"]');
    await until(() => panel.$eval("#note", (one) => !one.hidden), "the note in the panel");
    assert.equal(await panel.$eval("#note-text", (one) => one.textContent), PASTED);
    const marks = await painted(panel);
    assert.ok(marks.some(({ text, status }) => text === "tibial osteotomy" && status === "negated"), JSON.stringify(marks));
    assert.ok((await texts("#ruled-out-body .code")).length > 0, "the codes that lost");
    assert.ok((await texts("#ruled-out-body p")).every((reason) => reason.length > 10));
    await click('#match-list .match:last-child');
    await until(async () => (await active(panel)) !== "", "the active match in the panel");
    await panel.$eval("#paste", (one) => (one.open = true));
    await click("#paste-back");
    await until(() => panel.$eval("#note", (one) => one.hidden), "the page's answer again");
    assert.deepEqual(await texts("#match-list .quote"), report.annotation.concepts.map(({ text }) => text));
  });

  test("all_of_it_can_be_reached_by_tab", async () => {
    const wanted = await panel.$$eval("button, input, textarea, select, summary", (found) =>
      found.filter((one) => one.checkVisibility()).map((one) => one.id || one.dataset.key || one.textContent));
    await panel.focus("#window");
    const seen = new Set(["window"]);
    for (let count = 0; count < wanted.length + 10; count += 1) {
      await panel.keyboard.press("Tab");
      seen.add(await panel.evaluate(() => document.activeElement.id || document.activeElement.dataset.key || document.activeElement.textContent));
    }
    assert.deepEqual(wanted.filter((one) => !seen.has(one)), []);
  });

  test("clear_takes_every_mark_away", async () => {
    await click("#clear");
    await until(async () => (await painted(page)).length === 0, "the page without marks");
    await until(() => panel.$eval("#empty", (one) => !one.hidden), "the empty panel");
    const { report: gone } = await stateOf(stage.driver, tabId, () => true);
    assert.equal(gone, null);
  });
});
