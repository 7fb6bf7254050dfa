// Takes the workbench's pictures in docs/images anew: node tests/browser/screenshots.mjs

import { join } from "node:path";

import { ROOT, launch, startService } from "./harness.mjs";

const service = await startService();
const browser = await launch("chromium");
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  for (const theme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    await page.goto(service.url);
    await page.waitForSelector("#service[data-state=ready]");
    await page.select("#sample", "vdro");
    await page.waitForSelector("#paper:not([hidden]) mark");
    await page.click("#next");
    await page.click("#next");
    await new Promise((resolve) => setTimeout(resolve, 1500)); // the flash has faded
    await page.screenshot({ path: join(ROOT, "docs", "images", `workbench-${theme}.png`) });
  }
} finally {
  await browser.close();
  await service.stop();
}
