// Reads a tab: collect in every frame, ask the service once, paint in every frame, leave the report in the top frame.
import { api, t } from "../shared/browser.js";
import { annotate, Fault } from "./api.js";
import * as badge from "./badge.js";
import { faultOf } from "./connection.js";
import { inject, tell } from "./injector.js";
import { chosen, frameOf, joined, marksOf, unreadable } from "./report.js";
import { load } from "./settings.js";

const RUNNING = "running";
/** @type {Map<number, AbortController>} */
const running = new Map();
/** The last failure of each tab, until it is read again. @type {Map<number, OsteotomeFault>} */
const faults = new Map();

/** Notes which tabs are being read (numbers, nothing else), in memory that outlives this background. */
function remember() {
  return api.storage.session?.set({ [RUNNING]: [...running.keys()] });
}

/** After the browser stopped the background in mid-work: the tabs that were being read say so. */
export async function recover() {
  const { [RUNNING]: left } = (await api.storage.session?.get(RUNNING)) ?? {};
  const stranded = (Array.isArray(left) ? left : []).filter((tabId) => !running.has(tabId));
  const fault = { code: "backgroundStopped" };
  for (const tabId of stranded) {
    faults.set(tabId, fault);
    await badge.showFault(tabId, fault);
    announce({ type: "news", tabId });
  }
  await remember();
}

/**
 * News for whoever shows this tab; there may be nobody.
 * @param {{ type: string, tabId: number, [field: string]: unknown }} news
 */
export function announce(news) {
  api.runtime.sendMessage(news).catch(() => undefined);
}

/** @param {number} tabId */
export const isRunning = (tabId) => running.has(tabId);

/** @param {number} tabId */
export const faultIn = (tabId) => faults.get(tabId) ?? null;

/** @param {number} tabId */
export function stop(tabId) {
  running.get(tabId)?.abort();
}

/** @param {number} tabId */
export function forget(tabId) {
  stop(tabId);
  faults.delete(tabId);
}

/**
 * Reads the tab and paints the answer; failures end in the badge and the panel, never in silence.
 * @param {number} tabId
 * @param {OsteotomeScope} scope
 */
export async function analyse(tabId, scope) {
  stop(tabId);
  const control = new AbortController();
  running.set(tabId, control);
  faults.delete(tabId);
  void remember();
  announce({ type: "busy", tabId });
  void badge.showBusy(tabId);
  try {
    const report = await read(tabId, scope, control.signal);
    await badge.showReport(tabId, report);
  } catch (error) {
    if (running.get(tabId) !== control) return;
    const fault = faultOf(error);
    if (fault.code !== "cancelled") faults.set(tabId, fault);
    await (fault.code === "cancelled" ? badge.clear(tabId) : badge.showFault(tabId, fault));
  } finally {
    if (running.get(tabId) === control) {
      running.delete(tabId);
      void remember();
      announce({ type: "news", tabId });
    }
  }
}

/**
 * @param {number} tabId
 * @param {OsteotomeScope} scope
 * @param {AbortSignal} signal
 * @returns {Promise<OsteotomeReport>}
 */
async function read(tabId, scope, signal) {
  const settings = await load();
  const frameIds = await inject(tabId);
  const replies = await Promise.all(
    frameIds.map(async (frameId) => ({ frameId, ...(await tell(tabId, frameId, { type: "collect", scope })) })),
  );
  const taken = replies.filter(({ text }) => typeof text === "string");
  if (!taken.length) throw new Fault("pageStuck");
  refuseForeignSite(settings, taken);
  const { text, frames } = joined(chosen(taken));
  const annotation = await annotate(settings, text, { signal });
  const painted = await paint(tabId, frameIds, frames, annotation);
  signal.throwIfAborted();
  const strays = annotation.concepts.filter((concept) => !concept.verified || !frameOf(frames, concept));
  /** @type {OsteotomeReport} */
  const report = {
    annotation,
    text,
    scope: chosen(taken)[0].scope,
    frames,
    unreadable: unreadable(taken),
    unplaced: [...strays.map(({ id }) => id), ...painted.flatMap(({ unplaced }) => unplaced)],
    unpainted: painted.flatMap(({ unpainted }) => unpainted),
    lost: [],
    changedFrames: [],
    active: null,
    shown: null,
  };
  if (!(await tell(tabId, 0, { type: "hold", report }))) throw new Fault("pageStuck");
  return report;
}

/**
 * @param {number} tabId
 * @param {number[]} frameIds all frames, as those without marks have to stop watching
 * @param {OsteotomeFrame[]} frames
 * @param {OsteotomeAnnotation} annotation
 * @returns {Promise<{ unplaced: number[], unpainted: number[] }[]>}
 */
function paint(tabId, frameIds, frames, annotation) {
  const words = { updated: t("extensionUpdated"), close: t("popoverClose") };
  return Promise.all(
    frameIds.map(async (frameId) => {
      const frame = frames.find((one) => one.frameId === frameId);
      const marks = frame ? marksOf(annotation, frame) : [];
      const result = await tell(tabId, frameId, { type: "paint", marks, words });
      return result ?? { unplaced: marks.map(({ id }) => id), unpainted: [] };
    }),
  );
}

/**
 * @param {import("./settings.js").Settings} settings
 * @param {import("./report.js").Taken[]} taken
 */
function refuseForeignSite({ allowedSites }, taken) {
  const top = taken.find(({ frameId }) => frameId === 0)?.origin ?? "";
  if (allowedSites && !allowedSites.includes(top)) throw new Fault("siteNotAllowed", top);
}
