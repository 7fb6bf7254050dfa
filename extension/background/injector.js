// Puts the content files into a tab's frames, once each, and talks to them.
import { api } from "../shared/browser.js";
import { Fault } from "./api.js";

const REPLY_LIMIT = 10_000;

/** Classic files in order; each adds to one namespace object. */
export const FILES = [
  "shared/textmap.js",
  "shared/kinds.js",
  "shared/quotes.js",
  "content/visibility.js",
  "content/collect.js",
  "content/scope.js",
  "content/anchor.js",
  "content/palette.js",
  "content/highlight.js",
  "content/scroll.js",
  "content/pick.js",
  "content/popover.js",
  "content/watch.js",
  "content/session.js",
  "content/hover.js",
  "content/main.js",
];

/**
 * Injects where it is missing. A file list run twice fails without an error, hence the question first.
 * @param {number} tabId
 * @returns {Promise<number[]>} ids of the frames that can be talked to, the top frame first
 */
export async function inject(tabId) {
  try {
    const target = { tabId, allFrames: true };
    const func = () => Boolean(globalThis.Osteotome?.loaded);
    const frames = await api.scripting.executeScript({ target, func, injectImmediately: true });
    const reachable = frames.filter((frame) => typeof frame.result === "boolean");
    const missing = reachable.filter((frame) => !frame.result).map((frame) => frame.frameId);
    if (missing.length) {
      await api.scripting.executeScript({ target: { tabId, frameIds: missing }, files: FILES, injectImmediately: true });
    }
    return reachable.map((frame) => frame.frameId).sort((a, b) => a - b);
  } catch (error) {
    throw new Fault("pageClosed", error instanceof Error ? error.message.slice(0, 200) : "");
  }
}

/**
 * @param {number} tabId
 * @param {number} frameId
 * @param {{ type: string, [field: string]: unknown }} message
 * @returns {Promise<any>} null if the frame is gone or holds no content files
 */
export async function tell(tabId, frameId, message) {
  const late = new Promise((resolve) => setTimeout(resolve, REPLY_LIMIT, null));
  try {
    return await Promise.race([api.tabs.sendMessage(tabId, message, { frameId }), late]);
  } catch {
    return null;
  }
}
