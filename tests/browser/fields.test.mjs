// Form fields: painted where the browser can, else shown in the panel; never written to. And a page of 100,000 characters.

import assert from "node:assert/strict";
import { test } from "node:test";

import "../../extension/shared/kinds.js";
import { ask, openPanel, readPage, until } from "./extension.mjs";
import { compared, everything, painted } from "./painted.mjs";
import { inEachBrowser } from "./stage.mjs";

const { kindOf } = globalThis.Osteotome.kinds;
const selected = (page) =>
  page.evaluate(() => {
    const field = document.activeElement;
    return "value" in field ? field.value.slice(field.selectionStart, field.selectionEnd) : "";
  });

inEachBrowser("fields", (stage) => {
  test("read_only_fields_are_read_and_their_values_kept", async () => {
    let untouched = "";
    const { page, tabId, report } = await readPage(stage.driver, stage.pages.url("textarea.html"), async (fresh) => {
      untouched = await everything(fresh);
    });
    const texts = report.annotation.concepts.map(({ text }) => text);
    assert.ok(texts.includes("pelvic osteotomy") && texts.includes("proximal femoral varus osteotomy"), texts.join());
    assert.ok(!report.text.includes("intertrochanteric osteotomy\n"), "a password is never read");
    assert.ok(report.annotation.concepts.every(({ verified }) => verified));
    const { panel } = await openPanel(stage.driver, page);
    await until(() => panel.$("#match-list .match"), "the matches");
    const canPaint = await page.evaluate(() => "createValueRange" in HTMLTextAreaElement.prototype);
    if (canPaint) {
      assert.deepEqual(report.unpainted, []);
      const { actual, expected } = compared(await painted(page), report.annotation.concepts, kindOf);
      assert.deepEqual(actual, expected);
    } else {
      assert.equal(report.unpainted.length, report.annotation.concepts.length);
      assert.equal(await panel.$eval("#note-text", (box) => box.textContent), report.text);
      const { actual, expected } = compared(await painted(panel), report.annotation.concepts, kindOf);
      assert.deepEqual(actual, expected);
    }
    const last = report.annotation.concepts.find(({ text }) => text === "pelvic osteotomy");
    await ask(panel, { type: "go", tabId, id: last.id });
    if (!canPaint) assert.equal(await selected(page), "pelvic osteotomy");
    await until(() => page.$eval("#body", (field) => field.scrollTop > 0), "the field scrolled to the match");
    assert.equal(await everything(page), untouched);
    await panel.close();
    await page.close();
  });

  test("the_focused_field_alone_is_read_when_asked_for", async () => {
    const page = await stage.driver.browser.newPage();
    await page.goto(stage.pages.url("textarea.html?field"));
    await page.focus("#title");
    await stage.driver.clickAction(page);
    const { panel, tabId } = await openPanel(stage.driver, page);
    await page.bringToFront();
    await ask(panel, { type: "analyse", tabId, scope: "field" });
    const { value } = await ask(panel, { type: "state", tabId });
    assert.equal(value.report.text, "Left proximal femoral varus osteotomy");
    await panel.close();
    await page.close();
  });

  test("only_the_selection_is_read_if_there_is_one", async () => {
    const { page, report } = await readPage(stage.driver, stage.pages.url("plain.html"), (fresh) =>
      fresh.evaluate(() => {
        const [first, , last] = document.querySelectorAll("#note p");
        getSelection().setBaseAndExtent(first.firstChild, 21, last.firstChild, 50);
      }),
    );
    assert.equal(report.scope, "selection");
    assert.ok(report.text.startsWith("Left proximal femoral"), report.text);
    assert.ok(report.text.trimEnd().endsWith("The femur was exposed. A"), report.text);
    const { actual, expected } = compared(await painted(page), report.annotation.concepts, kindOf);
    assert.deepEqual(actual, expected);
    await page.close();
  });

  test("a_selection_inside_a_shadow_root_is_found", async () => {
    const { page, report } = await readPage(stage.driver, stage.pages.url("shadow.html"), (fresh) =>
      fresh.evaluate(() => {
        const line = document.querySelector("open-note").shadowRoot.querySelector("p").firstChild;
        getSelection().setBaseAndExtent(line, 3, line, line.data.length - 1);
      }),
    );
    assert.equal(report.scope, "selection");
    assert.equal(report.text, "intertrochanteric osteotomy of the left femur was completed with the saw");
    const { actual, expected } = compared(await painted(page), report.annotation.concepts, kindOf);
    assert.deepEqual(actual, expected);
    await page.close();
  });

  test("a_page_of_100000_characters_is_read_whole", async () => {
    const filler = "The wound was irrigated with saline and hemostasis was obtained at each layer. ";
    const cut = "An intertrochanteric osteotomy of the left femur was completed with the saw. ";
    const paragraphs = Array.from({ length: 125 }, (_, index) => `<p>${filler.repeat(9)}${index % 12 ? filler : cut}</p>`);
    stage.pages.made.set("/long.html", `<!doctype html><title>Long</title><h2>DESCRIPTION OF PROCEDURE</h2>${paragraphs.join("\n")}`);
    const { page, report } = await readPage(stage.driver, stage.pages.url("long.html"));
    assert.ok(report.text.length > 95_000, String(report.text.length));
    const { actual, expected } = compared(await painted(page), report.annotation.concepts, kindOf);
    assert.deepEqual(actual, expected);
    assert.ok(report.annotation.concepts.length >= 11);
    await page.close();
  });
});
