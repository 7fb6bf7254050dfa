// What the extension promises about its own files: messages, permissions, no network but one place, nothing from strings.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, test } from "node:test";

const FOLDER = new URL("../../extension/", import.meta.url);
const read = (path) => readFile(new URL(path, FOLDER), "utf8");
const json = async (path) => JSON.parse(await read(path));
const names = (await readdir(FOLDER, { recursive: true })).filter((name) => /\.(js|html|css)$/.test(name));
const sources = new Map(await Promise.all(names.map(async (name) => [name, await read(name)])));
const english = await json("_locales/en/messages.json");
const manifest = await json("manifest.json");

/** The names of messages that the sources ask for by a constant. */
function asked() {
  const found = new Set(JSON.stringify(manifest).match(/__MSG_(\w+)__/g).map((name) => name.slice(6, -2)));
  for (const source of sources.values()) {
    for (const [, name] of source.matchAll(/\bt\("(\w+)"/g)) found.add(name);
    for (const [, name] of source.matchAll(/getMessage\("(\w+)"/g)) found.add(name);
    for (const [, name] of source.matchAll(/data-t(?:-label)?="(\w+)"/g)) found.add(name);
    for (const [, name] of source.matchAll(/new Fault\("(\w+)"/g)) found.add(`fault_${name}`);
    for (const [, name] of source.matchAll(/fault: "(\w+)"/g)) found.add(name);
  }
  return found;
}

describe("messages", () => {
  test("every_message_asked_for_exists", () => assert.deepEqual([...asked()].filter((name) => !english[name]), []));

  for (const language of ["es"]) {
    test(`${language}_has_the_same_messages_with_the_same_values`, async () => {
      const other = await json(`_locales/${language}/messages.json`);
      assert.deepEqual(Object.keys(other), Object.keys(english));
      const values = (words) => (words.match(/\$\d/g) ?? []).sort().join();
      for (const name of Object.keys(english)) assert.equal(values(other[name].message), values(english[name].message), name);
    });
  }

  test("every_fixed_message_is_used", () => {
    const all = [...sources.values()].join("\n");
    const families = /^(concept|kind|status|side|level|section|means|document|fault|help|reason|judge|judged|decision|filter|address|settings|token|permission)_?/;
    const unused = Object.keys(english).filter((name) => !asked().has(name) && !families.test(name) && !all.includes(`"${name}"`));
    assert.deepEqual(unused, []);
  });
});

describe("manifest", () => {
  test("asks_for_no_broad_permission", () => {
    assert.deepEqual(manifest.permissions, ["activeTab", "scripting", "storage", "contextMenus", "sidePanel"]);
    assert.deepEqual(manifest.host_permissions, ["http://127.0.0.1/*", "http://localhost/*"]);
    assert.equal(manifest.content_scripts, undefined);
    assert.equal(manifest.web_accessible_resources, undefined);
  });

  test("has_a_strict_policy", () => {
    const policy = manifest.content_security_policy.extension_pages;
    for (const part of ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.includes(part), part);
    assert.ok(!/unsafe|\*\s*;/.test(policy));
  });

  test("names_only_files_that_exist", async () => {
    const { FILES } = await import("./stub.mjs").then(() => import("../../extension/background/injector.js"));
    const icons = Object.values(manifest.icons);
    for (const file of [...FILES, ...icons, manifest.background.service_worker, manifest.side_panel.default_path]) {
      assert.ok((await read(file)).length > 0, file);
    }
  });
});

describe("sources", () => {
  for (const [name, source] of sources) {
    test(`${name} keeps the rules`, () => {
      assert.ok(source.split("\n").length <= 210, "about 200 lines at most");
      if (!name.startsWith("background/api.js")) assert.ok(!/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/.test(source), "all HTTP is in background/api.js");
      assert.ok(!/console\.|innerHTML|outerHTML|insertAdjacentHTML|eval\(|new Function/.test(source));
      assert.ok(!/https?:\/\/(?!127\.0\.0\.1)[a-z0-9.-]+\.[a-z]{2,}/.test(source), "no outside address");
      if (name.startsWith("content/")) assert.ok(!/storage\.|localStorage|sessionStorage|indexedDB/.test(source), "nothing is stored by a page");
    });
  }
});
