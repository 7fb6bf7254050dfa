// The workbench page open in a real browser against a real service, for the tests of it.

import { after, before, describe } from "node:test";

import { BROWSERS, launch, startService } from "./harness.mjs";

export const NOTE = [
  "OPERATIVE REPORT 🦴", "PROCEDURE: Left VDRO", "", "INDICATIONS: s/p right varus osteotomy in 2019.", "",
  "DESCRIPTION OF PROCEDURE:", "The femur was exposed. An intertrochanteric osteotomy of the left femur was completed with "
  + "the oscillating saw and a wedge was removed. A blade plate was applied.",
  "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>",
].join("\n");

/** Run `tests(bench)` in every browser; all of them share one service. */
export function atTheWorkbench(what, tests) {
  let service;
  before(async () => (service = await startService()));
  after(() => service?.stop());
  for (const name of BROWSERS) {
    describe(`workbench ${what} in ${name}`, () => {
      const bench = new Workbench();
      before(async () => Object.assign(bench, { browser: await launch(name), service }));
      after(() => bench.browser?.close());
      tests(bench);
    });
  }
}

class Workbench {
  async open(size = { width: 1400, height: 900 }) {
    const page = await this.browser.newPage();
    this.page = page;
    this.faults = [];
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && this.faults.push(message.text()));
    await page.setViewport(size);
    await page.goto(this.service.url);
    await page.waitForSelector("#service[data-state=ready]");
  }

  async read(text = NOTE) {
    await this.page.evaluate((value) => (document.querySelector("#source").value = value), text);
    await this.page.click("#annotate");
    await this.page.waitForSelector("#paper:not([hidden]) .paper-text");
  }

  /** What the service answers for the same note, to compare the page with. */
  answer(text = NOTE) {
    return this.page.evaluate(async (value) => {
      const body = JSON.stringify({ text: value, offsets: "utf16" });
      const response = await fetch("/v1/annotate", { method: "POST", body, headers: { "Content-Type": "application/json" } });
      return response.json();
    }, text);
  }

  texts(selector) {
    return this.page.$$eval(selector, (found) => found.map((one) => one.textContent));
  }
}
