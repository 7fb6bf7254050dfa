// What most suites stand on: a real service, the fixture pages, and a browser whose extension talks to that service.

import { after, before, describe } from "node:test";

import { openBrowser, useService } from "./extension.mjs";
import { BROWSERS, startService } from "./harness.mjs";
import { startPages } from "./pages.mjs";

/**
 * A suite in each browser that was asked for.
 * @param {string} title
 * @param {(stage: {name: string, service: any, pages: any, driver: any}) => void} define its tests; all but `name` is
 *   there once they run
 */
export function inEachBrowser(title, define) {
  for (const name of BROWSERS) {
    describe(`${title} in ${name}`, () => {
      const stage = { name };
      before(async () => {
        stage.service = await startService();
        stage.pages = await startPages();
        stage.driver = await openBrowser(name);
        await useService(stage.driver, stage.service.url);
      });
      after(async () => {
        await stage.driver?.close();
        await stage.service?.stop();
        await stage.pages?.close();
      });
      define(stage);
    });
  }
}
