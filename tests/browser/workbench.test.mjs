// The workbench in real browsers, against a real service: what is marked is what the answer points at.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { NOTE, atTheWorkbench } from "./workbench.mjs";

atTheWorkbench("reading", (bench) => {
  test("marks_every_match_at_its_words_and_keeps_the_text", async () => {
    await bench.open();
    await bench.read();
    const { concepts } = await bench.answer();
    assert.ok(concepts.length >= 4);
    assert.equal(await bench.page.$eval(".paper-text", (one) => one.textContent), NOTE);
    for (const concept of concepts) assert.equal(NOTE.slice(concept.start, concept.end), concept.text);
    const rows = await bench.page.$$eval(".mentions [data-concept]", (found) => found.map((one) => Number(one.dataset.concept)));
    assert.deepEqual(rows.toSorted((a, b) => a - b), concepts.map((one) => one.id).toSorted((a, b) => a - b));
    const marked = (await bench.texts(".paper-text mark")).join("");
    for (const concept of concepts.filter((one) => one.concept === "femoral_osteotomy")) {
      assert.ok(marked.includes(concept.text), `${concept.concept} is marked`);
    }
    assert.deepEqual(bench.faults, []);
  });

  test("shows_the_answer_with_its_reason_and_code", async () => {
    await bench.open();
    await bench.read();
    const { suggestions } = await bench.answer();
    const first = suggestions.find((one) => one.code === "27165");
    assert.equal(first?.decision, "suggest");
    const card = await bench.page.$eval("section.card", (one) => one.innerText);
    for (const part of ["27165", "Supported", "Modifier LT", first.reason]) assert.ok(card.includes(part), part);
  });

  test("a_reason_takes_the_reader_to_its_words", async () => {
    await bench.open({ width: 1400, height: 420 });
    await bench.read(`${"Padding line of the note.\n".repeat(120)}${NOTE}`);
    const before_ = await bench.page.$eval("#paper", (one) => one.scrollTop);
    await bench.page.$eval("section.card .quote", (one) => one.click());
    await bench.page.waitForFunction((was) => document.querySelector("#paper").scrollTop > was, {}, before_);
    await bench.page.waitForFunction(() => {
      const mark = document.querySelector("mark.active.flash")?.getBoundingClientRect();
      const paper = document.querySelector("#paper").getBoundingClientRect();
      return mark && mark.top >= paper.top && mark.bottom <= paper.bottom;
    });
    const quote = await bench.page.$eval("section.card .quote .specimen", (one) => one.textContent);
    const active = (await bench.texts("mark.active")).join("");
    assert.ok(active.startsWith(quote.slice(0, 20)), `${active} | ${quote}`);
  });

  test("keys_go_through_the_matches_and_back", async () => {
    await bench.open();
    await bench.read();
    const place = () => bench.page.$eval(".place", (one) => one.textContent);
    const total = (await bench.texts(".mentions > li")).length;
    await bench.page.focus("#paper");
    await bench.page.keyboard.press("n");
    assert.equal(await place(), `1 of ${total}`);
    await bench.page.keyboard.press("n");
    assert.equal(await place(), `2 of ${total}`);
    await bench.page.keyboard.press("p");
    await bench.page.keyboard.press("p");
    assert.equal(await place(), `${total} of ${total}`);
    await bench.page.keyboard.press("Escape");
    assert.equal(await bench.page.$eval("#source", (one) => one.hidden), false);
    await bench.page.keyboard.type("n");
    assert.ok((await bench.page.$eval("#source", (one) => one.value)).includes("n"));
    assert.equal(await bench.page.$eval("#stale", (one) => one.hidden), false);
  });

  test("filters_hide_kinds_and_statuses", async () => {
    await bench.open();
    await bench.read();
    const historical = await bench.page.$$eval("mark.s-historical", (found) => found.length);
    assert.ok(historical > 0);
    const chips = await bench.page.$$(".chip");
    for (const chip of chips) {
      if ((await chip.evaluate((one) => one.textContent)).startsWith("Historical")) await chip.click();
    }
    assert.equal((await bench.page.$$("mark.s-historical")).length, 0);
    assert.equal(await bench.page.$eval(".paper-text", (one) => one.textContent), NOTE);
    await bench.page.click(".reset");
    assert.equal((await bench.page.$$("mark.s-historical")).length, historical);
  });

  test("a_file_is_read_by_the_service", async () => {
    await bench.open();
    const folder = await mkdtemp(join(tmpdir(), "osteotome-file-"));
    const file = join(folder, "note.html");
    await writeFile(file, "<p>Left <b>intertrochanteric</b> osteotomy of the femur was completed with the saw.</p>");
    const input = await bench.page.$("#file");
    await input.uploadFile(file);
    await bench.page.waitForSelector("#paper:not([hidden]) mark");
    await rm(folder, { recursive: true });
    const text = "Left intertrochanteric osteotomy of the femur was completed with the saw.";
    assert.equal((await bench.page.$eval(".paper-text", (one) => one.textContent)).trim(), text);
    assert.equal((await bench.page.$eval("#source", (one) => one.value)).trim(), text);
  });

  test("html_is_read_and_marked_as_text", async () => {
    await bench.open();
    await bench.page.select("#sample", "ehr-html");
    await bench.page.waitForSelector("#paper:not([hidden]) mark");
    const text = await bench.page.$eval(".paper-text", (one) => one.textContent);
    assert.ok(!text.includes("<"));
    assert.ok(!text.includes("ignored()"));
    assert.ok((await bench.texts("mark")).join(" ").includes("osteotomy"));
  });

  test("every_built_in_note_is_read", async () => {
    await bench.open();
    const ids = await bench.page.$$eval("#sample option", (found) => found.map((one) => one.value).filter(Boolean));
    assert.ok(ids.length >= 8);
    for (const id of ids) {
      await bench.page.select("#sample", id);
      await bench.page.waitForFunction(() => document.querySelector("#annotate").textContent === "Read the note");
      await bench.page.waitForSelector("section.card .code");
      assert.ok((await bench.texts(".code")).includes("27165"), id);
    }
    assert.deepEqual(bench.faults, []);
  });

  for (const width of [400, 700, 940, 1100]) {
    test(`fits_a_window_of_${width}`, async () => {
      await bench.open({ width, height: 800 });
      await bench.read();
      const over = await bench.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const cut = [...document.querySelectorAll(".pane-bar button, .topbar button, .topbar a, .inspector button")].filter((one) => {
          const box = one.getBoundingClientRect();
          const frame = one.closest(".pane, .topbar").getBoundingClientRect();
          return box.width && (box.left < frame.left || box.right > frame.right);
        });
        return { page: scrollWidth - clientWidth, cut: cut.map((one) => one.textContent) };
      });
      assert.deepEqual(over, { page: 0, cut: [] });
    });
  }
});
