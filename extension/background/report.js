// From the frames' texts to one text for the service, and from its answer back to each frame's marks.
import "../shared/kinds.js";
import { detailOf, titleOf } from "../shared/words.js";
import { Fault } from "./api.js";

/** Longer texts are refused here, whole: a part read would look like the whole. In UTF-16 units. */
export const MAX_TEXT = 1_000_000;
const BETWEEN_FRAMES = "\n\n";

/**
 * What one frame answered when asked for its text.
 * @typedef {{ frameId: number, scope: OsteotomeScope, text: string, unreadable: string[], origin: string }} Taken
 */

/**
 * The frames to read: those with a selection if there is one, else all that hold text.
 * @param {Taken[]} taken
 */
export function chosen(taken) {
  const filled = taken.filter(({ text }) => text.trim());
  const selected = filled.filter(({ scope }) => scope === "selection");
  return selected.length ? selected : filled;
}

/**
 * @param {Taken[]} frames
 * @returns {{ text: string, frames: OsteotomeFrame[] }}
 */
export function joined(frames) {
  let base = 0;
  const places = frames.map(({ frameId, text }) => {
    const place = { frameId, base, length: text.length };
    base += text.length + BETWEEN_FRAMES.length;
    return place;
  });
  const text = frames.map((frame) => frame.text).join(BETWEEN_FRAMES);
  if (!text.trim()) throw new Fault("nothingToRead");
  if (text.length > MAX_TEXT) throw new Fault("tooLong", `${text.length} > ${MAX_TEXT}`);
  return { text, frames: places };
}

/**
 * The frame that holds a concept whole, if one does.
 * @param {OsteotomeFrame[]} frames
 * @param {{ start: number, end: number }} span
 */
export function frameOf(frames, span) {
  return frames.find(({ base, length }) => span.start >= base && span.end <= base + length) ?? null;
}

/**
 * The marks of one frame, in its own offsets.
 * @param {OsteotomeAnnotation} annotation
 * @param {OsteotomeFrame} frame
 * @returns {OsteotomeMark[]}
 */
export function marksOf(annotation, frame) {
  return annotation.concepts
    .filter((concept) => concept.verified && frameOf([frame], concept))
    .map((concept) => ({
      id: concept.id,
      start: concept.start - frame.base,
      end: concept.end - frame.base,
      text: concept.text,
      kind: globalThis.Osteotome.kinds.kindOf(concept.concept),
      status: concept.status,
      title: titleOf(concept),
      detail: detailOf(concept, annotation),
    }));
}

/**
 * Origins of embedded frames that none of the frames read has.
 * @param {Taken[]} taken
 */
export function unreadable(taken) {
  const read = new Set(taken.map(({ origin }) => origin));
  return [...new Set(taken.flatMap((frame) => frame.unreadable))].filter((origin) => !read.has(origin));
}

/**
 * Ids in reading order of the concepts that can be stepped through.
 * @param {OsteotomeOutline} report
 */
export function order(report) {
  const gone = new Set([...report.unplaced, ...report.lost]);
  const ids = report.concepts.toSorted((a, b) => a.start - b.start || a.end - b.end).map(({ id }) => id);
  const shown = report.shown && new Set(report.shown);
  return ids.filter((id) => !gone.has(id) && (!shown || shown.has(id)));
}

/**
 * The id a step away from the active one; wraps round, and starts at either end.
 * @param {OsteotomeOutline} report
 * @param {number} by 1 or -1
 */
export function stepFrom(report, by) {
  const ids = order(report);
  if (!ids.length) return null;
  const at = report.active === null ? -1 : ids.indexOf(report.active);
  if (at < 0) return by > 0 ? ids[0] : ids[ids.length - 1];
  return ids[(at + by + ids.length) % ids.length];
}
