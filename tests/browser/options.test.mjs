// The settings: addresses, token, pairing, and a connection test that tells seven causes apart.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { ask, openBrowser, until, useService } from "./extension.mjs";
import { startFake } from "./fake.mjs";
import { BROWSERS, ROOT, startService } from "./harness.mjs";
import { startPages } from "./pages.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const run = promisify(execFile);
const osteotome = (...args) => run(process.env.OSTEOTOME ?? ".venv/bin/osteotome", args, { cwd: ROOT });

/** What is wrong, how it is brought about, and what the page must then say. */
const CAUSES = [
  { cause: "nothing_listening", address: "127.0.0.1:9", says: /Nothing answers at http:\/\/127\.0\.0\.1:9/ },
  { cause: "wrong_address", address: "https://no-such-host.invalid", says: /No service can be reached|does not let the extension reach/ },
  { cause: "refused", behaviour: ["refused", true], says: /refused the access token \(401\)/ },
  { cause: "not_osteotome", behaviour: ["notOsteotome", true], says: /not be understood|not Osteotome/ },
  { cause: "another_program", behaviour: ["elsewhere", true], says: /not Osteotome/ },
  { cause: "other_version", behaviour: ["version"], says: /version 2 of the contract/ },
  { cause: "time_out", behaviour: ["slow"], says: /did not answer within/ },
  { cause: "connected", behaviour: ["fine"], says: /Connected to Osteotome 0\.1\.0/ },
];

const SHAPES = [
  ["127.0.0.1:27165", "http://127.0.0.1:27165"],
  ["localhost", "http://localhost:27165"],
  ["http://127.0.0.1:27165/v1/annotate", "http://127.0.0.1:27165"],
];
const REFUSED_SHAPES = ["http://osteotome.hospital.example", "ftp://127.0.0.1", "not an address", "https://a:b@x.example", ""];

let fake, pages;
before(async () => {
  fake = await startFake();
  pages = await startPages();
});
after(async () => {
  await fake?.close();
  await pages?.close();
});

for (const name of BROWSERS) {
  describe(`options in ${name}`, () => {
    let driver, options;
    before(async () => {
      driver = await openBrowser(name);
      await useService(driver, fake.url);
      options = driver.helper;
      await options.bringToFront();
    });
    after(() => driver?.close());

    const type = (value) =>
      options.$eval("#address", (field, words) => {
        field.value = words;
        field.dispatchEvent(new Event("change"));
      }, value);
    const result = () => options.$eval("#result", (box) => box.textContent);

    for (const { cause, address, behaviour, says } of CAUSES) {
      test(`the_connection_test_tells ${cause}`, async () => {
        if (behaviour) fake.behave(...behaviour);
        // The permission prompt for a foreign host needs a person, so the background is asked as the button would.
        const reply = await ask(options, { type: "test", address: address ?? fake.url });
        const { ok, fault } = reply.value;
        assert.equal(ok, cause === "connected");
        if (address?.startsWith("https")) {
          assert.ok(["blocked", "wrongAddress"].includes(fault.code), fault.code);
          return;
        }
        await type(address ?? fake.url);
        await options.click("#test");
        await until(async () => says.test(await result()), `${says}, not "${await result()}"`, 15_000);
      });
    }

    test("an_address_without_permission_is_told_as_blocked", async () => {
      const reply = await ask(options, { type: "test", address: `https://viewer.test:${pages.port}` });
      assert.equal(reply.value.fault.code, "blocked");
    });

    for (const [typed, stored] of SHAPES) {
      test(`the_address ${typed} is taken`, async () => {
        await type(typed);
        await options.click('#service [type="submit"]');
        await until(() => options.$eval("#address", (field, wanted) => field.value === wanted, stored), stored);
      });
    }

    for (const typed of REFUSED_SHAPES) {
      test(`the_address "${typed}" is refused with a reason`, async () => {
        await type(typed);
        assert.notEqual(await options.$eval("#address-fault", (box) => box.textContent), "");
        assert.equal(await options.$eval("#address", (field) => field.getAttribute("aria-invalid")), "true");
        const reply = await ask(options, { type: "save", address: typed, rerun: false });
        assert.ok(reply.value.fault, "the background refuses it, too");
      });
    }

    test("the_token_is_sent_but_never_shown_nor_in_storage", async () => {
      fake.behave("fine");
      await useService(driver, fake.url, "secret-token-1");
      await ask(options, { type: "paste", text: "A note." });
      const { headers } = fake.bodies.find(({ path }) => path === "/v1/annotate");
      assert.equal(headers.authorization, "Bearer secret-token-1");
      const stored = await options.evaluate(async () => {
        const { storage } = globalThis.browser ?? chrome;
        return JSON.stringify([await storage.local.get(null), await storage.sync.get(null), (await storage.session?.get(null)) ?? {}]);
      });
      assert.ok(!stored.includes("secret-token"), stored);
      const { value } = await ask(options, { type: "settings" });
      assert.deepEqual([value.hasToken, value.token], [true, undefined]);
      await ask(options, { type: "save", address: fake.url, rerun: false, token: "" });
    });

    test("axe_finds_nothing", async () => {
      await options.evaluate(AXE);
      const { violations, passes } = await options.evaluate(() => window.axe.run(document));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      assert.ok(passes.length > 10);
    });
  });

  describe(`pairing in ${name}`, () => {
    test("a_browser_is_let_in_by_code_and_then_reads_notes", async () => {
      const service = await startService();
      const driver = await openBrowser(name);
      try {
        await useService(driver, service.url);
        const options = driver.helper;
        await osteotome("token", "create", "Someone", "--role", "admin", "--state-dir", service.state);
        await options.bringToFront();
        await options.$eval("#address", (field, address) => (field.value = address), service.url);
        await options.click("#test");
        const result = () => options.$eval("#result", (box) => box.textContent);
        await until(async () => /401/.test(await result()), "the refusal without a token");
        await options.click("#pair");
        const code = await until(() => options.$eval("#result code", (box) => box.textContent).catch(() => ""), "the code");
        await osteotome("pair", "approve", code, "--state-dir", service.state, "--name", "Ward 3");
        await until(async () => /Paired/.test(await result()), "the token", 15_000);
        await options.click("#test");
        await until(async () => /Ward 3/.test(await result()), "the name that the service knows");
      } finally {
        await driver.close();
        await service.stop();
      }
    });
  });
}
