// The panel's own copy of the text, painted as the page would be: for pasted text, and for form fields the browser cannot paint.
import { byId } from "../shared/dom.js";
import { t } from "../shared/browser.js";
import { current, shownConcepts, state } from "./state.js";

/** @type {OsteotomePlaced[]} */
let placed = [];

/**
 * @param {Text} node
 * @param {OsteotomeConcept} concept
 * @returns {OsteotomePlaced}
 */
function place(node, concept) {
  const range = document.createRange();
  range.setStart(node, concept.start);
  range.setEnd(node, concept.end);
  const kind = globalThis.Osteotome.kinds.kindOf(concept.concept);
  const { id, start, end, text, status } = concept;
  const mark = { id, start, end, text, kind, status, title: "", detail: "" };
  return { mark, ranges: [range], field: null, painted: true };
}

export function renderNote() {
  const report = current();
  const wanted = Boolean(report && (state.pasted || report.unpainted.length));
  byId("note").hidden = !wanted;
  placed = [];
  const box = byId("note-text");
  if (!report || !wanted) {
    box.textContent = "";
    globalThis.Osteotome.highlight.clear();
    return;
  }
  byId("note-why").textContent = state.pasted ? "" : t("noteWhy");
  if (box.textContent !== report.text) box.textContent = report.text;
  const node = /** @type {Text} */ (box.firstChild);
  placed = shownConcepts()
    .filter((concept) => concept.verified)
    .map((concept) => place(node, concept));
  globalThis.Osteotome.highlight.paint(placed, [], null);
  focusInNote(report.active, false);
}

/**
 * @param {number | null} id
 * @param {boolean} [move] scroll to it
 */
export function focusInNote(id, move = true) {
  const one = placed.find(({ mark }) => mark.id === id) ?? null;
  globalThis.Osteotome.highlight.activate(one);
  if (one && move) globalThis.Osteotome.scroll.to(one, false);
}
