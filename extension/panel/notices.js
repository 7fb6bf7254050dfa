// What went wrong or has to be known, each with what can be done about it.
import { byId, fill, h, isNew } from "../shared/dom.js";
import { api, t } from "../shared/browser.js";
import { faultFrom } from "../shared/ask.js";
import { patternOf } from "../shared/address.js";
import { current, state } from "./state.js";

/** Failures that the settings can cure. */
const SETTINGS = new Set(["refused", "forbidden", "wrongAddress", "notOsteotome", "blocked", "version", "addressWrong"]);
/** Failures where trying again may do. */
const RETRY = new Set(["down", "timeout", "busy", "serverFault", "garbage", "backgroundStopped", "pageStuck", "unexpected"]);

/** @type {() => void} */
let read = () => {};

/** @param {() => void} again reads once more what was read last */
export function onReadAgain(again) {
  read = again;
}

/** @param {unknown} error */
export function showFault(error) {
  state.fault = faultFrom(error);
  state.busy = false;
  renderNotices();
}

/** @param {OsteotomeFault} fault */
function faultNotice({ code, detail }) {
  const words = t(`fault_${code}`, detail ?? "");
  const help = api.i18n.getMessage(`help_${code}`);
  return h(
    "div",
    { class: "notice fault", role: "alert" },
    h("strong", {}, words === `fault_${code}` ? t("fault_unexpected", detail ?? "") : words),
    help && h("p", {}, help),
    h(
      "div",
      { class: "row" },
      RETRY.has(code) && h("button", { type: "button", "data-key": "retry", onclick: () => read() }, t("tryAgain")),
      SETTINGS.has(code) &&
        h("button", { type: "button", "data-key": "settings", onclick: () => api.runtime.openOptionsPage() }, t("openSettings")),
    ),
  );
}

/** @param {string[]} origins */
function framesNotice(origins) {
  return h(
    "div",
    { class: "notice" },
    h("strong", {}, t("framesUnread", origins.length)),
    h("ul", {}, origins.map((origin) => h("li", {}, origin))),
    h(
      "div",
      { class: "row" },
      origins.map((origin) =>
        h("button", { type: "button", "data-key": `grant-${origin}`, onclick: () => grant(origin) }, t("allowFrame", new URL(origin).host)),
      ),
    ),
  );
}

/**
 * Asks for one origin; must be the first thing that a click does.
 * @param {string} origin
 */
async function grant(origin) {
  try {
    if (await api.permissions.request({ origins: [patternOf(origin)] })) read();
  } catch (error) {
    showFault(error);
  }
}

/**
 * @param {string} words
 * @param {boolean} [again]
 */
const plain = (words, again = false) =>
  h(
    "div",
    { class: "notice" },
    h("strong", {}, words),
    again && h("div", { class: "row" }, h("button", { type: "button", "data-key": "again", onclick: () => read() }, t("analyseAgain"))),
  );

export function renderNotices() {
  const report = current();
  const status = byId("status");
  status.classList.toggle("busy", state.busy);
  status.textContent = state.busy ? t("reading") : "";
  const { changedFrames, unplaced, unreadable } = report ?? {};
  const lost = new Set(report?.lost ?? []).size;
  if (!isNew("notices", state.fault, changedFrames, lost, unplaced, unreadable)) return;
  fill(
    byId("notices"),
    state.fault && faultNotice(state.fault),
    Boolean(changedFrames?.length) && plain(t("textChanged", lost), true),
    Boolean(unplaced?.length) && plain(t("unplaced", unplaced?.length ?? 0)),
    Boolean(unreadable?.length) && framesNotice(unreadable ?? []),
    !globalThis.Osteotome.highlight.supported && plain(t("noHighlights")),
  );
}
