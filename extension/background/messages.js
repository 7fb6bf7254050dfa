// Who may ask for what. Content scripts get one small table, the extension's own pages another; nobody can name an address to call.
import { api } from "../shared/browser.js";
import { analyse, stop } from "./analyse.js";
import { annotate, ask, Fault } from "./api.js";
import { claimToken, faultOf, startPairing, test } from "./connection.js";
import { MAX_TEXT } from "./report.js";
import { load, save } from "./settings.js";
import { isOn, turnOff, turnOn } from "./sites.js";
import * as tabs from "./tab.js";
import { normalise } from "../shared/address.js";

const SCOPES = new Set(["auto", "page", "selection", "field"]);
const SETTLE = 400;
/** @type {Map<number, ReturnType<typeof setTimeout>>} */
const settling = new Map();

/**
 * @param {unknown} value
 * @returns {value is number}
 */
const isId = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * @param {unknown} value
 * @param {number} most
 * @returns {value is string}
 */
const isText = (value, most) => typeof value === "string" && value.length <= most;

/**
 * @param {unknown} value
 * @returns {value is number[]}
 */
const isIds = (value) => Array.isArray(value) && value.length <= 100_000 && value.every(isId);

/** @param {boolean} fine */
function insist(fine) {
  if (!fine) throw new Fault("badMessage");
}

/**
 * Whether the tab shows a page of a site that is always on; false once it was closed.
 * @param {number} tabId
 */
async function onTab(tabId) {
  const tab = await api.tabs.get(tabId).catch(() => null);
  return isOn(tab?.url);
}

/**
 * On a site that is always on, the page is read once its frames have settled - if it is still that site's page then.
 * @param {number} tabId
 */
function soon(tabId) {
  clearTimeout(settling.get(tabId));
  const read = async () => {
    settling.delete(tabId);
    if (await onTab(tabId)) await analyse(tabId, "page");
  };
  settling.set(tabId, setTimeout(() => void read(), SETTLE));
}

/** @typedef {{ tabId: number, frameId: number }} Origin */

/** @type {Record<string, (message: any, from: Origin) => Promise<unknown>>} */
const fromContent = {
  async ready(_message, { tabId }) {
    if (await onTab(tabId)) soon(tabId);
  },
  async moved({ changed, lost }, { tabId, frameId }) {
    insist(typeof changed === "boolean" && isIds(lost));
    await tabs.moved(tabId, frameId, { changed, lost });
    const { rerun } = await load();
    if (changed && rerun && (await onTab(tabId))) soon(tabId);
  },
};

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const fromPage = {
  async state({ tabId }) {
    insist(isId(tabId));
    return tabs.state(tabId);
  },
  async analyse({ tabId, scope }) {
    insist(isId(tabId) && SCOPES.has(scope));
    await analyse(tabId, scope);
  },
  async stop({ tabId }) {
    insist(isId(tabId));
    stop(tabId);
  },
  async paste({ text }) {
    insist(typeof text === "string");
    if (!text.trim()) throw new Fault("nothingToRead");
    if (text.length > MAX_TEXT) throw new Fault("tooLong", `${text.length} > ${MAX_TEXT}`);
    return annotate(await load(), text.toWellFormed());
  },
  async go({ tabId, id, explain }) {
    insist(isId(tabId) && isId(id));
    return tabs.go(tabId, id, explain ? "explain" : "jump");
  },
  async step({ tabId, by }) {
    insist(isId(tabId) && (by === 1 || by === -1));
    return tabs.step(tabId, by);
  },
  async flash({ tabId, id }) {
    insist(isId(tabId) && (id === null || isId(id)));
    await tabs.flash(tabId, id);
  },
  async show({ tabId, ids }) {
    insist(isId(tabId) && (ids === null || isIds(ids)));
    await tabs.show(tabId, ids);
  },
  async clear({ tabId }) {
    insist(isId(tabId));
    await tabs.clear(tabId);
  },
  async feedback({ feedback }) {
    insist(feedback !== null && typeof feedback === "object" && isText(feedback.text, MAX_TEXT));
    return ask(await load(), { method: "POST", path: "/v1/feedback", body: feedback });
  },
  async settings() {
    const { token, ...rest } = await load();
    return { ...rest, hasToken: Boolean(token) };
  },
  async save({ address, token, rerun }) {
    insist(isText(address, 2048) && (token === undefined || isText(token, 8192)) && typeof rerun === "boolean");
    return save({ address, token, rerun });
  },
  async test({ address, token }) {
    insist(isText(address, 2048) && (token === undefined || isText(token, 8192)));
    const wanted = normalise(address);
    if ("fault" in wanted) return { ok: false, fault: { code: "addressWrong", detail: api.i18n.getMessage(wanted.fault) } };
    const settings = await load();
    return test({ ...settings, address: wanted.address, token: token ?? settings.token });
  },
  async pair({ address }) {
    insist(isText(address, 2048));
    const saved = await save({ address });
    if ("fault" in saved) throw new Fault("addressWrong", api.i18n.getMessage(saved.fault));
    return startPairing(await load());
  },
  async claim({ device }) {
    insist(isText(device, 300));
    const token = await claimToken(await load(), device);
    if (token) await save({ token });
    return { connected: Boolean(token) };
  },
  async site({ origin }) {
    insist(isText(origin, 300));
    return { on: await isOn(origin) };
  },
  async siteOn({ origin }) {
    insist(isText(origin, 300));
    return turnOn(origin);
  },
  async siteOff({ pattern }) {
    insist(isText(pattern, 300));
    return turnOff(pattern);
  },
};

/**
 * Every reply is `{ value }` or `{ fault }`, so that no caller waits for ever.
 * @param {() => Promise<unknown>} work
 * @param {(reply: { value: unknown } | { fault: OsteotomeFault }) => void} reply
 */
function answer(work, reply) {
  work().then(
    (value) => reply({ value: value ?? null }),
    (error) => reply({ fault: faultOf(error) }),
  );
}

/** @type {(message: any, sender: chrome.runtime.MessageSender, reply: (value: any) => void) => boolean} */
export function onMessage(message, sender, reply) {
  const type = String(message?.type);
  if (sender.id !== api.runtime.id) return false;
  if (sender.url?.startsWith(api.runtime.getURL(""))) {
    if (!Object.hasOwn(fromPage, type)) return false;
    answer(() => fromPage[type](message), reply);
    return true;
  }
  const tabId = sender.tab?.id;
  if (tabId === undefined || !Object.hasOwn(fromContent, type)) return false;
  const from = { tabId, frameId: sender.frameId ?? 0 };
  answer(() => fromContent[type](message, from), reply);
  return true;
}
