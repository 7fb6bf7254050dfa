// The extension on real pages: every match painted at exactly its words, and nothing of the page changed.

import assert from "node:assert/strict";
import { test } from "node:test";

import "../../extension/shared/kinds.js";
import { ask, readPage } from "./extension.mjs";
import { compared, everything, painted, shotsOf } from "./painted.mjs";
import { inEachBrowser } from "./stage.mjs";

const { kindOf } = globalThis.Osteotome.kinds;
const CUT = "osteotomy of the left femur was completed with the saw";

/** Path of the page, words that must be painted, and ids of elements in which nothing may be. */
const PAGES = [
  { path: "plain.html", words: ["proximal femoral varus osteotomy", "pelvic osteotomy"] },
  { path: "inline.html", words: ["blade\u00a0plate", "pelvic\n   osteotomy"], never: ["decoys"] },
  { path: "table.html", words: ["proximal femoral varus osteotomy"] },
  { path: "editable.html", words: ["blade plate"] },
  { path: "shadow.html", words: [CUT, "spica cast", "blade plate", "tibial osteotomy", "pelvic osteotomy"] },
  { path: "csp.html", words: [CUT, "blade plate", "pelvic osteotomy"] },
  { path: "emoji.html", words: ["blade plate", "pelvic osteotomy"] },
  { path: "bidi.html", words: ["blade plate", "pelvic osteotomy"] },
  { path: "quill.html", words: ["tomy of the left femur", "blade plate", "pelvic osteotomy"] },
  { path: "prosemirror.html", words: ["blade plate", "pelvic osteotomy"] },
];

inEachBrowser("pages", (stage) => {
  for (const { path, words, never = [] } of PAGES) {
    test(`paints_exactly_the_matches_and_changes_nothing on ${path}`, async () => {
      let untouched = "";
      const { page, tabId, report, fault } = await readPage(stage.driver, stage.pages.url(path), async (fresh) => {
        untouched = await everything(fresh);
      });
      assert.equal(fault, null);
      const places = await painted(page);
      const { actual, expected } = compared(places, report.annotation.concepts, kindOf);
      assert.deepEqual(actual, expected);
      assert.deepEqual(report.unplaced, []);
      const texts = places.map(({ text }) => text);
      for (const wanted of words) assert.ok(texts.some((text) => text.includes(wanted)), `${wanted} in ${JSON.stringify(texts)}`);
      assert.deepEqual(places.filter(({ inside }) => never.includes(inside)), []);
      assert.ok(places.every(({ one, box }) => one && box.width > 0), "each range stands in one text node, on screen");
      assert.equal(await everything(page), untouched);
      const shots = await shotsOf(page, places);
      await ask(stage.driver.helper, { type: "clear", tabId });
      assert.deepEqual(await painted(page), []);
      const cleared = await shotsOf(page, places);
      shots.forEach((shot, index) => assert.notEqual(shot, cleared[index], `${texts[index]} was painted on screen`));
      assert.equal(await everything(page), untouched);
      await page.close();
    });
  }
});
