// Wires the panel: which tab it shows, what its buttons do, and when it draws.
import { ask } from "../shared/ask.js";
import { byId, fill, h, isNew, translate } from "../shared/dom.js";
import { api } from "../shared/browser.js";
import { copyJson, copyText } from "./copy.js";
import { renderDecision, renderRuledOut } from "./decision.js";
import { onFilter, renderFilters } from "./filters.js";
import { showActive, step } from "./go.js";
import { matchButton } from "./match.js";
import { renderNote } from "./note.js";
import { onReadAgain, renderNotices, showFault } from "./notices.js";
import { renderSite } from "./site.js";
import { current, pastedReport, shownConcepts, state } from "./state.js";

const fixedTab = Number(new URLSearchParams(location.search).get("tab")) || null;
/** @type {OsteotomeScope} */
let lastScope = "auto";
/** Open only while something runs: its end means that the background was stopped. @type {chrome.runtime.Port | null} */
let lifeline = null;

function renderMatches() {
  byId("matches").hidden = !current()?.annotation.concepts.length;
  fill(byId("match-list"), shownConcepts().map((concept) => h("li", {}, matchButton(concept, "match"))));
  renderNote();
  showActive();
}

function render() {
  const report = current();
  renderNotices();
  if (isNew("answer", report && { ...report, active: null }, state.pasted !== null)) {
    renderDecision();
    renderFilters();
    renderMatches();
    renderRuledOut();
  }
  showActive();
  renderSite();
  const none = !report;
  byId("empty").hidden = !none || state.busy || state.fault !== null;
  byId("clear").hidden = Boolean(state.pasted);
  byId("paste-back").hidden = !state.pasted;
}

/** @param {boolean} busy */
function setBusy(busy) {
  state.busy = busy;
  if (!busy) {
    lifeline?.disconnect();
    lifeline = null;
  } else if (!lifeline) {
    lifeline = api.runtime.connect({ name: "panel" });
    lifeline.onDisconnect.addListener(() => {
      lifeline = null;
      if (!state.busy) return;
      state.busy = false;
      state.fault = { code: "backgroundStopped" };
      render();
    });
  }
}

async function refresh() {
  if (state.tabId === null) return;
  const { tabId } = state;
  try {
    const { report, busy, fault } = await ask("state", { tabId });
    if (tabId !== state.tabId) return;
    if (report?.text !== state.report?.text) state.judged.clear();
    state.report = report;
    state.fault = fault;
    setBusy(busy);
    await refreshSite(tabId);
  } catch (error) {
    showFault(error);
  }
  render();
}

/** @param {number} tabId */
async function refreshSite(tabId) {
  const tab = await api.tabs.get(tabId).catch(() => null);
  state.origin = tab?.url ? new URL(tab.url).origin : null;
  state.siteOn = state.origin ? (await ask("site", { origin: tab?.url })).on : false;
}

/** @param {OsteotomeScope} scope */
async function read(scope) {
  if (state.tabId === null) return;
  lastScope = scope;
  state.pasted = null;
  state.fault = null;
  for (const hidden of Object.values(state.hidden)) hidden.clear();
  setBusy(true);
  render();
  await ask("analyse", { tabId: state.tabId, scope }).catch(showFault);
}

/** @param {SubmitEvent} event */
async function paste(event) {
  event.preventDefault();
  const { value } = /** @type {HTMLTextAreaElement} */ (byId("paste-text"));
  state.fault = null;
  state.judged.clear();
  setBusy(true);
  render();
  try {
    state.pasted = pastedReport(await ask("paste", { text: value }), value.toWellFormed());
    setBusy(false);
    render();
    /** @type {HTMLDetailsElement} */ (byId("paste")).open = false;
    scrollTo({ top: 0 });
  } catch (error) {
    setBusy(false);
    showFault(error);
  }
}

async function followTab() {
  const query = { active: true, currentWindow: true };
  state.tabId = fixedTab ?? (await api.tabs.query(query))[0]?.id ?? null;
  state.report = null;
  state.fault = null;
  setBusy(false);
  await refresh();
}

/** @param {any} news */
function onNews(news) {
  if (news?.tabId !== state.tabId) return;
  if (news.type === "busy") {
    state.fault = null;
    setBusy(true);
    render();
  } else if (news.type === "news") void refresh();
  else if (news.type === "active" && state.report && !state.pasted) {
    const other = state.report.active !== news.id;
    state.report.active = news.id;
    showActive(other);
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n" || event.key === "j") void step(1);
  if (event.key === "p" || event.key === "k") void step(-1);
}

/** @type {Record<string, () => void>} */
const CLICKS = {
  "read-page": () => void read("page"),
  "read-selection": () => void read("selection"),
  "read-field": () => void read("field"),
  next: () => void step(1),
  previous: () => void step(-1),
  "copy-text": copyText,
  "copy-json": copyJson,
  clear: () => void ask("clear", { tabId: state.tabId }).catch(showFault),
  settings: () => void api.runtime.openOptionsPage(),
  window: () => void api.windows.create({ url: `panel/panel.html?tab=${state.tabId}`, type: "popup", width: 440, height: 900 }),
  "paste-back": () => {
    state.pasted = null;
    void refresh();
  },
};

translate();
document.documentElement.lang = api.i18n.getUILanguage();
onReadAgain(() => void (state.pasted ? undefined : read(lastScope)));
onFilter(renderMatches);
for (const [id, act] of Object.entries(CLICKS)) byId(id).addEventListener("click", act);
byId("paste-form").addEventListener("submit", (event) => void paste(/** @type {SubmitEvent} */ (event)));
document.addEventListener("keydown", onKey);
api.runtime.onMessage.addListener(onNews);
if (fixedTab === null) api.tabs.onActivated.addListener(() => void followTab());
api.tabs.onUpdated.addListener((tabId, change) => {
  if (tabId === state.tabId && change.status === "complete") void refresh();
});
await followTab();
