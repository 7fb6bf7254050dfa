// Takes docs/images/extension.png anew: node scripts/picture-extension.mjs
// The page and the panel are photographed one by one, since a headless browser shows no side panel, and set side by side.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openBrowser, openPanel, readPage, until, useService } from "../tests/browser/extension.mjs";
import { ROOT, startService } from "../tests/browser/harness.mjs";
import { startPages } from "../tests/browser/pages.mjs";

const OUT = join(ROOT, "docs", "images", "extension.png");
const HEIGHT = 680;
const RECORD = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Chart</title>
<style>
  body { margin: 0; font: 15px/1.6 system-ui, sans-serif; color: #1c2430; background: #eef1f5; }
  header { background: #22466b; color: #fff; padding: 12px 28px; font-weight: 600; }
  nav { padding: 8px 28px; background: #fff; border-bottom: 1px solid #d5dbe3; color: #5a6675; }
  article { margin: 20px 28px; padding: 18px 28px; background: #fff; border: 1px solid #d5dbe3; border-radius: 6px; }
  h1 { font-size: 19px; margin: 0 0 8px; } h2 { font-size: 13px; margin: 16px 0 2px; color: #5a6675; }
  p { margin: 0; }
</style>
<header>Chart review</header>
<nav>Encounters · Results · <b>Notes</b> · Orders</nav>
<article>
<h1>Operative report</h1>
<h2>PROCEDURE</h2>
<p>Left proximal femoral varus derotational osteotomy.</p>
<h2>INDICATIONS</h2>
<p>Seven-year-old with spastic diplegia and a subluxating left hip, s/p right femoral osteotomy in 2021.
A pelvic osteotomy was discussed with the parents.</p>
<h2>DESCRIPTION OF PROCEDURE</h2>
<p>A direct lateral approach to the left proximal femur was made. With a guide wire in the neck, the oscillating saw was
used to cut the femur transversely just above the lesser trochanter. A 10 mm medially based wedge was removed. The shaft
was rotated externally by 25 degrees, and the osteotomy was fixed with a 100 degree blade plate and four cortical
screws. The hip was stable and well covered, so a pelvic osteotomy was not performed. No spica cast was applied.</p>
<h2>PLAN</h2>
<p>Abduction pillow for four weeks. The plate may be removed in a year.</p>
</article></html>`;

const service = await startService();
const pages = await startPages();
const driver = await openBrowser("chromium");
try {
  pages.made.set("/chart.html", RECORD);
  await useService(driver, service.url);
  const { page } = await readPage(driver, pages.url("chart.html"), (fresh) =>
    fresh.setViewport({ width: 960, height: HEIGHT, deviceScaleFactor: 1.5 }));
  const { panel } = await openPanel(driver, page);
  await panel.setViewport({ width: 420, height: HEIGHT, deviceScaleFactor: 1.5 });
  await panel.bringToFront();
  await until(() => panel.$("#match-list .match"), "the matches");
  const right = await panel.screenshot({ encoding: "base64" });
  await page.bringToFront();
  const left = await page.screenshot({ encoding: "base64" });
  const sheet = await driver.browser.newPage();
  await sheet.setViewport({ width: 1381, height: HEIGHT, deviceScaleFactor: 1.5 });
  await sheet.setContent(`<body style="margin:0;display:flex;background:#9aa4b1;gap:1px">
    <img height="${HEIGHT}" src="data:image/png;base64,${left}"><img height="${HEIGHT}" src="data:image/png;base64,${right}">`);
  await writeFile(OUT, await sheet.screenshot());
} finally {
  await driver.close();
  await pages.close();
  await service.stop();
}
