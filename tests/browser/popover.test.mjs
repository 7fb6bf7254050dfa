// The note beside a mark: on hover and by key, never taking the focus, gone without a trace.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { ask, readPage, until } from "./extension.mjs";
import { active, everything, painted } from "./painted.mjs";
import { inEachBrowser } from "./stage.mjs";

inEachBrowser("popover", (stage) => {
  let page, tabId, report, untouched;
  before(async () => {
    ({ page, tabId, report } = await readPage(stage.driver, stage.pages.url("plain.html"), async (fresh) => {
      untouched = await everything(fresh);
    }));
    await page.bringToFront();
  });

  const host = () => page.$("osteotome-popover");
  const middleOf = ({ box }) => [box.x + box.width / 2, box.y + box.height / 2];

  test("rests_beside_the_mark_under_the_pointer", async () => {
    const mark = (await painted(page)).find(({ status }) => status === "negated");
    const focused = await page.evaluate(() => document.activeElement.tagName);
    await page.mouse.move(...middleOf(mark));
    const shown = await until(host, "the popover");
    const look = await shown.evaluate((one) => ({
      closed: one.shadowRoot === null,
      top: one.matches(":popover-open"),
      role: one.getAttribute("role"),
      box: one.getBoundingClientRect().toJSON(),
    }));
    assert.deepEqual([look.closed, look.top, look.role], [true, true, "tooltip"]);
    assert.ok(look.box.width > 60 && look.box.height > 20, JSON.stringify(look.box));
    assert.ok(look.box.top >= mark.box.y + mark.box.height || look.box.bottom <= mark.box.y, "beside the mark, not over it");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), focused);
    await page.mouse.move(5, 500);
    await until(async () => !(await host()), "the popover gone");
    assert.equal(await everything(page), untouched);
  });

  test("escape_closes_it", async () => {
    const [mark] = await painted(page);
    await page.mouse.move(...middleOf(mark));
    await until(host, "the popover");
    await page.keyboard.press("Escape");
    assert.equal(await host(), null);
    assert.equal(await everything(page), untouched);
  });

  test("the_step_commands_go_through_the_matches_in_order_and_wrap_round", async () => {
    const { concepts } = report.annotation;
    for (const { text } of [...concepts, concepts[0]]) {
      assert.equal((await ask(stage.driver.helper, { type: "step", tabId, by: 1 })).value, true);
      assert.equal(await active(page), text);
    }
    await ask(stage.driver.helper, { type: "step", tabId, by: -1 });
    assert.equal(await active(page), concepts.at(-1).text);
  });

  test("a_key_shows_it_for_the_active_match_and_announces_it", async () => {
    const { id, text } = report.annotation.concepts.at(-1);
    await page.mouse.move(5, 500);
    await ask(stage.driver.helper, { type: "go", tabId, id, explain: true });
    const shown = await until(host, "the popover");
    assert.equal(await shown.evaluate((one) => one.getAttribute("role")), "status");
    assert.equal(await active(page), text);
    await page.keyboard.press("Escape");
    await until(async () => !(await host()), "the popover gone");
    assert.equal(await everything(page), untouched);
  });
});
