// What the panel knows. Lives only in this page's memory.
import "../shared/kinds.js";

/** What the coder said of one code. @typedef {{ stage: "form" | "sending" | "done" | "failed", words: string, request?: any, form?: "rejected" | "corrected" }} Judged */

export const state = {
  tabId: /** @type {number | null} */ (null),
  busy: false,
  fault: /** @type {OsteotomeFault | null} */ (null),
  /** The report on the tab's page. */
  report: /** @type {OsteotomeReport | null} */ (null),
  /** The report on a pasted text; shown instead of the page's until the user goes back. */
  pasted: /** @type {OsteotomeReport | null} */ (null),
  /** The origin of the tab's page, where the browser tells it. */
  origin: /** @type {string | null} */ (null),
  siteOn: false,
  hidden: { kind: new Set(), status: new Set(), section: new Set() },
  /** @type {Map<string, Judged>} */
  judged: new Map(),
};

/** The report that is shown. */
export const current = () => state.pasted ?? state.report;

/** @param {number} id */
export const conceptById = (id) => current()?.annotation.concepts.find((concept) => concept.id === id) ?? null;

/**
 * The value of a concept in one of the three filters.
 * @param {OsteotomeConcept} concept
 * @param {"kind" | "status" | "section"} filter
 */
export function facet(concept, filter) {
  return filter === "kind" ? globalThis.Osteotome.kinds.kindOf(concept.concept) : concept[filter];
}

/** Concepts that the filters let through, in reading order. */
export function shownConcepts() {
  const concepts = current()?.annotation.concepts ?? [];
  return concepts
    .filter((concept) => !isFiltered(concept))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** @param {OsteotomeConcept} concept */
function isFiltered(concept) {
  const filters = /** @type {("kind" | "status" | "section")[]} */ (Object.keys(state.hidden));
  return filters.some((filter) => state.hidden[filter].has(facet(concept, filter)));
}

/**
 * A report on a text that is on no page.
 * @param {OsteotomeAnnotation} annotation
 * @param {string} text
 * @returns {OsteotomeReport}
 */
export function pastedReport(annotation, text) {
  const unplaced = annotation.concepts.filter((concept) => !concept.verified).map(({ id }) => id);
  return {
    annotation,
    text,
    scope: "field",
    frames: [],
    unreadable: [],
    unplaced,
    unpainted: [],
    lost: [],
    changedFrames: [],
    active: null,
    shown: null,
  };
}
