// When things fail: each failure says what happened and what to do, nothing hangs, nothing is lost.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { ask, openBrowser, openPanel, readPage, stateOf, tabIdOf, until, useService } from "./extension.mjs";
import { startFake } from "./fake.mjs";
import { BROWSERS, startService } from "./harness.mjs";
import { everything, painted } from "./painted.mjs";
import { startPages } from "./pages.mjs";

const FAULTS = [
  { behaviour: "refused", code: "refused", says: /401.*settings/i },
  { behaviour: "tooLarge", code: "tooLarge", says: /413.*select/i },
  { behaviour: "busy", code: "busy", says: /busy/i },
  { behaviour: "serverFault", code: "serverFault", says: /the reader failed/i },
  { behaviour: "garbage", code: "garbage", says: /not be understood/i },
  { behaviour: "halfAnswer", code: "garbage", says: /not be understood/i },
  { behaviour: "version", code: "version", says: /version 2/i },
  { behaviour: "notOsteotome", code: "garbage", says: /proxy|sign-in/i },
  { behaviour: "hangUp", code: "blocked", says: /./ },
];

let fake, service, pages;
before(async () => {
  fake = await startFake();
  service = await startService();
  pages = await startPages();
});
after(async () => {
  await fake?.close();
  await service?.stop();
  await pages?.close();
});

for (const name of BROWSERS) {
  describe(`failures in ${name}`, () => {
    let driver, page, panel, tabId, untouched;
    before(async () => {
      driver = await openBrowser(name);
      await useService(driver, fake.url);
      fake.behave("fine");
      ({ page, tabId } = await readPage(driver, pages.url("plain.html"), async (fresh) => {
        untouched = await everything(fresh);
      }));
      ({ panel } = await openPanel(driver, page));
      await panel.bringToFront();
    });
    after(() => driver?.close());

    const notice = () => panel.$eval("#notices", (box) => box.textContent);
    const badge = () => driver.helper.evaluate((id) => (globalThis.browser ?? chrome).action.getBadgeText({ tabId: id }), tabId);
    const title = () => driver.helper.evaluate((id) => (globalThis.browser ?? chrome).action.getTitle({ tabId: id }), tabId);

    for (const { behaviour, code, says } of FAULTS) {
      test(`${behaviour} is told in panel and badge`, async () => {
        fake.behave(behaviour);
        await panel.click("#read-page");
        await until(async () => says.test(await notice()) && (await stateOf(driver, tabId)).fault?.code, `${says}, not "${await notice()}"`);
        const { fault } = await stateOf(driver, tabId);
        if (behaviour !== "hangUp") assert.equal(fault.code, code);
        assert.equal(await badge(), "!");
        assert.match(await title(), /^Osteotome: \S+/);
        assert.equal(await everything(page), untouched);
      });
    }

    test("after_a_failure_trying_again_reads_the_page", async () => {
      fake.behave("busy");
      await panel.click("#read-page");
      await until(() => panel.$('[data-key="retry"]'), "the button");
      fake.behave("fine");
      await panel.click('[data-key="retry"]');
      await until(async () => (await notice()) === "" && (await badge()) === "0", "the answer");
    });

    test("nothing_listening_is_told_with_the_address", async () => {
      await useService(driver, "127.0.0.1:9");
      await panel.click("#read-page");
      await until(async () => /Nothing answers at http:\/\/127\.0\.0\.1:9.*osteotome serve/.test(await notice()), "the reason");
      await useService(driver, fake.url);
    });

    test("a_slow_service_can_be_asked_again_and_the_last_answer_counts", async () => {
      fake.behave("slow");
      await panel.click("#read-page");
      await until(() => fake.bodies.length === 1, "the slow request");
      fake.behave("fine");
      await panel.click("#read-page");
      const { report, fault } = await stateOf(driver, tabId);
      assert.equal(fault, null);
      assert.deepEqual(report.annotation.concepts, []);
    });

    test("no_text_leaves_the_page_but_to_the_service", async () => {
      fake.behave("fine");
      await panel.click("#read-page");
      await until(() => fake.bodies.length > 0, "the request");
      await stateOf(driver, tabId);
      const [{ path, headers, body }] = fake.bodies;
      assert.equal(path, "/v1/annotate");
      assert.match(headers.origin ?? "", /^(chrome|moz)-extension:/);
      assert.equal(headers.cookie, undefined);
      const { text, ...rest } = JSON.parse(body);
      assert.ok(text.includes("intertrochanteric osteotomy"));
      assert.deepEqual(rest, { format: "text", offsets: "codepoint" });
      const kept = await driver.helper.evaluate(async () => {
        const { storage } = globalThis.browser ?? chrome;
        return JSON.stringify([await storage.local.get(null), (await storage.session?.get(null)) ?? {}]);
      });
      assert.ok(!kept.includes("osteotomy of"), kept);
      assert.ok(!(await title()).includes("osteotomy of"));
    });

    test("malformed_messages_are_refused", async () => {
      for (const message of [{ type: "analyse", tabId: "1", scope: "page" }, { type: "paste", text: 7 }, { type: "go", tabId, id: -1 }, { type: "show", tabId, ids: ["x"] }]) {
        assert.equal((await ask(panel, message)).fault.code, "badMessage", JSON.stringify(message));
      }
    });

    test("feedback_that_fails_stays_and_can_be_sent_again", async () => {
      await useService(driver, service.url);
      await panel.click("#read-page");
      await until(() => panel.$('.verdict.suggest'), "the decision");
      await useService(driver, "127.0.0.1:9");
      await panel.$eval('[data-key^="accept-"]', (button) => button.click());
      await until(() => panel.$(".judge .failed"), "the failure");
      await useService(driver, service.url);
      await panel.$$eval(".judge button", ([again]) => again.click());
      await until(() => panel.$(".judge .done"), "the verdict recorded");
    });
  });
}

if (BROWSERS.includes("chromium")) {
  describe("the background ends in chromium", () => {
    let driver;
    before(async () => {
      driver = await openBrowser("chromium");
      await useService(driver, fake.url);
    });
    after(() => driver?.close());

    test("killed_in_mid_request_the_panel_says_so_and_can_try_again", async () => {
      fake.behave("fine");
      const { page } = await readPage(driver, pages.url("plain.html"));
      const { panel } = await openPanel(driver, page);
      await panel.bringToFront();
      fake.behave("slow");
      await panel.click("#read-page");
      await until(() => fake.bodies.length === 1, "the request");
      const worker = await driver.worker();
      await worker.close();
      await until(() => panel.$eval("#notices", (box) => /stopped the extension/.test(box.textContent)), "what happened");
      await useService(driver, service.url);
      await panel.click('[data-key="retry"]');
      await until(async () => (await painted(page)).length > 0, "the page read after all");
    });

    test("killed_with_no_panel_open_the_badge_says_so_once_the_background_is_back", async () => {
      await useService(driver, fake.url);
      const page = await driver.browser.newPage();
      await page.goto(pages.url("plain.html?killed"));
      const tabId = await tabIdOf(driver, page);
      fake.behave("slow");
      await driver.clickAction(page);
      await until(() => fake.bodies.length === 1, "the request");
      await (await driver.worker()).close();
      const { fault } = await stateOf(driver, tabId);
      assert.equal(fault.code, "backgroundStopped");
      assert.equal(await driver.helper.evaluate((id) => chrome.action.getBadgeText({ tabId: id }), tabId), "!");
    });

    test("updated_under_an_open_tab_the_page_says_so_and_is_left_clean", async () => {
      await useService(driver, service.url);
      const { page } = await readPage(driver, pages.url("plain.html?update"));
      const [mark] = await painted(page);
      // The extension's own pages close with it.
      await driver.helper.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
      await page.bringToFront();
      await page.mouse.move(mark.box.x + 4, mark.box.y + 4);
      await new Promise((resolve) => setTimeout(resolve, 700));
      await page.mouse.move(mark.box.x + 9, mark.box.y + 6);
      await until(async () => (await painted(page)).length === 0, "the marks taken away");
      await until(() => page.$("osteotome-popover"), "the words that say so");
    });
  });
}
