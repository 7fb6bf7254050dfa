// Settings: the policy comes before the user, the user before the defaults; the token is kept apart.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import "./stub.mjs";

const stored = {};
let policy = null;
const secrets = new Map();

/** As much of IndexedDB as the vault uses: each request succeeds a moment later. */
function fakeDatabase() {
  const store = {
    get: (key) => ({ result: secrets.get(key) }),
    put: (value, key) => ({ result: secrets.set(key, value) && key }),
    delete: (key) => ({ result: secrets.delete(key) && undefined }),
  };
  return {
    close: () => undefined,
    transaction() {
      const transaction = { objectStore: () => store };
      queueMicrotask(() => transaction.oncomplete());
      return transaction;
    },
  };
}

globalThis.indexedDB = {
  open() {
    const request = { result: fakeDatabase() };
    queueMicrotask(() => request.onsuccess());
    return request;
  },
};
globalThis.chrome.storage = {
  local: { get: async () => ({ ...stored }), set: async (values) => void Object.assign(stored, values) },
  managed: {
    async get() {
      if (!policy) throw new Error("no policy");
      return policy;
    },
  },
};

const { load, save, saveSites } = await import("../../extension/background/settings.js");

beforeEach(() => {
  for (const name of Object.keys(stored)) delete stored[name];
  secrets.clear();
  policy = null;
});

describe("settings", () => {
  test("are_the_defaults_at_first", async () => {
    assert.deepEqual(await load(), {
      address: "http://127.0.0.1:27165",
      token: "",
      rerun: false,
      sites: [],
      allowedSites: null,
      locked: false,
      managed: [],
    });
  });

  test("are_saved_normalised_and_the_token_apart", async () => {
    assert.deepEqual(await save({ address: "localhost:8080/", token: "abc", rerun: true }), { address: "http://localhost:8080" });
    const { address, token, rerun } = await load();
    assert.deepEqual([address, token, rerun], ["http://localhost:8080", "abc", true]);
    assert.ok(!JSON.stringify(stored).includes("abc"));
  });

  test("a_token_stays_until_it_is_replaced_or_emptied", async () => {
    await save({ token: "abc" });
    await save({ address: "localhost:1" });
    assert.equal((await load()).token, "abc");
    await save({ token: "" });
    assert.equal((await load()).token, "");
  });

  for (const values of [{ address: "http://hospital.example" }, { token: "two words" }, { token: "x".repeat(5000) }, { token: "é" }]) {
    test(`refuse ${JSON.stringify(values).slice(0, 40)}`, async () => {
      assert.ok("fault" in (await save(values)));
      assert.deepEqual(stored, {});
    });
  }

  test("the_policy_comes_first", async () => {
    await save({ address: "localhost:1", token: "mine" });
    policy = { serverUrl: "https://osteotome.hospital.example", token: "theirs", allowedSites: ["https://ehr.example"] };
    const { address, token, allowedSites, managed, locked } = await load();
    assert.deepEqual([address, token, allowedSites], ["https://osteotome.hospital.example", "theirs", ["https://ehr.example"]]);
    assert.deepEqual(managed, ["serverUrl", "token", "allowedSites"]);
    assert.equal(locked, false);
  });

  test("a_locked_policy_refuses_changes", async () => {
    policy = { lockSettings: true };
    assert.deepEqual(await save({ address: "localhost:1" }), { fault: "settingsLocked" });
    assert.equal((await load()).locked, true);
  });

  test("a_policy_that_cannot_be_used_leaves_the_default", async () => {
    policy = { serverUrl: "http://hospital.example", allowedSites: "https://ehr.example" };
    const { address, allowedSites } = await load();
    assert.deepEqual([address, allowedSites], ["http://127.0.0.1:27165", null]);
  });

  test("sites_are_kept", async () => {
    await saveSites(["https://ehr.example/*"]);
    assert.deepEqual((await load()).sites, ["https://ehr.example/*"]);
  });
});
