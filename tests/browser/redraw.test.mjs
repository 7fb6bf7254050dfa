// Pages that redraw under the marks, and pages whose text changes.

import assert from "node:assert/strict";
import { test } from "node:test";

import "../../extension/shared/kinds.js";
import { ask, openPanel, readPage, stateOf, until } from "./extension.mjs";
import { compared, painted } from "./painted.mjs";
import { inEachBrowser } from "./stage.mjs";

const { kindOf } = globalThis.Osteotome.kinds;

/** Whether the page shows just these concepts; a redraw may be half through, so it is asked repeatedly. */
async function shows(page, concepts) {
  const { actual, expected } = compared(await painted(page), concepts, kindOf);
  return JSON.stringify(Object.entries(actual).sort()) === JSON.stringify(Object.entries(expected).sort());
}

inEachBrowser("redraws", (stage) => {
  test("marks_come_back_after_each_redraw_without_asking_the_service", async () => {
    const { page, tabId, report } = await readPage(stage.driver, stage.pages.url("react.html"));
    const { concepts } = report.annotation;
    assert.ok(concepts.length >= 3);
    await page.bringToFront();
    for (let turn = 0; turn < 4; turn += 1) {
      const now = await page.evaluate(() => window.redraws);
      await until(() => page.evaluate((old) => window.redraws > old, now), "a redraw");
      await until(() => shows(page, concepts), "the marks after a redraw");
    }
    assert.deepEqual(await page.evaluate(() => window.failures), []);
    const { report: later } = await stateOf(stage.driver, tabId);
    assert.deepEqual([later.changedFrames, later.lost], [[], []]);
    await page.close();
  });

  test("a_changed_text_keeps_the_far_marks_and_greys_the_near_ones", async () => {
    const { page, tabId, report } = await readPage(stage.driver, stage.pages.url("plain.html"));
    const { concepts } = report.annotation;
    const { panel } = await openPanel(stage.driver, page);
    await page.bringToFront();
    await page.evaluate(() => {
      const [title] = document.querySelectorAll("#note p");
      title.textContent = title.textContent.replace("Left proximal", "Left NOT proximal");
      const line = document.createElement("p");
      line.textContent = "Dictated but not read.";
      title.before(line);
    });
    const near = concepts.find(({ text }) => text.startsWith("proximal femoral"));
    const { report: later } = await stateOf(stage.driver, tabId, (value) => value.report.changedFrames.length > 0);
    assert.deepEqual(later.lost, [near.id]);
    assert.ok(await shows(page, concepts.filter(({ id }) => id !== near.id)));
    await panel.bringToFront();
    await until(() => panel.$(".match.gone .gone-why"), "the greyed row");
    assert.match(await panel.$eval("#notices", (box) => box.textContent), /text changed/i);
    assert.equal((await ask(panel, { type: "go", tabId, id: near.id })).value, false);

    await panel.click('[data-key="again"]');
    await until(async () => (await painted(page)).length > 0 && !(await panel.$(".match.gone")), "the page read again");
    const { report: fresh } = await stateOf(stage.driver, tabId);
    assert.match(fresh.text, /NOT proximal/);
    assert.deepEqual(fresh.changedFrames, []);
    await panel.close();
    await page.close();
  });

  test("a_selection_keeps_its_marks_when_the_page_around_it_changes", async () => {
    const { page, tabId, report } = await readPage(stage.driver, stage.pages.url("plain.html?again"), (fresh) =>
      fresh.evaluate(() => getSelection().selectAllChildren(document.querySelectorAll("#note p")[2])),
    );
    await page.bringToFront();
    await page.evaluate(() => {
      const old = document.querySelectorAll("#note p")[2];
      old.replaceWith(old.cloneNode(true));
      document.querySelector("h1").textContent = "Another title";
    });
    await until(() => shows(page, report.annotation.concepts), "the marks in the new nodes");
    const { report: later } = await stateOf(stage.driver, tabId);
    assert.deepEqual([later.changedFrames, later.lost], [[], []]);
    await page.close();
  });

  test("observers_run_only_while_there_are_marks", async () => {
    const { page, tabId } = await readPage(stage.driver, stage.pages.url("plain.html?observers"));
    await ask(stage.driver.helper, { type: "clear", tabId });
    await page.evaluate(() => document.querySelector("#note p").remove());
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual(await painted(page), []);
    await page.close();
  });
});
