// Wires the browser's events; all at top level, as the background may be stopped and started at any time.
import { api } from "../shared/browser.js";
import { forget, recover } from "./analyse.js";
import { createMenu, onCommand, onMenu, read } from "./commands.js";
import { onMessage } from "./messages.js";
import { guardStorage } from "./settings.js";
import { resync } from "./sites.js";

api.runtime.onMessage.addListener(onMessage);
api.action.onClicked.addListener((tab) => read(tab, "auto"));
api.contextMenus.onClicked.addListener(onMenu);
api.commands.onCommand.addListener((command, tab) => void onCommand(command, tab));
api.tabs.onRemoved.addListener(forget);
api.permissions.onRemoved.addListener(() => void resync());
api.runtime.onInstalled.addListener(() => {
  void createMenu();
  void resync();
});
// A panel keeps one of these open: its end tells the panel that the background was stopped.
api.runtime.onConnect.addListener((port) => {
  if (port.name !== "panel") port.disconnect();
});

void guardStorage();
void recover();
