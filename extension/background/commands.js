// Toolbar button, context menu and keys. The panel is opened before anything is awaited: later the user's gesture has expired.
import { api, t } from "../shared/browser.js";
import { analyse } from "./analyse.js";
import * as tab from "./tab.js";

/** @type {Record<string, { contexts: any, scope: OsteotomeScope, title: string }>} */
const MENU = {
  "read-selection": { contexts: ["selection"], scope: "selection", title: "menuSelection" },
  "read-field": { contexts: ["editable"], scope: "field", title: "menuField" },
  "read-page": { contexts: ["page", "frame"], scope: "page", title: "menuPage" },
};

/** @param {chrome.tabs.Tab} target */
function openPanel(target) {
  const opened = api.sidePanel
    ? api.sidePanel.open({ windowId: target.windowId })
    : /** @type {any} */ (api).sidebarAction.open();
  // Without a panel the page is still read and painted.
  return Promise.resolve(opened).catch(() => undefined);
}

/**
 * @param {chrome.tabs.Tab | undefined} target
 * @param {OsteotomeScope} scope
 */
export function read(target, scope) {
  if (target?.id === undefined) return;
  void openPanel(target);
  void analyse(target.id, scope);
}

export async function createMenu() {
  await api.contextMenus.removeAll();
  for (const [id, { contexts, title }] of Object.entries(MENU)) {
    api.contextMenus.create({ id, contexts, title: t(title) });
  }
}

/** @type {(info: chrome.contextMenus.OnClickData, target?: chrome.tabs.Tab) => void} */
export function onMenu(info, target) {
  const entry = MENU[String(info.menuItemId)];
  if (entry) read(target, entry.scope);
}

/** @type {(command: string, target?: chrome.tabs.Tab) => Promise<void>} */
export async function onCommand(command, target) {
  const tabId = target?.id ?? (await api.tabs.query({ active: true, currentWindow: true }))[0]?.id;
  if (tabId === undefined) return;
  if (command === "next-match") await tab.step(tabId, 1);
  if (command === "previous-match") await tab.step(tabId, -1);
  if (command === "explain-match") await tab.explain(tabId);
}
