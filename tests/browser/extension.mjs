// Drives the extension as a person would: the toolbar button, the panel and the options page, in either browser.

import { join } from "node:path";

import { launch, ROOT } from "./harness.mjs";

const FOLDER = join(ROOT, "extension");
const GECKO_ID = "osteotome@osteotome.invalid";
const GECKO_UUID = "11111111-2222-4333-8444-555555555555";
const HOSTS = ["ehr.test", "viewer.test"];

/** Waits until `look` gives something true; says what was waited for if it never does. */
export async function until(look, what, limit = 10_000) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never saw: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** A browser with the extension in it. Names under .test lead to this machine, and need activeTab or a permission. */
export async function openBrowser(name, { args = [], prefs = {}, folder = FOLDER } = {}) {
  return name === "chromium" ? openChromium(args, folder) : openFirefox(args, prefs, folder);
}

async function openChromium(args, folder) {
  const rules = HOSTS.map((host) => `MAP ${host} 127.0.0.1`).join(",");
  const browser = await launch("chromium", { extension: folder, args: [`--host-resolver-rules=${rules}`, ...args] });
  const extension = (await browser.extensions()).get(browser.extensionId);
  const base = `chrome-extension://${extension.id}/`;
  return {
    name: "chromium",
    browser,
    base,
    close: () => browser.close(),
    async clickAction(page) {
      await page.bringToFront();
      await page.triggerExtensionAction(extension);
    },
    async openPage(path) {
      const page = await browser.newPage();
      await page.goto(base + path);
      return page;
    },
    worker: () => until(async () => (await extension.workers())[0], "the service worker"),
    sidePanel: () =>
      until(async () => (await browser.pages()).find((page) => page.url() === `${base}panel/panel.html`), "the side panel"),
  };
}

async function openFirefox(args, prefs, folder) {
  const browser = await launch("firefox", {
    extension: folder,
    args: ["--remote-allow-system-access", ...args],
    prefs: {
      "extensions.webextensions.uuids": JSON.stringify({ [GECKO_ID]: GECKO_UUID }),
      "network.dns.localDomains": HOSTS.join(","),
      "extensions.webextOptionalPermissionPrompts": false,
      ...prefs,
    },
  });
  const base = `moz-extension://${GECKO_UUID}/`;
  const send = async (method, params) => (await browser.connection.send(method, params)).result;
  const privileged = async (expression) => {
    const { contexts } = await send("browsingContext.getTree", { "moz:scope": "chrome" });
    const answer = await send("script.evaluate", { expression, target: { context: contexts[0].context }, awaitPromise: true, userActivation: true });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  };
  const parent = `const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
    const extension = ExtensionParent.GlobalManager.getExtension(${JSON.stringify(GECKO_ID)});`;
  return {
    name: "firefox",
    browser,
    base,
    privileged,
    close: () => browser.close(),
    async clickAction(page) {
      await page.bringToFront();
      await privileged(`(async () => { ${parent} ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window); })()`);
    },
    async openPage(path) {
      const known = new Set((await send("browsingContext.getTree", {})).contexts.map(({ context }) => context));
      const page = await browser.newPage();
      const { contexts } = await send("browsingContext.getTree", {});
      const fresh = contexts.find(({ context }) => !known.has(context));
      // Moving to an extension page changes the process, which ends the tab's own "load" events; hence no waiting here.
      await send("browsingContext.navigate", { context: fresh.context, url: base + path, wait: "none" });
      await until(() => page.evaluate((url) => location.href === url && document.readyState === "complete", base + path).catch(() => false), path);
      return page;
    },
  };
}

/** Asks the background from an extension page, as the panel does. */
export const ask = (page, message) =>
  page.evaluate((wanted) => (globalThis.browser ?? chrome).runtime.sendMessage(wanted), message);

/** Points the extension at a service, through its options page, which stays open for looking up tabs. */
export async function useService(driver, address, token = "") {
  if (!driver.helper) {
    driver.helper = await driver.openPage("options/options.html");
    await until(() => driver.helper.$eval("#address", (input) => input.value !== ""), "the settings");
  }
  const reply = await ask(driver.helper, { type: "save", address, rerun: false, ...(token ? { token } : {}) });
  if (!reply.value?.address) throw new Error(`not saved: ${JSON.stringify(reply)}`);
}

/** The id of the tab that shows `page`; its address must be visible to the extension. */
export function tabIdOf(driver, page) {
  const find = async (wanted) => {
    const tabs = await (globalThis.browser ?? chrome).tabs.query({});
    return tabs.find((tab) => tab.url === wanted)?.id ?? null;
  };
  return until(() => driver.helper.evaluate(find, page.url()), `the tab of ${page.url()}`);
}

/** The panel in a tab of its own, fixed to the tab that shows `page`. */
export async function openPanel(driver, page) {
  const tabId = await tabIdOf(driver, page);
  return { panel: await driver.openPage(`panel/panel.html?tab=${tabId}`), tabId };
}

/** What the extension says of a tab, once it is not busy: `{report, fault}`. */
export async function stateOf(driver, tabId, wanted = ({ report, fault }) => report || fault) {
  return until(async () => {
    const { value } = await ask(driver.helper, { type: "state", tabId });
    return value && !value.busy && wanted(value) && value;
  }, `a report on tab ${tabId}`);
}

/** Opens an address, presses the toolbar button and waits for the answer. */
export async function readPage(driver, url, prepare = async () => undefined) {
  const page = await driver.browser.newPage();
  await page.goto(url);
  await prepare(page);
  await driver.clickAction(page);
  const tabId = await tabIdOf(driver, page);
  return { page, tabId, ...(await stateOf(driver, tabId)) };
}
