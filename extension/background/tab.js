// What can be done with a tab that was read: its state, steps through its matches, filters, taking the marks away.
import { announce, faultIn, forget, isRunning } from "./analyse.js";
import * as badge from "./badge.js";
import { tell } from "./injector.js";
import { frameOf, stepFrom } from "./report.js";

/**
 * @param {number} tabId
 * @returns {Promise<OsteotomeOutline | null>}
 */
const outline = (tabId) => tell(tabId, 0, { type: "outline" });

/** @param {number} tabId */
export async function state(tabId) {
  return { report: await tell(tabId, 0, { type: "held" }), busy: isRunning(tabId), fault: faultIn(tabId) };
}

/**
 * @param {OsteotomeOutline} report
 * @param {number} id
 */
function frameIdOf(report, id) {
  const concept = report.concepts.find((one) => one.id === id);
  return concept ? (frameOf(report.frames, concept)?.frameId ?? null) : null;
}

/**
 * Scrolls to a match and makes it the active one.
 * @param {number} tabId
 * @param {number} id
 * @param {"jump" | "explain"} how
 * @returns {Promise<boolean>} false if its words are not there
 */
export async function go(tabId, id, how = "jump") {
  const report = await outline(tabId);
  const frameId = report && frameIdOf(report, id);
  if (!report || frameId === null) return false;
  const others = report.frames.filter((frame) => frame.frameId !== frameId);
  await Promise.all(others.map((frame) => tell(tabId, frame.frameId, { type: "activate", id: null })));
  const done = await tell(tabId, frameId, { type: how, id, field: report.unpainted.includes(id) });
  await tell(tabId, 0, { type: "amend", fields: { active: id } });
  announce({ type: "active", tabId, id });
  return done === true;
}

/**
 * @param {number} tabId
 * @param {number} by 1 for the next match, -1 for the one before
 */
export async function step(tabId, by) {
  const report = await outline(tabId);
  const id = report && stepFrom(report, by);
  return id === null ? false : go(tabId, id);
}

/** @param {number} tabId */
export async function explain(tabId) {
  const report = await outline(tabId);
  const id = report && (report.active ?? stepFrom(report, 1));
  return id === null ? false : go(tabId, id, "explain");
}

/**
 * @param {number} tabId
 * @param {number | null} id null ends the flash
 */
export async function flash(tabId, id) {
  const report = await outline(tabId);
  if (!report) return;
  const owner = id === null ? null : frameIdOf(report, id);
  await Promise.all(
    report.frames.map(({ frameId }) => tell(tabId, frameId, { type: "flash", id: frameId === owner ? id : null })),
  );
}

/**
 * @param {number} tabId
 * @param {number[] | null} ids the concepts to paint and to step through; null for all
 */
export async function show(tabId, ids) {
  const report = await outline(tabId);
  if (!report) return;
  await Promise.all(report.frames.map(({ frameId }) => tell(tabId, frameId, { type: "show", ids })));
  await tell(tabId, 0, { type: "amend", fields: { shown: ids } });
}

/** @param {number} tabId */
export async function clear(tabId) {
  forget(tabId);
  const report = await outline(tabId);
  const frameIds = new Set([0, ...(report?.frames.map(({ frameId }) => frameId) ?? [])]);
  await Promise.all([...frameIds].map((frameId) => tell(tabId, frameId, { type: "clear" })));
  await badge.clear(tabId);
  announce({ type: "news", tabId });
}

/**
 * A frame's page changed under its marks.
 * @param {number} tabId
 * @param {number} frameId
 * @param {{ changed: boolean, lost: number[] }} result
 */
export async function moved(tabId, frameId, { changed, lost }) {
  const report = await outline(tabId);
  if (!report) return;
  const elsewhere = report.lost.filter((id) => frameIdOf(report, id) !== frameId);
  const others = report.changedFrames.filter((one) => one !== frameId);
  const fields = { changedFrames: changed ? [...others, frameId] : others, lost: [...elsewhere, ...lost] };
  await tell(tabId, 0, { type: "amend", fields });
  announce({ type: "news", tabId });
}
