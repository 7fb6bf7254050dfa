// Frames: read where the browser allows, counted and named where not, and read once their origin is allowed.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { ask, openBrowser, openPanel, readPage, tabIdOf, until, useService } from "./extension.mjs";
import { BROWSERS, ROOT, startService } from "./harness.mjs";
import { painted } from "./painted.mjs";
import { startPages } from "./pages.mjs";

/** What is painted in all frames of a page, sorted. */
async function everywhere(page) {
  const places = await Promise.all(page.frames().map((frame) => painted(frame)));
  return places.flat().map(({ kind, status, text }) => `${kind} ${status} ${text}`).sort();
}

const OWN = ["femur performed", "fixation performed A", "fixation performed B"];
const kindsIn = (marks) => marks.map((mark) => mark.split(" ", 2).join(" "));

let service, pages;
before(async () => {
  service = await startService();
  pages = await startPages();
});
after(async () => {
  await service?.stop();
  await pages?.close();
});

for (const name of BROWSERS) {
  describe(`frames in ${name}`, () => {
    let driver;
    before(async () => {
      driver = await openBrowser(name);
      await useService(driver, service.url);
    });
    after(() => driver?.close());

    test("same_origin_blank_and_srcdoc_frames_are_read_foreign_ones_named", async () => {
      const { page, tabId, report } = await readPage(driver, pages.url("frames.html"));
      assert.deepEqual(report.unreadable, [`http://viewer.test:${pages.port}`]);
      const marks = await everywhere(page);
      assert.equal(marks.length, OWN.length, marks.join("\n"));
      assert.deepEqual(new Set(kindsIn(marks)), new Set(["femur performed", "fixation performed"]));
      const { panel } = await openPanel(driver, page);
      await until(() => panel.$('[data-key^="grant-"]'), "the button that asks for the origin");
      assert.match(await panel.$eval("#notices", (box) => box.textContent), /viewer\.test/);
      for (const { id } of report.annotation.concepts) {
        assert.equal((await ask(panel, { type: "go", tabId, id })).value, true);
      }
      await panel.close();
      await page.close();
    });
  });

  describe(`a site without permission in ${name}`, () => {
    let driver;
    before(async () => {
      driver = await openBrowser(name);
      await useService(driver, service.url);
    });
    after(() => driver?.close());

    test("is_read_when_the_button_is_pressed_and_not_before", async () => {
      const page = await driver.browser.newPage();
      await page.goto(pages.url("plain.html", "ehr.test"));
      assert.deepEqual(await painted(page), []);
      await driver.clickAction(page);
      await until(async () => (await painted(page)).length > 0, "the marks");
      const tabId = await tabIdOf(driver, page);
      await page.goto(pages.url("plain.html", "viewer.test"));
      await ask(driver.helper, { type: "analyse", tabId, scope: "page" });
      const { value } = await ask(driver.helper, { type: "state", tabId });
      assert.equal(value.fault.code, "pageClosed");
      assert.deepEqual(await painted(page), []);
      await page.close();
    });
  });

  describe(`allowed origins in ${name}`, () => {
    let driver, folder;
    before(async () => {
      // The browser's own permission prompt cannot be answered without a person: the copy has the answer built in.
      folder = await mkdtemp(join(tmpdir(), "osteotome-extension-"));
      await cp(join(ROOT, "extension"), folder, { recursive: true });
      const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
      manifest.host_permissions.push("http://viewer.test/*", "http://ehr.test/*");
      await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
      driver = await openBrowser(name, { folder });
      await useService(driver, service.url);
    });
    after(async () => {
      await driver?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test("an_allowed_frame_is_read_and_painted", async () => {
      const { page, report } = await readPage(driver, pages.url("frames.html"));
      assert.deepEqual(report.unreadable, []);
      const marks = await everywhere(page);
      assert.ok(kindsIn(marks).includes("pelvis negated"), marks.join("\n"));
      await page.close();
    });

    test("always_on_reads_pages_as_they_open_until_it_is_turned_off", async () => {
      const origin = `http://ehr.test:${pages.port}`;
      assert.deepEqual((await ask(driver.helper, { type: "siteOn", origin })).value, { on: true });
      const page = await driver.browser.newPage();
      await page.goto(`${origin}/plain.html`);
      await until(async () => (await painted(page)).length > 0, "the page read by itself");
      await page.goto(`${origin}/frames.html`);
      await until(async () => (await everywhere(page)).length === OWN.length + 1, "its frames, too");

      await ask(driver.helper, { type: "siteOff", pattern: "http://ehr.test/*" });
      await page.goto(`${origin}/plain.html`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.deepEqual(await painted(page), []);
      const { value } = await ask(driver.helper, { type: "settings" });
      assert.deepEqual(value.sites, []);
      await page.close();
    });

    test("a_page_that_changes_on_an_always_on_site_is_read_again_only_if_the_user_wants_that", async () => {
      const origin = `http://ehr.test:${pages.port}`;
      await ask(driver.helper, { type: "siteOn", origin });
      await ask(driver.helper, { type: "save", address: service.url, rerun: true });
      const page = await driver.browser.newPage();
      await page.goto(`${origin}/plain.html`);
      await until(async () => (await painted(page)).length > 0, "the first reading");
      await page.evaluate(() => {
        document.querySelector("#note").append(Object.assign(document.createElement("p"), { textContent: "A spica cast was applied." }));
      });
      await until(async () => (await painted(page)).some(({ text }) => text.includes("spica")), "the second reading");
      await ask(driver.helper, { type: "siteOff", pattern: "http://ehr.test/*" });
      await ask(driver.helper, { type: "save", address: service.url, rerun: false });
      await page.close();
    });
  });
}
